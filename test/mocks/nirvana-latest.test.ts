import { expect, test } from 'vitest'
import nirvana from '../../mocks/nirvana.ts'
import { ask, makeProvider } from './ask.ts'

const path = '/v1/organizations'
const headers = { authorization: 'Bearer Qx7vN2kLr0aYtE5uHjD8sWgZc3MfPb_V6i-oR1nKeT4' }

interface Row {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly created_at: string
  readonly updated_at: string
  readonly stripe_customer_id: string | null
  readonly services: { readonly cloud: boolean }
  readonly billing_state: string
  readonly billing_state_since: string
  readonly charging_model: string
}
interface Page {
  readonly items: readonly Row[]
  readonly pagination: { readonly next_cursor: string | null; readonly total_count: number }
}

const provider = await makeProvider('nirvana', nirvana, { edition: 'latest' })
const documents = await makeProvider('nirvana', nirvana)

const reply = (query: string, of = provider) => ask(of, { path, headers, query })

async function page(query: string, of = provider): Promise<Page> {
  const { status, text } = await reply(query, of)
  expect(status).toBe(200)
  return JSON.parse(text) as Page
}

async function walk(query: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items, pagination }: Page = await page(`${query}&limit=10&cursor=${cursor}`)
    rows.push(...items)
    cursor = pagination.next_cursor
  }
  return rows
}

const all = await walk('')

test('the fields are those of the Go client, in its order, without Metronome', () => {
  const always = all.find((row) => !('auth_id' in row))
  expect(Object.keys(always ?? {})).toEqual([
    'id',
    'billing_email',
    'billing_state',
    'billing_state_since',
    'charging_model',
    'created_at',
    'domains',
    'name',
    'personal',
    'services',
    'stripe_customer_id',
    'type',
    'updated_at',
  ])
})

test('the documents’ edition has none of them, and the same organizations', async () => {
  const { items } = await page('limit=100', documents)
  expect(Object.keys(items[0] ?? {})).toContain('metronome_customer_id')
  expect(Object.keys(items[0] ?? {})).not.toContain('billing_state')
  expect(items.map(({ id, name }) => [id, name])).toEqual(all.slice(0, 100).map(({ id, name }) => [id, name]))
})

test('billing state, its date, the charging model and what runs agree', () => {
  for (const row of all) {
    const isFunded = row.stripe_customer_id !== null
    expect(row.billing_state === 'unfunded').toBe(!isFunded)
    expect(row.billing_state_since >= row.created_at).toBe(true)
    expect(row.billing_state_since <= row.updated_at).toBe(true)
    if (!isFunded) expect([row.charging_model, row.billing_state_since]).toEqual(['prepaid', row.created_at])
    const runs = ['active', 'requires_action'].includes(row.billing_state)
    expect(row.services.cloud).toBe(runs)
  }
  expect(new Set(all.map(({ billing_state }) => billing_state))).toEqual(
    new Set(['unfunded', 'active', 'requires_action', 'suspended', 'closed']),
  )
  expect(new Set(all.map(({ charging_model }) => charging_model))).toEqual(new Set(['manual', 'prepaid']))
})

test('name keeps what contains it, in any letter case', async () => {
  const part = (all[0]?.name ?? '').slice(1, 4).toUpperCase()
  const expected = all.filter(({ name }) => name.toUpperCase().includes(part))
  expect(expected.length).toBeGreaterThan(0)
  expect(await walk(`name=${encodeURIComponent(part)}`)).toEqual(expected)
  expect((await page(`name=${encodeURIComponent(part)}`)).pagination.total_count).toBe(expected.length)
})

test('type keeps one kind, alone and with a name', async () => {
  expect(await walk('type=personal')).toEqual(all.filter(({ type }) => type === 'personal'))
  expect(await walk('type=company&name=a')).toEqual(
    all.filter(({ type, name }) => type === 'company' && name.toLowerCase().includes('a')),
  )
})

test.each(['created_at', 'updated_at', 'name'] as const)('sort orders by %s in both directions', async (field) => {
  const rising = (await walk(`sort=${field}:asc`)).map((row) => row[field].toLowerCase())
  expect(rising).toEqual(all.map((row) => row[field].toLowerCase()).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  expect((await walk(`sort=${field}:desc`)).map((row) => row[field].toLowerCase())).toEqual(rising.toReversed())
})

test.each([
  ['asc', 'desc'],
  ['desc', 'asc'],
  ['asc', 'asc'],
])('among equal names (%s) the second term counts (%s)', async (first, second) => {
  const many = await makeProvider('nirvana', nirvana, { edition: 'latest', count: 12_000 })
  const { items } = await page(`limit=100&name=labs&sort=name:${first},created_at:${second}`, many)
  const ties = items
    .slice(1)
    .flatMap((row, i) => (items[i]?.name === row.name ? [[items[i]?.created_at, row.created_at]] : []))
  expect(ties.length).toBeGreaterThan(5)
  expect(ties).toEqual(ties.map((times) => (second === 'asc' ? times.toSorted() : times.toSorted().toReversed())))
})

test.each(['name:up', 'name', 'size:asc', 'name:asc,name:desc', 'name:asc,', 'name:ASC'])(
  'an order by %s is refused',
  async (sort) => {
    const { status, text } = await reply(`sort=${encodeURIComponent(sort)}`)
    expect([status, JSON.parse(text).message]).toEqual([
      400,
      'sort must be fields created_at, updated_at and name, each once and with :asc or :desc, separated by commas',
    ])
  },
)

test('a cursor is good for the filters and the order that it was made for', async () => {
  const { next_cursor: cursor } = (await page('limit=10&sort=name:asc')).pagination
  expect((await reply(`limit=10&sort=name:asc&cursor=${cursor}`)).status).toBe(200)
  for (const other of [
    '',
    '&sort=name:desc',
    '&sort=created_at:asc',
    '&sort=name:asc&type=company',
    '&sort=name:asc&name=a',
  ]) {
    const { status, text } = await reply(`limit=10&cursor=${cursor}${other}`)
    expect([other, status, JSON.parse(text).message]).toEqual([
      other,
      400,
      'cursor is not one that a previous request returned',
    ])
  }
})

test.each([
  [1, 400, 200],
  [9, 400, 200],
  [10, 200, 200],
  [100, 200, 200],
  [101, 400, 400],
])('limit %i gets %i in the latest edition and %i in that of the documents', async (limit, latest, old) => {
  expect((await reply(`limit=${limit}`)).status).toBe(latest)
  expect((await reply(`limit=${limit}`, documents)).status).toBe(old)
})

test('the documents’ edition ignores what it does not know', async () => {
  expect(await page('limit=10&sort=name:desc&type=personal&name=zzz', documents)).toEqual(
    await page('limit=10', documents),
  )
})
