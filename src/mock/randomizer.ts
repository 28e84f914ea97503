import type { Randomizer } from '@faker-js/faker'

/**
 * The random numbers behind every organization: sfc32 (Chris Doty-Humphrey's Small Fast Counter, 128 bits of state), seeded with
 * four words. Faker's own generator fills 624 words at each re-seed, 20 µs and more; this one mixes four, well under 1 µs, and an
 * organization is re-seeded several times. Not for secrets.
 */
export interface SmallRandomizer extends Randomizer {
  /** Starts the sequence that belongs to these four 32-bit words. */
  reseed(a: number, b: number, c: number, d: number): void
}

export function smallRandomizer(): SmallRandomizer {
  let a = 0
  let b = 0
  let c = 0
  let counter = 1

  function nextWord(): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }

  function reseed(first: number, second: number, third: number, fourth: number): void {
    a = first | 0
    b = second | 0
    c = third | 0
    counter = fourth | 1
    // sfc32 needs some rounds before nearby seeds stop resembling each other; its author's advice is 12 for short seeds.
    for (let round = 0; round < 12; round += 1) nextWord()
  }

  return {
    // 53 bits would need two words; faker multiplies by ranges of at most 2^32 or so, and 32 bits keep each draw cheap.
    next: () => nextWord() / 0x1_0000_0000,
    seed(seed) {
      const words = typeof seed === 'number' ? [seed] : seed
      reseed(words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0)
    },
    reseed,
  }
}

/** A 32-bit hash of a text (FNV-1a with a final avalanche); the same on every machine. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return mixWord(hash)
}

/** Spreads the bits of a 32-bit word (the finalizer of MurmurHash3): neighbouring inputs give unrelated outputs. */
export function mixWord(word: number): number {
  let x = word | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
