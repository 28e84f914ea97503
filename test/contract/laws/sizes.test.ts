import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { cursorPages, laws, numberedPages, type Pager } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'
import { document, json, provider } from '../providers.ts'

const spec = provider(document({ '200': json({ type: 'object' }), '400': json({ type: 'object' }) }))
const sizes = laws.filter(({ id }) => id === 'pagination/sizes')
const size = { parameter: 'size', minimum: 1, maximum: 500, fallback: 20, basis: 'documented' } as const

const numbered = numberedPages({ page: 'page', size, items: '/items', pastEndBasis: 'documented' })
const numberedWithTotal = numberedPages({
  page: 'page',
  size,
  items: '/items',
  total: '/total',
  pastEndBasis: 'assumed',
})
const cursors = cursorPages({ cursor: 'page', size, next: '/next' })

/** 127 organizations in pages by number; `most` is the largest page that the server really gives. */
function organizations(most: number): RequestListener {
  return (request, response) => {
    const query = new URL(request.url ?? '', 'http://any').searchParams
    const asked = query.get('size') ?? '20'
    const isRefused = !/^\d+$/.test(asked) || Number(asked) < 1 || Number(asked) > 500
    const page = Number(query.get('page') ?? 1)
    const length = Math.min(Number(asked), most)
    const items = Array.from({ length: 127 }, (_, id) => ({ id })).slice((page - 1) * length, page * length)
    const next = items.length === 0 ? null : String(page + 1)
    response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isRefused ? {} : { items, next, total: 127 }))
  }
}

async function found(pager: Pager, most: number) {
  const refusal = { status: [400], basis: 'documented' } as const
  const own = { ...contract, list: { items: '/items', id: 'id' }, pager }
  const { report } = await checked(sizes, organizations(most), {
    spec,
    contract: () => ({ ...own, refusals: { ...contract.refusals, invalidParameter: refusal } }),
  })
  return report.scenarios[0]?.findings.map(({ check, message, promised }) => [check, message, promised])
}

test.each([
  ['by number, without a total', numbered],
  ['by number, with a total', numberedWithTotal],
  ['by cursors that lead to an empty page', cursors],
])('127 organizations are not expected to fill a page of 500: %s', async (_, pager) => {
  expect(await found(pager, 500)).toEqual([])
})

test.each([
  ['by number, without a total', numbered, '500'],
  ['by number, with a total', numberedWithTotal, '127'],
  ['by cursors', cursors, '500'],
])('a page of 500 with 100 organizations is short where more follow: %s', async (_, pager, promised) => {
  expect(await found(pager, 100)).toEqual([['pagination/page-size', 'a page of 500 has 100 organizations', promised]])
})
