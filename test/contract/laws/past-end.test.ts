import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { laws, numberedPages } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'
import { document, json, provider } from '../providers.ts'

const spec = provider(document({ '200': json({ type: 'object' }), '4XX': json({ type: 'object' }) }))
const size = { parameter: 'size', minimum: 5, maximum: 50, fallback: 20, basis: 'documented' } as const
const same = (value: unknown, wanted: string) => value === wanted
const chosen = ['pagination/walk', 'query/filters', 'query/match', 'query/orders', 'query/combined']

/** Filters, orders and pages of 5 to 50; a page with this number, or one past the end, is not found. */
function server(count: number, absentPage = 0): RequestListener {
  const all = Array.from({ length: count }, (_, i) => ({
    id: String(1_000 + i),
    kind: i % 3 === 0 ? 'a' : 'b',
    city: `c${i % 2}`,
  }))
  return ({ url = '' }, response) => {
    const query = new URL(url, 'http://any').searchParams
    const asked = Number(query.get('size') ?? 20)
    const page = Number(query.get('page') ?? 1)
    const tests = (['kind', 'city'] as const)
      .filter((name) => query.has(name))
      .map((name) => (row: (typeof all)[number]) => row[name] === query.get(name))
    const passes = (row: (typeof all)[number]) =>
      tests.length === 0 ||
      (query.get('match') === 'any' ? tests.some((each) => each(row)) : tests.every((each) => each(row)))
    const column = query.get('order') as 'id' | 'kind' | null
    const sign = query.get('direction') === 'desc' ? -1 : 1
    const rows = all.filter(passes)
    if (column !== null) rows.sort((a, b) => sign * (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0))
    const items = rows.slice((page - 1) * asked, page * asked)
    const isThere = page === 1 || (items.length > 0 && page !== absentPage)
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isThere ? { items, total: count } : {}))
  }
}

async function violations(answer: RequestListener, total: '/total' | undefined) {
  const { report } = await checked(
    laws.filter(({ id }) => chosen.includes(id)),
    answer,
    {
      spec,
      requireBasis: 'documented',
      contract: () => ({
        ...contract,
        list: { items: '/items', id: 'id' },
        pager: numberedPages({
          page: 'page',
          size,
          items: '/items',
          ...(total === undefined ? {} : { total }),
          pastEndBasis: 'observed',
        }),
        query: {
          filters: (['kind', 'city'] as const).map((name) => ({
            parameter: name,
            property: name,
            basis: 'documented' as const,
            matches: same,
          })),
          match: { parameter: 'match', any: 'any', all: 'all', basis: 'documented' },
          order: { parameter: 'order', direction: 'direction', columns: ['id', 'kind'], basis: 'documented' },
        },
      }),
    },
  )
  const all = report.scenarios.flatMap((result) => result.findings)
  return all.filter(({ severity }) => severity === 'violation').map(({ check, message }) => `${check}: ${message}`)
}

test.each([1, 2, 5, 12, 19, 23, 37, 61])(
  'a page past the end that is not found blames no law: %d organizations',
  async (count) => {
    expect(await violations(server(count), '/total')).toEqual([])
    expect(await violations(server(count), undefined)).toEqual([])
  },
)

test('pages that are not found within a list are found by the laws about it', async () => {
  const found = await violations(server(61, 2), '/total')
  for (const law of ['pagination/', 'query/filters', 'query/orders']) {
    expect(found.filter((text) => text.startsWith(law))).not.toEqual([])
  }
})
