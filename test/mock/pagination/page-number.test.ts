import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PageNumberInfo, Selection } from '../../../src/mock/index.ts'
import { pageNumber } from '../../../src/mock/pagination/page-number.ts'
import type { Cut } from '../../../src/mock/types.ts'
import { listOf, positions } from './list-of.ts'
import { unasked } from './unasked.ts'

fc.configureGlobal({ seed: 20260601 })

const paginator = pageNumber({ page: 'page', size: 'per_page' })

function cut(list: Selection, page: number, size: number): Cut<PageNumberInfo> {
  const outcome = paginator.paginate(list, { page, per_page: size }, 'list', 0, unasked)
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`)
  return outcome.value
}

const counts = fc.nat({ max: 200 })
const sizes = fc.integer({ min: 1, max: 60 })

// count, page, size: from, to, pages
test.each([
  [0, 1, 20, 0, 0, 0],
  [1, 1, 20, 0, 1, 1],
  [19, 1, 20, 0, 19, 1],
  [20, 1, 20, 0, 20, 1],
  [20, 2, 20, 20, 20, 1],
  [21, 2, 20, 20, 21, 2],
  [127, 7, 20, 120, 127, 7],
  [127, 8, 20, 127, 127, 7],
  [127, 3, 50, 100, 127, 3],
  [127, 9_007_199_254_740_991, 50, 127, 127, 3],
])('cuts, of %i organizations, page %i of size %i', (count, page, size, from, to, totalPages) => {
  expect(cut(listOf(count), page, size)).toEqual({
    from,
    to,
    info: { page, size, count: to - from, totalPages, filteredCount: count, unfilteredCount: count },
  })
})

test('gives every position exactly once over its pages, each full but the last', () => {
  fc.assert(
    fc.property(counts, sizes, (count, size) => {
      const { totalPages } = cut(listOf(count), 1, size).info
      const pages = Array.from({ length: totalPages }, (_, i) => cut(listOf(count), i + 1, size))
      expect(pages.flatMap(positions)).toEqual(positions({ from: 0, to: count }))
      expect(pages.slice(0, -1).every(({ info }) => info.count === size)).toBe(true)
      expect(pages.at(-1)?.info.count).not.toBe(0)
    }),
  )
})

test('gives an empty page, not a fault, anywhere past the end', () => {
  fc.assert(
    fc.property(counts, sizes, fc.integer({ min: 1, max: 1_000_000 }), (count, size, further) => {
      const beyond = cut(listOf(count), Math.ceil(count / size) + further, size)
      expect([beyond.from, beyond.to, beyond.info.count]).toEqual([count, count, 0])
    }),
  )
})

test('refuses a page past the end where it is told to, but never the first', () => {
  const strict = pageNumber({ page: 'page', size: 'per_page', pastEnd: 'refused' })
  const of = (count: number, page: number) => strict.paginate(listOf(count), { page, per_page: 20 }, 'list', 0, unasked)
  const refused = { ok: false, refusal: { kind: 'invalid-cursor', parameter: 'page' } }
  expect([of(0, 1).ok, of(20, 1).ok, of(21, 2).ok]).toEqual([true, true, true])
  expect([of(0, 2), of(20, 2), of(21, 3)]).toEqual([refused, refused, refused])
})

test('counts pages of the filtered list and keeps the unfiltered count beside them', () => {
  const filtered = { ...listOf(30), unfilteredCount: 127 }
  expect(cut(filtered, 2, 20)).toEqual({
    from: 20,
    to: 30,
    info: { page: 2, size: 20, count: 10, totalPages: 2, filteredCount: 30, unfilteredCount: 127 },
  })
})
