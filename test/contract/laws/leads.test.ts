import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { laws, linkedPages, numberedPages } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'
import { document, json, provider } from '../providers.ts'

// A list of 5 in pages of 2, whose URLs of the next page are in the body at /next and in the Link header.

const spec = provider(document({ '200': json({ type: 'object' }), '4XX': json({ type: 'object' }) }))
const size = { parameter: 'size', minimum: 1, maximum: 50, fallback: 2, basis: 'documented' } as const
const ids = ['a', 'b', 'c', 'd', 'e']

type Next = (page: number, url: string) => string | undefined
const right: Next = (page, url) => (page < 3 ? url : undefined)

function server(inBody: Next, inHeader: Next): RequestListener {
  return ({ url = '' }, response) => {
    const asked = new URL(url, 'http://any')
    const rows = Number(asked.searchParams.get('size') ?? 2)
    const page = Number(asked.searchParams.get('page') ?? 1)
    asked.searchParams.set('page', String(page + 1))
    const last = Math.ceil(ids.length / rows)
    // Pages are counted as if they had 2 rows, so that the last one is 3 in every walk.
    const at = page >= last ? 3 : Math.min(page, 2)
    const link = inHeader(at, asked.href)
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(link === undefined ? {} : { link: `<${asked.origin}/?page=1>; rel="first", <${link}>; rel="next"` }),
    })
    const items = ids.slice((page - 1) * rows, page * rows).map((id) => ({ id }))
    response.end(JSON.stringify({ items, next: inBody(at, asked.pathname + asked.search) ?? null }))
  }
}

const byNumber = numberedPages({
  page: 'page',
  size,
  items: '/items',
  pastEndBasis: 'observed',
  leads: ['/next', 'Link'],
})

async function found(answer: RequestListener, pager = byNumber): Promise<readonly string[]> {
  const { report } = await checked(
    laws.filter(({ id }) => id === 'pagination/walk'),
    answer,
    { spec, contract: () => ({ ...contract, list: { items: '/items', id: 'id' }, pager }) },
  )
  const all = report.scenarios.flatMap(({ findings }) => findings)
  return all.map(({ check, message }) => `${check}: ${message}`)
}

const strays = 'pagination/leads: the URL of the next page on page 1 does not lead to page 2'
const goesOn = 'pagination/leads: the last page has a URL of a next page'

test('URLs that lead to the next page, and are absent on the last, are sound', async () => {
  expect(await found(server(right, right))).toEqual([])
})

test.each<[what: string, inBody: Next, inHeader: Next, wanted: readonly string[]]>([
  ['is the same text on every page', () => 'https://example.com/', right, [strays, goesOn]],
  ['is absent on the first page', (page, url) => (page === 1 ? undefined : right(page, url)), right, [strays]],
  ['goes on behind the last page', (_, url) => url, right, [goesOn]],
  ['is absent everywhere', () => undefined, right, [strays]],
  ['stays on the same page in the header', right, () => 'http://any/?page=1', [strays, goesOn]],
  ['goes on behind the last page in the header', right, (_, url) => url, [goesOn]],
])('a URL that %s is found', async (_, inBody, inHeader, wanted) => {
  const findings = await found(server(inBody, inHeader))
  for (const finding of wanted) expect(findings).toContain(finding)
})

test.each(['/next', 'Link'])('a walk follows the URLs at %s and gives each item once', async (next) => {
  const pager = linkedPages({ size, next })
  expect(await found(server(right, right), pager)).toEqual([])
  expect(
    await found(
      server(
        () => '/?page=1',
        () => 'http://any/?page=1',
      ),
      pager,
    ),
  ).not.toEqual([])
})
