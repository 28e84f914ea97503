import { randomFillSync } from 'node:crypto'

const idBytes = 16
const idsAtOnce = 256

/** Makes identifiers of 32 random lower-case hex digits. Drawn many at a time: one by one they cost several times as much. */
export function requestIds(): () => string {
  const pool = Buffer.allocUnsafe(idBytes * idsAtOnce)
  let at = pool.length
  return function requestId() {
    if (at === pool.length) {
      randomFillSync(pool)
      at = 0
    }
    at += idBytes
    return pool.toString('hex', at - idBytes, at)
  }
}
