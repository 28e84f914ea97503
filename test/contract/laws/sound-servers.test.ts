import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { collations } from '../../../src/contract/collations.ts'
import { cursorPages, laws } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'
import { document, json, provider } from '../providers.ts'

const spec = provider(document({ '200': json({ type: 'object' }) }))
const size = { parameter: 'size', minimum: 1, maximum: 100, fallback: 20, basis: 'assumed' } as const
const pager = cursorPages({ cursor: 'page', size, next: '/next', total: '/total' })

/** Pages of a list; `sizeOf` says how large a page is that is asked for. `rowsAt` gives the list as the nth request finds it. */
function list(sizeOf: (asked: number) => number, rowsAt: (request: number) => readonly number[]): RequestListener {
  let requests = 0
  return (request, response) => {
    const query = new URL(request.url ?? '', 'http://any').searchParams
    const rows = rowsAt(requests++)
    const start = Number(query.get('page') ?? 0)
    const end = start + sizeOf(Number(query.get('size') ?? 20))
    const items = rows.slice(start, end).map((id) => ({ id }))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ items, next: end < rows.length ? String(end) : null, total: rows.length }))
  }
}

async function run(id: string, server: RequestListener) {
  const { report } = await checked(
    laws.filter((law) => law.id === id),
    server,
    {
      spec,
      requireBasis: 'documented',
      contract: () => ({
        ...contract,
        list: { items: '/items', id: 'id' },
        pager,
        refusals: { ...contract.refusals, invalidParameter: { status: [400], basis: 'assumed' } },
      }),
    },
  )
  const [result] = report.scenarios
  return { ...result, violations: result?.findings.filter(({ severity }) => severity === 'violation').length }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

test.each([
  ['has a least size', (asked: number) => Math.max(10, asked), 0],
  ['is shorter than asked for', (asked: number) => Math.min(50, asked), 0],
  ['has one more', (asked: number) => asked + 1, 7],
  ['has one more at the maximum alone', (asked: number) => (asked === 100 ? 101 : asked), 1],
  ['is twice as large', (asked: number) => 2 * asked, 7],
  ['is always the same', () => 20, 4],
])('a page that %s', async (_, sizeOf, violations) => {
  const found = await run(
    'pagination/sizes',
    list(sizeOf, () => numbers(300)),
  )
  expect(found.violations).toBe(violations)
})

test.each([
  ['comes', (request: number) => numbers(request < 2 ? 100 : 101)],
  ['goes', (request: number) => numbers(request < 2 ? 101 : 100)],
])('an organization that %s during a walk blames no server', async (_, rowsAt) => {
  const found = await run(
    'pagination/walk',
    list((asked) => asked, rowsAt),
  )
  expect(found).toMatchObject({ verdict: 'not-checked', reason: 'the list moved during a walk', violations: 0 })
})

test('an organization that comes twice in every walk is found', async () => {
  const found = await run(
    'pagination/walk',
    list(
      (asked) => asked,
      () => [...numbers(50), 7],
    ),
  )
  expect(found.verdict).toBe('broken')
})

test('ids above 2^53 that differ in their last digit are two organizations', async () => {
  const found = await run('pagination/walk', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"items":[{"id":9007199254740992},{"id":9007199254740993}],"next":null,"total":2}')
  })
  expect(found.violations).toBe(0)
})

test.each([
  ['binary', ['Zoo', '_a', 'apple', 'Äpfel']],
  ['without regard to accents', ['Äpfel', 'apple', 'Birne', 'zoo']],
  ['Swedish', ['apple', 'Zoo', 'Äpfel']],
  ['by the value of numbers', ['team 9', 'team 10']],
])('an order is sound: %s', (_, names) => {
  expect(
    collations.some((compare) => names.every((name, i) => i === 0 || compare(names[i - 1] as string, name) <= 0)),
  ).toBe(true)
})

test('no collation puts b between a and a', () => {
  expect(collations.some((compare) => compare('apple', 'banana') <= 0 && compare('banana', 'apple') <= 0)).toBe(false)
})

test('a server that packs every body gets one finding, and its bodies are judged', async () => {
  const described = provider(
    document({ '200': json({ type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } }) }),
  )
  const packed: (body: string) => RequestListener = (body) => (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(gzipSync(body))
  }
  const told = async (body: string) => {
    const chosen = laws.filter(({ id }) =>
      ['http/first-page', 'pagination/walk', 'pagination/same-page', 'http/head'].includes(id),
    )
    const { report } = await checked(chosen, packed(body), { spec: described })
    return report.scenarios.flatMap(({ findings }) => findings).map(({ check, severity }) => `${severity} ${check}`)
  }
  expect(await told('[{"id":1},{"id":2}]')).toEqual(['violation wire/encoding'])
  expect(new Set(await told('[{"id":"1"},{"id":2}]'))).toEqual(
    new Set(['violation wire/encoding', 'violation shape/body']),
  )
})
