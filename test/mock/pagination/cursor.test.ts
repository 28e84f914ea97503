import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CursorInfo } from '../../../src/mock/index.ts'
import { cursor } from '../../../src/mock/pagination/cursor.ts'
import { opaqueCodec } from '../../../src/mock/pagination/cursor-codec.ts'
import type { Cut, Outcome } from '../../../src/mock/types.ts'
import { listOf, positions } from './list-of.ts'
import { unasked } from './unasked.ts'

fc.configureGlobal({ seed: 20260601 })

const codec = opaqueCodec(Buffer.alloc(32, 1))
const paginator = cursor({ cursor: 'cursor', size: 'limit', codec })

function cut(count: number, limit: number, given?: string | null, binding = 'list'): Outcome<Cut<CursorInfo>> {
  return paginator.paginate(listOf(count), { limit, cursor: given ?? undefined }, binding, 0, unasked)
}

function page(count: number, limit: number, given?: string | null): Cut<CursorInfo> {
  const outcome = cut(count, limit, given)
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`)
  return outcome.value
}

/** Every page of a forward walk. */
function walk(count: number, limit: number): Cut<CursorInfo>[] {
  const pages = [page(count, limit)]
  for (let next = pages[0]?.info.next; next; next = pages.at(-1)?.info.next) pages.push(page(count, limit, next))
  return pages
}

const counts = fc.nat({ max: 200 })
const limits = fc.integer({ min: 1, max: 60 })

test.each([
  [0, 2, [[0, 0]]],
  [1, 2, [[0, 1]]],
  [2, 2, [[0, 2]]],
  [
    3,
    2,
    [
      [0, 2],
      [2, 3],
    ],
  ],
  [
    4,
    2,
    [
      [0, 2],
      [2, 4],
    ],
  ],
  [
    5,
    2,
    [
      [0, 2],
      [2, 4],
      [4, 5],
    ],
  ],
])('cuts %i organizations in pages of %i', (count, limit, expected) => {
  const pages = walk(count, limit)
  expect(pages.map(({ from, to }) => [from, to])).toEqual(expected)
  expect(pages.map(({ info }) => info.previous === null)).toEqual(expected.map((_, i) => i === 0))
  expect(pages.map(({ info }) => info.totalCount)).toEqual(expected.map(() => count))
})

test('gives every position exactly once over a walk, with any page size', () => {
  fc.assert(
    fc.property(counts, limits, (count, limit) => {
      expect(walk(count, limit).flatMap(positions)).toEqual(positions({ from: 0, to: count }))
    }),
  )
})

test('gives every position exactly once when the page size changes on the way', () => {
  fc.assert(
    fc.property(counts, fc.infiniteStream(limits), (count, sizes) => {
      const seen: number[] = []
      let next: string | null | undefined
      do {
        const cutHere = page(count, sizes.next().value as number, next)
        seen.push(...positions(cutHere))
        next = cutHere.info.next
      } while (next !== null)
      expect(seen).toEqual(positions({ from: 0, to: count }))
    }),
  )
})

test('leads from the next page back to the same page, and from the previous one on to it', () => {
  fc.assert(
    fc.property(counts, limits, (count, limit) => {
      const pages = walk(count, limit)
      pages.forEach((here, i) => {
        const next = pages[i + 1]
        if (next === undefined) return
        expect(page(count, limit, next.info.previous)).toEqual(here)
        expect(page(count, limit, page(count, limit, next.info.previous).info.next)).toEqual(next)
      })
    }),
  )
})

test('gives every position exactly once over a walk back from the last page', () => {
  fc.assert(
    fc.property(counts, limits, limits, (count, there, back) => {
      const last = walk(count, there).at(-1) as Cut<CursorInfo>
      const seen = positions(last)
      for (let previous = last.info.previous; previous !== null; ) {
        const cutHere = page(count, back, previous)
        seen.unshift(...positions(cutHere))
        previous = cutHere.info.previous
      }
      expect(seen).toEqual(positions({ from: 0, to: count }))
    }),
  )
})

test('has a next cursor exactly when something follows, and a previous one exactly when something precedes', () => {
  fc.assert(
    fc.property(counts, limits, (count, limit) => {
      for (const { from, to, info } of walk(count, limit)) {
        expect(info.next !== null).toBe(to < count)
        expect(info.previous !== null).toBe(from > 0)
      }
    }),
  )
})

test('gives a shorter page at the front when a walk back does not come out even', () => {
  const third = page(10, 3, page(10, 3, page(10, 3).info.next).info.next)
  expect([third.from, third.to]).toEqual([6, 9])
  const back = page(10, 4, page(10, 4, third.info.previous).info.previous)
  expect([back.from, back.to]).toEqual([0, 2])
  expect(back.info.previous).toBeNull()
})

test('gives an empty last page when the list has become shorter than the cursor', () => {
  const { info } = page(100, 50)
  const beyond = page(30, 50, info.next)
  expect([beyond.from, beyond.to, beyond.info.next]).toEqual([30, 30, null])
  const before = page(30, 50, beyond.info.previous)
  expect([before.from, before.to]).toEqual([0, 30])
})

test('refuses cursors of another list, of another key, and altered ones, and names the parameter', () => {
  const { next } = page(10, 3).info
  const foreign = opaqueCodec(Buffer.alloc(32, 2)).encode({ direction: 'next', position: 3 }, 'list')
  const fault = { ok: false, refusal: { kind: 'invalid-cursor', parameter: 'cursor' } }
  expect(cut(10, 3, next, 'another list')).toEqual(fault)
  expect(cut(10, 3, foreign)).toEqual(fault)
  expect(cut(10, 3, `${next}A`)).toEqual(fault)
  expect(cut(10, 3, '')).toEqual(fault)
})
