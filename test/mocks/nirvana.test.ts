import { expect, test } from 'vitest'
import nirvana from '../../mocks/nirvana.ts'
import type { MockRequest, Refusal } from '../../src/mock/index.ts'
import { type Answer, answer, ask, makeProvider, mockRequest, type ProviderSettings } from './ask.ts'

const path = '/v1/organizations'
const ordinaryKey = 'Qx7vN2kLr0aYtE5uHjD8sWgZc3MfPb_V6i-oR1nKeT4'
const keyWithoutPermission = 'test_forbidden_0000000000000000000000000000'
const expiredKey = 'test_expired_000000000000000000000000000000'
const keyOfAnother = 'test_another_000000000000000000000000000000'
const authorized = { authorization: `Bearer ${ordinaryKey}` }

interface Body {
  items: { id: string }[]
  pagination: { next_cursor: string | null; previous_cursor: string | null; total_count: number }
}

const provider = await makeProvider('nirvana', nirvana)

function list(query = '', request: Partial<MockRequest> = {}, asked = provider): Promise<Answer> {
  return ask(asked, { path, query, headers: authorized, ...request })
}

async function page(query = '', asked = provider): Promise<Body> {
  const { status, text } = await list(query, {}, asked)
  expect({ query, status }).toEqual({ query, status: 200 })
  return JSON.parse(text) as Body
}

function make(settings: ProviderSettings) {
  return makeProvider('nirvana', nirvana, settings)
}

// ---- the documented answer

test('answers the documented request with the documented keys, in the order of the document', async () => {
  const { status, headers, text } = await list()
  expect(status).toBe(200)
  expect(headers).toEqual({ 'content-type': 'application/json' })
  const body = JSON.parse(text)
  expect(Object.keys(body)).toEqual(['items', 'pagination'])
  expect(Object.keys(body.pagination)).toEqual(['next_cursor', 'previous_cursor', 'total_count'])
  const [withEveryKey] = body.items.filter((item: object) => 'auth_id' in item)
  expect(Object.keys(withEveryKey)).toEqual([
    'id',
    'billing_email',
    'created_at',
    'domains',
    'metronome_customer_id',
    'name',
    'personal',
    'services',
    'stripe_customer_id',
    'type',
    'updated_at',
    'auth_id',
  ])
  expect(Object.keys(withEveryKey.domains[0])).toEqual(['id', 'domain', 'verified'])
  expect(Object.keys(withEveryKey.services)).toEqual(['cloud', 'jit_provisioning', 'scim', 'siem', 'sso'])
})

test('gives twenty organizations when no limit is asked for', async () => {
  expect((await page()).items).toHaveLength(20)
})

test.each([1, 9, 10, 20, 99, 100])('gives as many organizations as the limit %i asks for', async (limit) => {
  expect((await page(`limit=${limit}`)).items).toHaveLength(limit)
})

test.each(['limit=0', 'limit=101', 'limit=-1', 'limit=', 'limit', 'limit=ten', 'limit=1.5', 'limit=10.0', 'limit=1e1'])(
  'refuses %s',
  async (query) => {
    const { status, headers, text } = await list(query)
    expect(status).toBe(400)
    expect(headers).toEqual({ 'content-type': 'application/json' })
    expect(JSON.parse(text)).toEqual({ message: 'limit must be a whole number from 1 to 100' })
  },
)

test.each(['limit=%2010', 'limit=+10', 'limit=0x10', 'limit=NaN', 'limit=%EF%BC%91', 'limit=99999999999999999999'])(
  'refuses %s, which is no decimal number',
  async (query) => {
    expect((await list(query)).status).toBe(400)
  },
)

test.each([
  'limit=10&limit=10',
  'limit[]=10',
  'limit%5B%5D=10',
  'limit[0]=10',
  'limit=10&limit[]=20',
  'cursor=&cursor=',
  'cursor[]=x',
])('refuses %s, a parameter given more than once or as a list', async (query) => {
  const { status, text } = await list(query)
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual({ message: `${query.slice(0, query.search(/[=[%]/))} must be given once` })
})

test.each(['limit=%zz', 'limit=%', 'cursor=%E0%A4%A', 'cursor=%FF'])(
  'refuses %s, which does not decode',
  async (query) => {
    expect((await list(query)).status).toBe(400)
  },
)

test('ignores parameters that it does not know', async () => {
  expect((await list('name=x&sort=name:asc&page=2&%zz=1')).text).toBe((await list()).text)
})

test.each(['cursor=', 'cursor', 'limit=20&cursor='])('takes %s for no cursor', async (query) => {
  expect((await page(query)).items).toEqual((await page()).items)
})

test('answers HEAD like GET; the edge leaves the body out', async () => {
  expect(await list('limit=5', { method: 'HEAD' })).toEqual(await list('limit=5'))
})

// ---- pages

/** Walks as Nirvana's clients do: the limit stays, the cursor is replaced; an empty page or a falsy next_cursor ends it. */
async function walk(limit: number, asked = provider): Promise<Body[]> {
  const pages: Body[] = []
  let cursor: string | null = ''
  do {
    const next: Body = await page(`limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`, asked)
    pages.push(next)
    if (next.items.length === 0) break
    cursor = next.pagination.next_cursor
  } while (cursor)
  return pages
}

// 127 is prime; the numbers of pages are 127 divided by the limit, rounded up.
test.each([
  [1, 127],
  [10, 13],
  [20, 7],
  [63, 3],
  [64, 2],
  [100, 2],
])('gives every organization once over a walk with limit %i, in %i pages', async (limit, pages) => {
  const walked = await walk(limit)
  expect(walked).toHaveLength(pages)
  const ids = walked.flatMap(({ items }) => items.map(({ id }) => id))
  expect(ids).toHaveLength(127)
  expect(new Set(ids).size).toBe(127)
  expect(walked.map(({ pagination }) => pagination.total_count)).toEqual(walked.map(() => 127))
})

test('has no previous cursor on the first page only, and no next cursor on the last page only', async () => {
  const walked = await walk(50)
  expect(walked.map(({ pagination }) => pagination.previous_cursor === null)).toEqual([true, false, false])
  expect(walked.map(({ pagination }) => pagination.next_cursor === null)).toEqual([false, false, true])
})

test('leads back to the very same pages', async () => {
  const there = await walk(30)
  const back: Body[] = []
  let cursor = there.at(-1)?.pagination.previous_cursor
  while (cursor) {
    const previous: Body = await page(`limit=30&cursor=${cursor}`)
    back.unshift(previous)
    cursor = previous.pagination.previous_cursor
  }
  expect(back).toEqual(there.slice(0, -1))
})

test('goes on from a cursor under another limit', async () => {
  const ids = (await page('limit=100')).items.map(({ id }) => id)
  const { pagination } = await page('limit=7')
  const { items } = await page(`limit=3&cursor=${pagination.next_cursor}`)
  expect(items.map(({ id }) => id)).toEqual(ids.slice(7, 10))
})

test('reads in one replica the cursors that another one made', async () => {
  const { pagination } = await page('limit=10')
  const replica = await make({})
  expect(await page(`limit=10&cursor=${pagination.next_cursor}`, replica)).toEqual(
    await page(`limit=10&cursor=${pagination.next_cursor}`),
  )
})

test.each([
  [0, 20, 0],
  [1, 1, 1],
  [20, 20, 20],
  [99, 100, 99],
  [100, 100, 100],
])('has one page with both ends for %i organizations and limit %i', async (count, limit, expected) => {
  const body = await page(`limit=${limit}`, await make({ count }))
  expect(body.items).toHaveLength(expected)
  expect(body.pagination).toEqual({ next_cursor: null, previous_cursor: null, total_count: expected })
})

test('refuses cursors that it did not make', async () => {
  const { pagination } = await page('limit=10')
  const cursor = pagination.next_cursor ?? ''
  const foreign = (await page('limit=10', await make({ secret: 'another' }))).pagination.next_cursor
  const altered = (cursor.startsWith('A') ? 'B' : 'A') + cursor.slice(1)
  for (const given of [
    'x',
    'null',
    'RhwniMT4B74siYZcPF8TnCdGI1l9rpPvg',
    `${cursor}A`,
    cursor.slice(1),
    altered,
    foreign,
  ]) {
    const { status, text } = await list(`cursor=${given}`)
    expect({ given, status, body: JSON.parse(text) }).toEqual({
      given,
      status: 400,
      body: { message: 'cursor is not one that a previous request returned' },
    })
  }
})

test('refuses the cursors of another tenant', async () => {
  const headers = { authorization: `Bearer ${keyOfAnother}` }
  const { text } = await list('limit=10', { headers })
  const { pagination } = JSON.parse(text) as Body
  expect((await list(`cursor=${pagination.next_cursor}`, { headers })).status).toBe(200)
  expect((await list(`cursor=${pagination.next_cursor}`)).status).toBe(400)
})

test('refuses a cursor of 8 KB', async () => {
  expect((await list(`cursor=${'A'.repeat(8192)}`)).status).toBe(400)
})

// ---- credentials

test.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('accepts the scheme %s', async (scheme) => {
  expect((await list('', { headers: { authorization: `${scheme} ${ordinaryKey}` } })).status).toBe(200)
})

test.each([
  ['no header', undefined],
  ['an empty header', ''],
  ['the scheme alone', 'Bearer'],
  ['no token', 'Bearer '],
  ['no scheme', ordinaryKey],
  ['another scheme', `Basic ${ordinaryKey}`],
  ['a scheme that begins like it', `Bearers ${ordinaryKey}`],
  ['two tokens', `Bearer ${ordinaryKey} ${ordinaryKey}`],
])('answers 401 to %s', async (_case, authorization) => {
  const { status, headers, text } = await list('', { headers: { authorization } })
  expect(status).toBe(401)
  expect(headers).toEqual({ 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
  expect(JSON.parse(text)).toEqual({ message: expect.stringMatching(/./) })
})

test.each([
  ['an unknown key', 'A'.repeat(43)],
  ['a key in another letter case', ordinaryKey.toLowerCase()],
  ['a key cut short', ordinaryKey.slice(0, -1)],
  ['a key with a character more', `${ordinaryKey}A`],
  ['an expired key', expiredKey],
])('answers 401 to %s and calls the token invalid', async (_case, key) => {
  const { status, headers, text } = await list('', { headers: { authorization: `Bearer ${key}` } })
  expect(status).toBe(401)
  expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"')
  expect(text).not.toContain(key)
})

test('answers 403 to a key that may not read organizations', async () => {
  const { status, headers, text } = await list('', { headers: { authorization: `Bearer ${keyWithoutPermission}` } })
  expect(status).toBe(403)
  expect(headers).toEqual({ 'content-type': 'application/json' })
  expect(JSON.parse(text)).toEqual({ message: 'API key lacks the permission organization:read' })
})

test('looks at the credentials before it looks at the parameters', async () => {
  expect((await list('limit=0', { headers: {} })).status).toBe(401)
})

// ---- other paths and methods

test.each([
  '/',
  '/v1',
  '/organizations',
  '/v1/organizations/',
  '/v1//organizations',
  '//v1/organizations',
  '/V1/organizations',
  '/v1/Organizations',
  '/v1%2Forganizations',
  '/v1/organizations%',
  '/v1/organizations/123e4567-e89b-12d3-a456-426614174000',
])('answers 404 to %s, with a key or without', async (other) => {
  for (const headers of [authorized, {}]) {
    const reply = await ask(provider, { path: other, headers })
    expect(reply.status).toBe(404)
    expect(reply.headers).toEqual({ 'content-type': 'application/json' })
    expect(JSON.parse(reply.text)).toEqual({ message: 'Not found' })
  }
})

test('looks at the path before it looks at the method', async () => {
  expect((await ask(provider, { path: '/v1/other', method: 'POST' })).status).toBe(404)
})

test('knows its path when an unreserved character is percent-encoded', async () => {
  expect((await ask(provider, { path: '/v1/%6Frganizations', headers: authorized })).status).toBe(200)
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'get'])(
  'answers 405 to %s and names the methods that are allowed',
  async (method) => {
    const { status, headers, text } = await list('', { method })
    expect(status).toBe(405)
    expect(headers).toEqual({ 'content-type': 'application/json', allow: 'GET, HEAD' })
    expect(JSON.parse(text)).toEqual({ message: 'Method not allowed' })
  },
)

// ---- on demand

test('says in Retry-After when a throttled client may come back', () => {
  const { status, headers, text } = refuse({ kind: 'throttled', retryAfterSeconds: 42 })
  expect(status).toBe(429)
  expect(headers).toEqual({ 'content-type': 'application/json', 'retry-after': '42' })
  expect(JSON.parse(text)).toEqual({ message: 'Too many requests' })
})

test('words a failure of its own like every other error', () => {
  const { status, text } = refuse({ kind: 'internal' })
  expect(status).toBe(500)
  expect(JSON.parse(text)).toEqual({ message: 'Internal server error' })
})

function refuse(refusal: Refusal): Answer {
  return answer(provider.refuse(refusal, mockRequest(provider, { path })))
}

// ---- what a user is told

test("names the vendor's own variables, with a base URL that ends before /v1", () => {
  const urls = provider.urls('http://localhost:8080')
  expect(urls).toEqual({
    baseUrl: 'http://localhost:8080/api.nirvanalabs.io',
    operationUrl: 'http://localhost:8080/api.nirvanalabs.io/v1/organizations',
  })
  expect(provider.client.credentials).toEqual({ apiKey: ordinaryKey })
  expect(provider.client.env(urls)).toEqual({
    NIRVANA_LABS_API_KEY: ordinaryKey,
    NIRVANA_LABS_BASE_URL: 'http://localhost:8080/api.nirvanalabs.io',
  })
  expect(provider.client.curl(urls)).toBe(
    `curl 'http://localhost:8080/api.nirvanalabs.io/v1/organizations?limit=10' -H 'Authorization: Bearer ${ordinaryKey}'`,
  )
})
