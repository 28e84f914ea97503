import { expect, test } from 'vitest'
import { fakeSources } from '../../src/mock/fake-source.ts'

/** What one index gives a recipe to work with. */
function sample(source: ReturnType<ReturnType<typeof fakeSources>>) {
  return {
    index: source.index,
    name: source.stream('name').person.fullName(),
    numbers: source.stream('numbers').helpers.multiple(() => source.stream('numbers').number.int(), { count: 3 }),
    word: source.word('id'),
    turn: source.rotate('status', ['a', 'b', 'c', 'd', 'e']),
    isRare: source.oneIn('rare', 3),
  }
}

test('gives an index the same source of data whatever was asked before, and in another instance', () => {
  const fresh = sample(fakeSources(1, 'acme')(7))
  const sourceOf = fakeSources(1, 'acme')
  for (const index of [0, 126, 8, 7, 6, 9_999_999]) sample(sourceOf(index))
  sourceOf(7).stream('another purpose').company.name()
  expect(sample(sourceOf(7))).toEqual(fresh)
})

test('gives other data to another index, seed and provider', () => {
  const { index: _, turn: _turn, isRare: _isRare, ...here } = sample(fakeSources(1, 'acme')(7))
  for (const source of [fakeSources(1, 'acme')(8), fakeSources(2, 'acme')(7), fakeSources(1, 'other')(7)]) {
    const elsewhere = sample(source)
    expect(elsewhere.name).not.toBe(here.name)
    expect(elsewhere.word).not.toBe(here.word)
    expect(elsewhere.numbers).not.toEqual(here.numbers)
  }
})

test('lets every value have its turn once among as many neighbours as there are values', () => {
  const values = ['a', 'b', 'c', 'd', 'e']
  for (const seed of [0, 1, 2, 4_294_967_295]) {
    const sourceOf = fakeSources(seed, 'acme')
    for (const start of [0, 1, 7, 1_000_003]) {
      const turns = values.map((_, i) => sourceOf(start + i).rotate('status', values))
      expect(turns.toSorted()).toEqual(values)
      expect(values.filter((_, i) => sourceOf(start + i).oneIn('rare', 5))).toHaveLength(1)
    }
  }
})

test('gives each of 10,000 neighbours a word of its own', () => {
  const sourceOf = fakeSources(1, 'acme')
  const words = Array.from({ length: 10_000 }, (_, index) => sourceOf(index).word('id'))
  expect(new Set(words).size).toBe(10_000)
})
