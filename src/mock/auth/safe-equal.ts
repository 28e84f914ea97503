import { timingSafeEqual } from 'node:crypto'

/** Compares a secret with what a client sent; how long it takes tells nothing of where they differ. */
export function safeEqual(expected: Buffer, given: string): boolean {
  // Longer input is cut and shorter input is filled up to the secret's length. Either is unequal by its length alone.
  const candidate = Buffer.alloc(expected.length)
  candidate.write(given, 'utf8')
  const same = timingSafeEqual(candidate, expected)
  return same && Buffer.byteLength(given) === expected.length
}
