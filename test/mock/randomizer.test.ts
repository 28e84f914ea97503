import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashText, mixWord, smallRandomizer } from '../../src/mock/randomizer.ts'

fc.configureGlobal({ seed: 20260601 })

const words = fc.integer({ min: 0, max: 0xffff_ffff })
const range = 0x1_0000_0000

// The first two are MurmurHash3's published answers for the empty text under seeds 1 and 2^32-1; the others come from a second
// implementation, in Python.
test.each([
  [0x0000_0001, 0x514e_28b7],
  [0xffff_ffff, 0x81f1_6f39],
  [0x0000_0000, 0x0000_0000],
  [0x1234_5678, 0xe37c_d1bc],
])('mixes the word %i into %i', (word, expected) => {
  expect(mixWord(word)).toBe(expected)
})

test('mixes different words into different words of 32 bits', () => {
  fc.assert(
    fc.property(words, words, (one, other) => {
      expect(mixWord(one) === mixWord(other)).toBe(one === other)
      expect(mixWord(one)).toBe(mixWord(one) >>> 0)
    }),
  )
})

// FNV-1a gives 811c9dc5, e40c292c and bf9cf968 for the first three (its authors' test vectors); then they are mixed.
test.each([
  ['', 0xab3e_7c0b],
  ['a', 0x1a80_b1b3],
  ['foobar', 0x0c0d_a6dc],
  ['nirvana', 0x0d85_0253],
])('hashes %j to %i', (text, expected) => {
  expect(hashText(text)).toBe(expected)
})

// From a second implementation of sfc32, in Python, with its author's twelve warming rounds.
test.each([
  [
    [0, 0, 0, 0],
    [0x5146_76c3, 0x08a8_09df, 0x3034_9d2b, 0xfb52_c520],
  ],
  [
    [1, 2, 3, 4],
    [0xcd44_0683, 0x0591_1999, 0x4bcb_99b1, 0x9425_a8af],
  ],
  [
    [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff],
    [0xc7b1_fdc0, 0x842f_b8e7, 0x1ef8_74d3, 0x7c91_c406],
  ],
  [
    [0xdead_beef, 0, 0x8000_0000, 7],
    [0xdf10_1f26, 0xf57f_18c1, 0xb7be_fc5a, 0xc493_f59b],
  ],
] as const)('draws the sequence of sfc32 that belongs to %j', ([a, b, c, d], expected) => {
  const randomizer = smallRandomizer()
  randomizer.reseed(a, b, c, d)
  expect(expected.map(() => randomizer.next() * range)).toEqual(expected)
})

test('starts the same sequence again, whatever was drawn before', () => {
  fc.assert(
    fc.property(fc.tuple(words, words, words, words), fc.nat({ max: 50 }), (seed, drawn) => {
      const [fresh, used] = [smallRandomizer(), smallRandomizer()]
      for (let i = 0; i < drawn; i += 1) used.next()
      fresh.reseed(...seed)
      used.reseed(...seed)
      expect(draws(used, 20)).toEqual(draws(fresh, 20))
    }),
  )
})

test('seeds from a number or a list as faker does, with zeros for what is missing', () => {
  const [byNumber, byList, byWords] = [smallRandomizer(), smallRandomizer(), smallRandomizer()]
  byNumber.seed(42)
  byList.seed([42])
  byWords.reseed(42, 0, 0, 0)
  const expected = draws(byWords, 5)
  expect(draws(byNumber, 5)).toEqual(expected)
  expect(draws(byList, 5)).toEqual(expected)
})

test('draws numbers from 0, included, to 1, excluded', () => {
  fc.assert(
    fc.property(fc.tuple(words, words, words, words), (seed) => {
      const randomizer = smallRandomizer()
      randomizer.reseed(...seed)
      expect(draws(randomizer, 50).every((number) => number >= 0 && number < 1)).toBe(true)
    }),
  )
})

// 64,000 draws over 64 buckets: 1,000 each, and a standard deviation of 31. Six of them are a chance of one in 10^9 for each bucket.
test('draws evenly over the first numbers of neighbouring seeds', () => {
  const randomizer = smallRandomizer()
  const buckets = new Array<number>(64).fill(0)
  for (let seed = 0; seed < 64_000; seed += 1) {
    randomizer.reseed(1, 2, seed, 3)
    const bucket = Math.floor(randomizer.next() * 64)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(6 * 31)
})

function draws(randomizer: { next(): number }, count: number): number[] {
  return Array.from({ length: count }, () => randomizer.next())
}
