import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundedCache } from '../../src/mock/bounded-cache.ts'

fc.configureGlobal({ seed: 20260601 })

/** What an entry counts for: its weight, its key and 200 for the bookkeeping. */
function cost(key: string, weight: number): number {
  return weight + key.length + 200
}

test('gives back what was put in, and nothing for another key', () => {
  const cache = boundedCache<string>('test', 1_000)
  cache.set('a', 'first', 10)
  expect(cache.get('a')).toBe('first')
  expect(cache.get('b')).toBeUndefined()
})

test('drops the entry that was not used for longest', () => {
  const cache = boundedCache<number>('test', 3 * cost('a', 10))
  for (const [value, key] of ['a', 'b', 'c'].entries()) cache.set(key, value, 10)
  cache.get('a')
  cache.set('d', 3, 10)
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3])
})

test('drops as many entries as a heavy one needs', () => {
  const cache = boundedCache<number>('test', 4 * cost('a', 10))
  for (const [value, key] of ['a', 'b', 'c', 'd'].entries()) cache.set(key, value, 10)
  cache.set('e', 4, 2 * cost('a', 10))
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => cache.get(key))).toEqual([undefined, undefined, undefined, 3, 4])
})

test.each([
  [99, true],
  [100, true],
  [101, false],
])('keeps an entry of weight %i: %s, where one may cost 301 with its key', (weight, kept) => {
  const cache = boundedCache<string>('test', 10_000, 301)
  cache.set('a', 'value', weight)
  expect(cache.get('a')).toBe(kept ? 'value' : undefined)
})

test('does not lose the others to an entry that is too heavy', () => {
  const cache = boundedCache<string>('test', 10_000, 500)
  cache.set('a', 'light', 10)
  cache.set('b', 'heavy', 5_000)
  expect(cache.get('a')).toBe('light')
})

test('does not keep an old value when the new one is too heavy', () => {
  const cache = boundedCache<string>('test', 10_000, 500)
  cache.set('a', 'old', 10)
  cache.set('a', 'new', 5_000)
  expect(cache.get('a')).toBeUndefined()
  expect(cache.weight).toBe(0)
})

test('counts a replaced entry once', () => {
  const cache = boundedCache<string>('test', 10_000)
  cache.set('a', 'old', 100)
  cache.set('a', 'new', 10)
  expect(cache.get('a')).toBe('new')
  expect(cache.weight).toBe(cost('a', 10))
})

type Action = { readonly key: string; readonly weight?: number }

const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.record(
    { key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'ff', 'ggg'), weight: fc.nat({ max: 800 }) },
    {
      requiredKeys: ['key'],
    },
  ),
  { maxLength: 60, size: 'max' },
)

test('keeps a new entry, where all others were used', () => {
  const cache = boundedCache<number>('test', 2 * cost('a', 10))
  for (const [value, key] of ['a', 'b'].entries()) cache.set(key, value, 10)
  for (const key of ['b', 'a']) cache.get(key)
  cache.set('c', 2, 10)
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, 1, 2])
})

test('behaves like a plain list of entries, where the first one goes unless it was used, and is then the last', () => {
  fc.assert(
    fc.property(
      actions,
      fc.integer({ min: 200, max: 3_000 }),
      fc.integer({ min: 200, max: 3_000 }),
      (run, max, one) => {
        const [maxWeight, maxEntryWeight] = [Math.max(max, one), Math.min(max, one)]
        const cache = boundedCache<number>('test', maxWeight, maxEntryWeight)
        let entries: { key: string; value: number; cost: number; used: boolean }[] = []
        for (const [value, { key, weight }] of run.entries()) {
          const known = entries.find((entry) => entry.key === key)
          if (weight === undefined) {
            expect(cache.get(key)).toBe(known?.value)
            if (known !== undefined) known.used = true
          } else {
            cache.set(key, value, weight)
            entries = entries.filter((entry) => entry !== known)
            const made = { key, value, cost: cost(key, weight), used: false }
            if (made.cost > maxEntryWeight) continue
            while (total(entries) + made.cost > maxWeight) {
              const [first, ...others] = entries
              entries = first?.used ? [...others, { ...first, used: false }] : others
            }
            entries.push(made)
          }
          expect(cache.weight).toBe(total(entries))
          expect(cache.weight).toBeLessThanOrEqual(maxWeight)
        }
      },
    ),
    { numRuns: 500 },
  )
})

function total(entries: readonly { cost: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.cost, 0)
}
