import { timingSafeEqual } from 'node:crypto'

/** Compares a secret with what a client sent; how long it takes tells nothing of where they differ. */
export function safeEqual(expected: Buffer, given: string): boolean {
  // Longer input is cut to the secret's length plus one byte: still unequal, and its length costs nothing more.
  const candidate = Buffer.alloc(expected.length + 1)
  const written = candidate.write(given, 'utf8')
  const same = timingSafeEqual(candidate.subarray(0, expected.length), expected)
  return same && written === expected.length && Buffer.byteLength(given) === expected.length
}
