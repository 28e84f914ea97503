import { expect, test } from 'vitest'
import { anchored, placed } from '../../../src/mock/pagination/anchor.ts'
import type { Selection } from '../../../src/mock/types.ts'

function list(shift?: number): Selection {
  const still: Selection = { count: 100, unfilteredCount: 100, key: '', at: (position) => position }
  return shift === undefined ? still : { ...still, shift }
}

test('a list that does not change is anchored by position', () => {
  expect([anchored(7, list()), placed(7, list())]).toEqual([7, 7])
})

test('an anchor stays with its organization while the list grows at the front', () => {
  const anchor = anchored(20, list(0))
  expect([0, 1, 5].map((shift) => placed(anchor, list(shift)))).toEqual([20, 21, 25])
  // What came to the front later has an anchor too.
  expect(placed(anchored(0, list(5)), list(6))).toBe(1)
})

test('an anchor of what is not there any more is the front', () => {
  expect(placed(anchored(0, list(5)), list(4))).toBe(0)
})

test('an anchor fits into a cursor', () => {
  for (const shift of [0, 1, 2 ** 32]) {
    const anchor = anchored(10_000_000, list(shift))
    expect(anchor).toBeGreaterThanOrEqual(0)
    expect(anchor).toBeLessThan(2 ** 48)
  }
})
