import { createHash } from 'node:crypto'

/** Always the same one for the same key: "at random", but in every run alike. */
export function choose<T>(key: string, values: readonly T[]): T {
  const [value] = values.slice(createHash('sha256').update(key).digest().readUInt32BE(0) % Math.max(1, values.length))
  return value as T
}
