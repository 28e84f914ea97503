import fc from 'fast-check'
import { expect, test } from 'vitest'
import { opaqueCodec } from '../../../src/mock/pagination/cursor-codec.ts'
import { linkHeader, type PageInfo, type PagesOptions, pages } from '../../../src/mock/pagination/pages.ts'
import type { Cut, Outcome, Parameters, Selection } from '../../../src/mock/types.ts'

const url = 'http://127.0.0.1/api/orgs'
const kinds: Readonly<Record<string, PagesOptions>> = {
  'page numbers from 1': { by: 'page', parameter: 'page', size: 'size' },
  'page numbers from 0': { by: 'page', parameter: 'page', size: 'size', first: 0 },
  offsets: { by: 'offset', parameter: 'offset', size: 'size' },
  cursors: { by: 'cursor', parameter: 'after', size: 'size', codec: opaqueCodec(new Uint8Array(32)) },
  'cursors with a parameter back': {
    by: 'cursor',
    parameter: 'after',
    back: 'before',
    size: 'size',
    codec: opaqueCodec(new Uint8Array(32)),
  },
  'numeric cursors': { by: 'cursor', parameter: 'until', size: 'size' },
  'identities of last items': { by: 'id', parameter: 'after', back: 'before', size: 'size', identity: 'id' },
  'identities of first items': { by: 'id', parameter: 'from', size: 'size', identity: 'id', inclusive: true },
}
const starts: Parameters = { page: undefined, offset: undefined }

/** The page that a query asks for, of items whose identities are `id-0`, `id-1` and so on. */
function cut(options: PagesOptions, count: number, size: number, query: string): Outcome<Cut<PageInfo>> {
  const asked = new URLSearchParams(query)
  const isNumber = options.by === 'page' || options.by === 'offset' || (options.by === 'cursor' && !options.codec)
  const read = [...asked].map(([name, value]) => [name, isNumber ? Number(value) : value])
  const defaults = options.by === 'page' ? { page: options.first ?? 1 } : {}
  const parameters: Parameters = { ...starts, ...defaults, size, ...Object.fromEntries(read) }
  const list: Selection = { count, unfilteredCount: count, key: '', at: (position) => position }
  return pages(options).paginate(list, parameters, 'list', 0, {
    url,
    query,
    identityAt: (position) => `id-${position}`,
    positionOf(name) {
      const at = Number(/^id-(\d+)$/.exec(asked.get(name) ?? '')?.[1] ?? Number.NaN)
      return at < count ? { at } : undefined
    },
  })
}

function page(options: PagesOptions, count: number, size: number, query: string): Cut<PageInfo> {
  const outcome = cut(options, count, size, query)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal))
  return outcome.value
}

function queryOf(link: string): string {
  expect(link.split('?')[0]).toBe(url)
  return link.split('?')[1] ?? ''
}

const lists = [fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 12 })] as const

for (const [kind, options] of Object.entries(kinds)) {
  test(`${kind}: the URLs of next pages walk over each position once, and end with the last page`, () => {
    fc.assert(
      fc.property(...lists, (count, size) => {
        const seen: number[] = []
        let query: string | undefined = ''
        for (let number = 0; query !== undefined; number += 1) {
          const { from, to, info } = page(options, count, size, query)
          for (let position = from; position < to; position += 1) seen.push(position)
          expect(info).toMatchObject({
            from: number * size,
            count: to - from,
            total: count,
            pages: Math.ceil(count / size),
          })
          query = info.links.next === null ? undefined : queryOf(info.links.next)
          expect(info.next === null).toBe(query === undefined)
          expect(query === undefined).toBe(to === count)
        }
        expect(seen).toEqual(Array.from({ length: count }, (_, position) => position))
      }),
    )
  })

  // An item that begins a page cannot be named by what comes before it.
  if (options.inclusive) continue
  test(`${kind}: the URL of the previous page leads back, and the first page has none`, () => {
    fc.assert(
      fc.property(...lists, (count, size) => {
        let before: Cut<PageInfo> | undefined
        for (let query: string | undefined = ''; query !== undefined; ) {
          const here = page(options, count, size, query)
          const { previous, next } = here.info.links
          expect(previous === null).toBe(before === undefined)
          if (before !== undefined && previous !== null) {
            const back = page(options, count, size, queryOf(previous))
            expect([back.from, back.to]).toEqual([before.from, before.to])
          }
          before = here
          query = next === null ? undefined : queryOf(next)
        }
      }),
    )
  })
}

test('what no page returned is refused by name', () => {
  const { cursors, 'identities of last items': byId } = kinds as Record<string, PagesOptions>
  for (const options of [cursors, byId]) {
    const outcome = cut(options as PagesOptions, 5, 2, 'after=nothing')
    expect(outcome).toEqual({ ok: false, refusal: { kind: 'invalid-cursor', parameter: 'after' } })
  }
})

test('pages without a parameter for their size have 20 items', () => {
  const { from, to } = page({ by: 'page', parameter: 'page' }, 50, 0, 'page=2')
  expect([from, to]).toEqual([20, 40])
})

test('a Link header names first, previous, next and last page, and keeps the other parameters', () => {
  const { info } = page({ by: 'page', parameter: 'page', size: 'size' }, 5, 2, 'q=a%20b&page=2')
  expect(linkHeader(info)).toEqual([
    'Link',
    [
      `<${url}?q=a+b&page=1>; rel="first"`,
      `<${url}?q=a+b&page=1>; rel="prev"`,
      `<${url}?q=a+b&page=3>; rel="next"`,
      `<${url}?q=a+b&page=3>; rel="last"`,
    ].join(', '),
  ])
})
