import type { RequestListener } from 'node:http'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { laws, numberedPages } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'
import { document, json, provider } from '../providers.ts'

// How databases order names. Where a document names no collation each of them is sound, and equal names come in any order.

type Compare = (a: string, b: string) => number
type Value = string | number | null

const by =
  (keyOf: (text: string) => string): Compare =>
  (a, b) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0
const plain = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')

const sound: Readonly<Record<string, Compare>> = {
  binary: by((text) => text),
  'bytes of UTF-8': (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)),
  'case-insensitive, in capitals': by((text) => text.toUpperCase()),
  'case-insensitive, in small letters': by((text) => text.toLowerCase()),
  'accent-insensitive, in capitals': by((text) => plain(text).toUpperCase()),
  'accent-insensitive, in small letters': by((text) => plain(text).toLowerCase()),
  'ICU, English': new Intl.Collator('en').compare,
  'ICU, capitals first': new Intl.Collator('en', { caseFirst: 'upper' }).compare,
  'ICU, accents alone': new Intl.Collator('en', { sensitivity: 'accent' }).compare,
  'ICU, letters alone': new Intl.Collator('en', { sensitivity: 'base' }).compare,
  'ICU, without punctuation': new Intl.Collator('en', { ignorePunctuation: true }).compare,
  'ICU, numbers by their value': new Intl.Collator('en', { numeric: true }).compare,
  'ICU, Swedish': new Intl.Collator('sv').compare,
}

interface Server {
  readonly values: readonly Value[]
  compare(a: Value, b: Value, direction: string): number
  /** Of equal values, by direction and size, so that their pages fit together. */
  readonly seed?: number
}

const ofTexts = (compare: Compare) => (a: Value, b: Value) => compare(String(a), String(b))

/** Orders by `compare`, descending the other way round, what is equal in an order of its own. */
function serving({ values, compare, seed = 1 }: Server): RequestListener {
  return ({ url = '' }, response) => {
    const query = new URL(url, 'http://any').searchParams
    const direction = query.get('direction') ?? 'asc'
    const size = Number(query.get('size') ?? 10)
    const start = (Number(query.get('page') ?? 1) - 1) * size
    const tie = (id: number) => (id * 7_919 + size * 31 + direction.length * 17 + seed) % 101
    const all = values.map((name, id) => ({ id: String(id), name }))
    const rows = query.has('order')
      ? all.toSorted((a, b) => {
          const difference = compare(a.name, b.name, direction) * (direction === 'desc' ? -1 : 1)
          return difference === 0 ? tie(Number(a.id)) - tie(Number(b.id)) : difference
        })
      : all
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ items: rows.slice(start, start + size), total: rows.length }))
  }
}

const free = provider(document({ '200': json({ type: 'object', additionalProperties: true }) }))
const size = { parameter: 'size', minimum: 2, maximum: 50, fallback: 10, basis: 'documented' } as const
const law = laws.filter(({ id }) => id === 'query/orders')

function findings(server: Server) {
  return findingsOf(serving(server))
}

async function findingsOf(answer: RequestListener, spec = free) {
  const { report } = await checked(law, answer, {
    spec,
    requireBasis: 'documented',
    contract: () => ({
      ...contract,
      list: { items: '/items', id: 'id' },
      pager: numberedPages({ page: 'page', size, items: '/items', total: '/total', pastEndBasis: 'documented' }),
      query: {
        filters: [],
        order: { parameter: 'order', direction: 'direction', columns: ['name'], basis: 'documented' },
      },
    }),
  })
  const all = report.scenarios.flatMap((result) => result.findings)
  return all.filter(({ severity }) => severity === 'violation').map(({ message }) => message)
}

test('the order in which a document lists the values of a column is sound, and no other order of them is', async () => {
  const members = ['trial', 'active', 'closed', 'banned']
  const listed = provider(
    document({
      '200': json({
        type: 'object',
        properties: {
          items: {
            type: 'array',
            items: { allOf: [{ type: 'object', properties: { name: { type: 'string', enum: members } } }] },
          },
        },
      }),
    }),
  )
  const values = Array.from({ length: 24 }, (_, i) => members[(i * 7) % 4] as string)
  const compare = (order: readonly string[]) => ofTexts((a, b) => order.indexOf(a) - order.indexOf(b))
  expect(await findingsOf(serving({ values, compare: compare(members) }), listed)).toEqual([])
  expect(await findingsOf(serving({ values, compare: compare([...members].sort()) }), listed)).toEqual([])
  expect(await findingsOf(serving({ values, compare: compare(members) }))).not.toEqual([])
  const another = ['active', 'trial', 'closed', 'banned']
  expect(await findingsOf(serving({ values, compare: compare(another) }), listed)).not.toEqual([])
})

test('equal values in another order at each request repeat and lose rows over the pages', async () => {
  let requests = 0
  const values = Array.from({ length: 37 }, (_, i) => (i % 2 === 0 ? 'member' : 'invited'))
  const server: RequestListener = (request, response) => {
    requests += 1
    serving({ values, compare: ofTexts(sound['binary'] as Compare), seed: requests * 13 })(request, response)
  }
  expect(await findingsOf(server)).toContainEqual(expect.stringMatching(/repeats \d+/))
})

const piece = fc.constantFrom('a', 'A', 'b', 'B', 'ä', 'Ä', 'é', 'z', 'Z', 'ö', '_', '-', ' ', '1', '9', '10', '2')
const names = fc.array(
  fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  { minLength: 8, maxLength: 30 },
)

test.each(Object.keys(sound))('an order is sound: %s', { timeout: 60_000 }, async (name) => {
  await fc.assert(
    fc.asyncProperty(names, fc.nat(100), async (values, seed) => {
      expect(await findings({ values, compare: ofTexts(sound[name] as Compare), seed })).toEqual([])
    }),
    { numRuns: 15 },
  )
})

test.each([
  ['first', -1],
  ['last', 1],
])('values that are not there may all come %s, in both directions or turned round', async (_, place) => {
  const values = [null, 'b', null, 'a', 'c', null, 'd', 'e']
  const compare = (a: Value, b: Value) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? place : -place
    return a < b ? -1 : a > b ? 1 : 0
  }
  expect(await findings({ values, compare })).toEqual([])
  const inBoth = (a: Value, b: Value, direction: string) =>
    compare(a, b) * (direction === 'desc' && (a === null || b === null) ? -1 : 1)
  expect(await findings({ values, compare: inBoth })).toEqual([])
})

test('numbers are ordered by their value', async () => {
  const values = [10, 9, -3, 2.5, -20, 100, 0]
  expect(await findings({ values, compare: (a, b) => Number(a) - Number(b) })).toEqual([])
  expect(await findings({ values, compare: ofTexts(sound['binary'] as Compare) })).not.toEqual([])
})

const mixed = ['Zoo', 'apple', 'Äpfel', 'banana', '_x', 'Berta', 'zebra', 'Émile', 'eve', 'Tim']

test.each<[string, Server['compare']]>([
  ['none at all', (a, b) => String(a).length - String(b).length],
  [
    'the same in both directions',
    (a, b, direction) => ofTexts(sound['binary'] as Compare)(a, b) * (direction === 'desc' ? -1 : 1),
  ],
  [
    'binary upwards and by letters downwards',
    (a, b, direction) => ofTexts(sound[direction === 'asc' ? 'binary' : 'ICU, English'] as Compare)(a, b),
  ],
  ['by the second letter', (a, b) => ofTexts(by((text) => text.slice(1)))(a, b)],
])('an order is found that is %s', async (_, compare) => {
  expect(await findings({ values: mixed, compare })).not.toEqual([])
})

test('an order that falls where no direction is asked for breaks no documented rule', async () => {
  const compare = (a: Value, b: Value) => ofTexts(sound['binary'] as Compare)(a, b)
  const answer = serving({ values: mixed, compare })
  const falling: RequestListener = (request, response) => {
    if (!request.url?.includes('direction=')) request.url += '&direction=desc'
    answer(request, response)
  }
  expect(await findingsOf(falling)).toEqual([])
})

test('an order of each page alone is found', async () => {
  const server: RequestListener = ({ url = '' }, response) => {
    const query = new URL(url, 'http://any').searchParams
    const count = Number(query.get('size') ?? 10)
    const start = (Number(query.get('page') ?? 1) - 1) * count
    const page = mixed.map((name, id) => ({ id: String(id), name })).slice(start, start + count)
    const sign = query.get('direction') === 'desc' ? -1 : 1
    const items = query.has('order') ? page.toSorted((a, b) => sign * (a.name < b.name ? -1 : 1)) : page
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ items, total: mixed.length }))
  }
  expect(await findingsOf(server)).toHaveLength(1)
})
