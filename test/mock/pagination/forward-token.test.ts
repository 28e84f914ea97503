import fc from 'fast-check'
import { expect, test } from 'vitest'
import { opaqueCodec } from '../../../src/mock/pagination/cursor-codec.ts'
import { forwardToken } from '../../../src/mock/pagination/forward-token.ts'
import { listOf, positions } from './list-of.ts'
import { unasked } from './unasked.ts'

fc.configureGlobal({ seed: 20260601 })

const codec = opaqueCodec(Buffer.alloc(32, 1))
const paginator = forwardToken({ token: 'nextToken', size: 'maxResults', codec })

function cut(count: number, maxResults: number, nextToken?: string, binding = 'list') {
  return paginator.paginate(listOf(count), { maxResults, nextToken }, binding, 0, unasked)
}

/** Every page of a walk, with the page sizes that come in turn. */
function walk(count: number, sizes: () => number) {
  const pages = []
  let token: string | undefined
  do {
    const outcome = cut(count, sizes(), token)
    if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`)
    pages.push(outcome.value)
    token = outcome.value.info.nextToken ?? undefined
  } while (token !== undefined)
  return pages
}

const counts = fc.nat({ max: 200 })
const sizes = fc.integer({ min: 1, max: 60 })

test.each([
  [0, 2, '0-0'],
  [1, 2, '0-1'],
  [2, 2, '0-2'],
  [3, 2, '0-2 2-3'],
  [4, 2, '0-2 2-4'],
  [5, 2, '0-2 2-4 4-5'],
])('cuts %i organizations in pages of %i', (count, size, expected) => {
  const pages = walk(count, () => size)
  expect(pages.map(({ from, to }) => `${from}-${to}`).join(' ')).toBe(expected)
})

test('gives every position exactly once over a walk, whatever the page sizes', () => {
  fc.assert(
    fc.property(counts, fc.infiniteStream(sizes), (count, stream) => {
      const pages = walk(count, () => stream.next().value as number)
      expect(pages.flatMap(positions)).toEqual(positions({ from: 0, to: count }))
    }),
  )
})

test('has a token exactly when something follows', () => {
  fc.assert(
    fc.property(counts, sizes, (count, size) => {
      for (const { to, info } of walk(count, () => size)) expect(info.nextToken !== null).toBe(to < count)
    }),
  )
})

test('gives an empty last page when the list has become shorter than the token', () => {
  const token = codec.encode({ direction: 'next', position: 50 }, 'list')
  expect(cut(30, 50, token)).toEqual({ ok: true, value: { from: 30, to: 30, next: null, info: { nextToken: null } } })
})

test('refuses tokens of another list, of another key, altered ones and cursors that lead back', () => {
  const fault = { ok: false, refusal: { kind: 'invalid-cursor', parameter: 'nextToken' } }
  const token = codec.encode({ direction: 'next', position: 3 }, 'list')
  expect(cut(10, 3, token).ok).toBe(true)
  expect(cut(10, 3, token, 'another list')).toEqual(fault)
  expect(cut(10, 3, opaqueCodec(Buffer.alloc(32, 2)).encode({ direction: 'next', position: 3 }, 'list'))).toEqual(fault)
  expect(cut(10, 3, token.slice(1))).toEqual(fault)
  expect(cut(10, 3, '')).toEqual(fault)
  expect(cut(10, 3, codec.encode({ direction: 'previous', position: 3 }, 'list'))).toEqual(fault)
})
