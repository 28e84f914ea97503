import { timingSafeEqual } from 'node:crypto'

/** Compares a secret with what a client sent; how long it takes tells nothing of where they differ. */
export function safeEqual(expected: Buffer, given: string): boolean {
  // Longer input is cut to the secret's length, and shorter input has anything behind it. Either is unequal by its length alone.
  const candidate = Buffer.allocUnsafe(expected.length)
  candidate.write(given, 'utf8')
  const same = timingSafeEqual(candidate, expected)
  return same && Buffer.byteLength(given) === expected.length
}
