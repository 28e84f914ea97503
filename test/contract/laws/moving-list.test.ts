import type { RequestListener } from 'node:http'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ContractDefinition, cursorPages, laws, numberedPages } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'
import { document, json, provider } from '../providers.ts'

// Sound servers over a list that changes while it is read, in every way that lists do. Every rule is documented here, so that whatever is
// said against them breaks a run.

interface Org {
  readonly id: string
  readonly name: string
  readonly usage: number
}

const org = (id: number, name = `org ${String((id * 7) % 60).padStart(2, '0')}`): Org => ({
  id: `o${id}`,
  name,
  usage: 0,
})
const fresh = () => Array.from({ length: 45 }, (_, id) => org(id, id % 5 === 0 ? 'many' : undefined))

/** What becomes of the list at a request; `place` chooses an organization. */
type Move = (orgs: readonly Org[], place: number, request: number) => readonly Org[]
const moves: Readonly<Record<string, Move>> = {
  'one comes first': (orgs, _, request) => [org(100 + request), ...orgs],
  'one comes last': (orgs, _, request) => [...orgs, org(100 + request)],
  'one comes in between': (orgs, place, request) => orgs.toSpliced(place, 0, org(100 + request, 'many')),
  'one goes': (orgs, place) => orgs.toSpliced(place, 1),
  'one gets another name': (orgs, place) => orgs.with(place, { ...(orgs[place] as Org), name: 'another' }),
  'one gets the name of others': (orgs, place) => orgs.with(place, { ...(orgs[place] as Org), name: 'many' }),
  'one goes and one comes': (orgs, place, request) => [...orgs.toSpliced(place, 1), org(100 + request)],
}

interface Server {
  /** The list as the nth request finds it. */
  orgsAt(request: number): readonly Org[]
  /** What becomes of an organization in a reply. */
  shown?(one: Org, request: number): object
  /** Of the rows that match, in order: a defect. */
  spoilt?(rows: readonly Org[], query: URLSearchParams): readonly Org[]
}

/** Pages by number or by cursors that lead both ways, a filter, and orders. */
function serving({ orgsAt, shown = (one) => one, spoilt = (rows) => rows }: Server): RequestListener {
  let requests = 0
  return ({ url = '' }, response) => {
    const query = new URL(url, 'http://any').searchParams
    const request = requests++
    const name = query.get('name')
    const column = query.get('order') as keyof Org | null
    const sign = query.get('direction') === 'desc' ? -1 : 1
    const matching = orgsAt(request).filter((one) => name === null || one.name === name)
    const rows = spoilt(
      column === null
        ? matching
        : matching.toSorted((a, b) => sign * (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0)),
      query,
    )
    const size = Number(query.get('size') ?? 10)
    const start = query.has('cursor') ? Number(query.get('cursor')) : (Number(query.get('page') ?? 1) - 1) * size
    const items = rows.slice(start, start + size).map((one) => shown(one, request))
    const next = start + size < rows.length ? String(start + size) : null
    const previous = start > 0 ? String(Math.max(0, start - size)) : null
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ items, next, previous, total: rows.length }))
  }
}

const size = { parameter: 'size', minimum: 3, maximum: 20, fallback: 10, basis: 'documented' } as const
const pagers = {
  numbered: numberedPages({ page: 'page', size, items: '/items', total: '/total', pastEndBasis: 'documented' }),
  cursors: cursorPages({ cursor: 'cursor', size, next: '/next', previous: '/previous', total: '/total' }),
}
const query: NonNullable<ContractDefinition['query']> = {
  filters: [{ parameter: 'name', property: 'name', basis: 'documented', matches: (value, wanted) => value === wanted }],
  order: { parameter: 'order', direction: 'direction', columns: ['id', 'name'], basis: 'documented' },
}
const spec = provider(document({ '200': json({ type: 'object', additionalProperties: true }) }))
const chosen = laws.filter(({ family }) => family === 'pagination' || family === 'query')

async function violations(server: Server, pages: keyof typeof pagers) {
  const { report } = await checked(chosen, serving(server), {
    spec,
    requireBasis: 'documented',
    contract: () => ({ ...contract, list: { items: '/items', id: 'id' }, pager: pagers[pages], query }),
  })
  const findings = report.scenarios.flatMap((law) => law.findings)
  return findings.filter(({ severity }) => severity === 'violation').map(({ message }) => message)
}

/** Requests of all laws together, so that every one of them meets a movement. */
const mostRequests = 110

const moment = fc.record({
  move: fc.constantFrom(...Object.keys(moves)),
  at: fc.nat(mostRequests),
  place: fc.nat(39),
  pages: fc.constantFrom('numbered' as const, 'cursors' as const),
})

/** The list before a request and after it. */
function movingOnce({ move, at, place }: { move: string; at: number; place: number }): Server['orgsAt'] {
  const [before, after] = [fresh(), (moves[move] as Move)(fresh(), place, at)]
  return (request) => (request < at ? before : after)
}

test('a sound server meets all of the laws in a list that stays as it is', async () => {
  expect(await violations({ orgsAt: () => fresh() }, 'numbered')).toEqual([])
  expect(await violations({ orgsAt: () => fresh() }, 'cursors')).toEqual([])
})

test('a list that moves once blames no server', { timeout: 180_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(moment, async ({ pages, ...moved }) => {
      expect(await violations({ orgsAt: movingOnce(moved) }, pages)).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test.each(['numbered', 'cursors'] as const)(
  'a list with %s pages to which every request adds one blames no server',
  { timeout: 60_000 },
  async (pages) => {
    const first = Array.from({ length: 600 }, (_, request) => org(10_000 - request, `new ${request}`))
    expect(await violations({ orgsAt: (request) => [...first.slice(600 - request), ...fresh()] }, pages)).toEqual([])
  },
)

test.each<[string, NonNullable<Server['shown']>]>([
  ['counters that move', (one, request) => ({ ...one, usage: request })],
  [
    'members in any order',
    ({ id, name, usage }, request) => (request % 2 === 0 ? { id, name, usage } : { usage, name, id }),
  ],
  ['fields that come and go', (one, request) => (request % 3 === 0 ? { ...one, seen: request } : one)],
])('%s blame no server', { timeout: 60_000 }, async (_, shown) => {
  expect(await violations({ orgsAt: () => fresh(), shown }, 'numbered')).toEqual([])
  expect(await violations({ orgsAt: () => fresh(), shown }, 'cursors')).toEqual([])
})

test.each<[string, keyof typeof pagers, NonNullable<Server['spoilt']>]>([
  [
    'a filter that lets one too many through',
    'numbered',
    (rows, asked) => (asked.has('name') ? [...rows, org(0)] : rows),
  ],
  ['a filter that leaves one out', 'cursors', (rows, asked) => (asked.has('name') ? rows.slice(1) : rows)],
  ['an order that is none', 'numbered', (rows, asked) => (asked.has('order') ? rows.toReversed() : rows)],
  [
    'an order of each page alone',
    'cursors',
    (rows, asked) =>
      asked.get('size') === '20' || !asked.has('order') ? rows : [...rows.slice(20), ...rows.slice(0, 20)],
  ],
  ['one that comes twice', 'numbered', (rows) => [...rows, rows[0] as Org]],
])('%s is found though the list moves once', { timeout: 180_000 }, async (_, pages, spoilt) => {
  await fc.assert(
    fc.asyncProperty(moment, async (moved) => {
      expect(await violations({ orgsAt: movingOnce(moved), spoilt }, pages)).not.toEqual([])
    }),
    { numRuns: 6 },
  )
})
