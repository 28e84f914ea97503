import { expect, test } from 'vitest'
import { changed } from '../../src/mock/changing.ts'
import type { Dataset } from '../../src/mock/types.ts'

const base: Dataset<number> = {
  key: 'acme/1/3',
  count: 3,
  at: (index) => index,
  column: (name) => (index) => `${name} ${index}`,
}

const all = (edits: number) => [0, 1, 2].map(changed(base, edits).at)

test('each change puts one in front and takes the last away', () => {
  const [first = 0] = all(0)
  expect(all(0)).toEqual([first, first + 1, first + 2])
  expect(all(1)).toEqual([first - 1, first, first + 1])
  expect(all(5)).toEqual([first - 5, first - 4, first - 3])
  expect(changed(base, 5).count).toBe(3)
})

test('columns agree with organizations, and every state has a key of its own', () => {
  const list = changed(base, 4)
  expect(list.column('name')(2)).toBe(`name ${list.at(2)}`)
  expect(new Set([0, 1, 2].map((edits) => changed(base, edits).key)).size).toBe(3)
})

test('never runs out of organizations', () => {
  for (const edits of [999_999, 1_000_000, 1_000_001, 2 ** 40]) {
    for (const index of all(edits)) expect(index).toBeGreaterThanOrEqual(0)
  }
})
