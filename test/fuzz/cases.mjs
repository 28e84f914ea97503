import { dice } from './random.mjs'
import { attacks } from './shapes/attacks.mjs'
import { bodies } from './shapes/bodies.mjs'
import { framing } from './shapes/framing.mjs'
import { heads } from './shapes/heads.mjs'
import { requestLines } from './shapes/request-lines.mjs'
import { streams } from './shapes/streams.mjs'

const shapes = Object.entries({ ...streams, ...requestLines, ...heads, ...framing, ...bodies, ...attacks })

export const shapeNames = shapes.map(([name]) => name)

/**
 * What one connection brings, and how. `ending`: `wait` keeps the sending side open until the answers are there, `finish` ends it with
 * the last byte, `reset` breaks the connection off.
 * @typedef {{ shape: string, bytes: Buffer, pieces: Buffer[], ending: 'wait' | 'finish' | 'reset' }} Case
 */

/**
 * The case with this number. All shapes have their turn; what one looks like follows from the seed and the number.
 * @param {number} seed
 * @param {number} index
 * @param {import('./context.mjs').Context} context
 * @returns {Case}
 */
export function makeCase(seed, index, context) {
  const random = dice(seed, index)
  const [shape, make] = shapes[index % shapes.length]
  const bytes = Buffer.from(make(random, context), 'latin1')
  return {
    shape,
    bytes,
    pieces: cut(random, bytes),
    ending: random.chance(0.85) ? 'wait' : random.chance(0.6) ? 'finish' : 'reset',
  }
}

/** Most requests arrive at once; some in a few pieces, some byte by byte, as slow networks and rude clients send them. */
function cut(random, bytes) {
  if (bytes.length < 2 || random.chance(0.75)) return [bytes]
  if (bytes.length <= 250 && random.chance(0.2)) return Array.from(bytes, (byte) => Buffer.from([byte]))
  const places = Array.from({ length: random.between(1, 4) }, () => random.between(1, bytes.length - 1)).sort(
    (a, b) => a - b,
  )
  return [0, ...places]
    .map((place, i) => bytes.subarray(place, places[i] ?? bytes.length))
    .filter(({ length }) => length > 0)
}
