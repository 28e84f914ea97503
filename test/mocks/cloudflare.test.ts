import { describe, expect, test } from 'vitest'
import cloudflare from '../../mocks/cloudflare.ts'
import type { MockRequest } from '../../src/mock/index.ts'
import { type Answer, ask, makeProvider, mockRequest } from './ask.ts'

const path = '/client/v4/user/organizations'
const email = 'user@orgmock.test'
const key = '5f2c8e1b7a9d04c36e8f1a2b3c4d5e6f7a8b9'
const credentials = { 'x-auth-email': email, 'x-auth-key': key }

interface Organization {
  id: string
  name: string
  status: 'member' | 'invited'
}

interface Body {
  success: boolean
  errors: { code: number; message: string; error_chain?: { code: number; message: string }[] }[]
  messages: unknown[]
  result: Organization[]
  result_info: { page: number; per_page: number; count: number; total_count: number; total_pages: number }
}

const provider = await makeProvider('cloudflare', cloudflare)

function get(query = '', request: Partial<MockRequest> = {}): Promise<Answer> {
  return ask(provider, { path, query, headers: credentials, ...request })
}

async function body(query = '', request: Partial<MockRequest> = {}): Promise<Body> {
  return JSON.parse((await get(query, request)).text) as Body
}

async function all(query = ''): Promise<Organization[]> {
  const found: Organization[] = []
  for (let page = 1; ; page += 1) {
    const { result } = await body(`${query}&per_page=50&page=${page}`)
    if (result.length === 0) return found
    found.push(...result)
  }
}

test('answers with the envelope of four keys and result_info', async () => {
  const first = await body()
  expect(Object.keys(first)).toEqual(['success', 'errors', 'messages', 'result', 'result_info'])
  expect(first).toMatchObject({ success: true, errors: [], messages: [] })
  expect(first.result).toHaveLength(20)
  expect(first.result_info).toEqual({ page: 1, per_page: 20, count: 20, total_count: 127, total_pages: 7 })
})

test('sends the headers of captured replies, without charset, CORS or WWW-Authenticate', async () => {
  const { headers } = await get()
  expect(headers['content-type']).toBe('application/json')
  expect(headers['cf-ray']).toMatch(/^[0-9a-f]{16}-[A-Z]{3}$/)
  expect(headers['ratelimit']).toMatch(/^"default";r=\d+;t=\d+$/)
  expect(Object.keys(headers)).not.toContain('access-control-allow-origin')
  expect(Object.keys((await get('', { headers: {} })).headers)).not.toContain('www-authenticate')
})

describe('credentials', () => {
  const wrongKey = `${key.slice(0, -1)}a`
  test.each([
    ['no header', {}, 400, 9106, []],
    ['the key alone', { 'x-auth-key': key }, 400, 9106, []],
    ['the e-mail alone', { 'x-auth-email': email }, 400, 9106, []],
    ['empty headers', { 'x-auth-email': '', 'x-auth-key': '' }, 400, 9106, []],
    ['a malformed key', { ...credentials, 'x-auth-key': 'secret' }, 400, 6003, [6103]],
    ['a malformed e-mail', { ...credentials, 'x-auth-email': 'nobody' }, 400, 6003, [6102]],
    ['both malformed', { 'x-auth-email': 'nobody', 'x-auth-key': 'secret' }, 400, 6003, [6103, 6102]],
    ['a key in capitals', { ...credentials, 'x-auth-key': key.toUpperCase() }, 400, 6003, [6103]],
    ['a wrong key', { ...credentials, 'x-auth-key': wrongKey }, 403, 9103, []],
    ['a wrong e-mail', { ...credentials, 'x-auth-email': 'nobody@orgmock.test' }, 403, 9103, []],
    ['a malformed Authorization', { authorization: 'Basic abc' }, 400, 6003, [6111]],
    ['a well-formed API token', { authorization: `Bearer ${'a1B2'.repeat(10)}` }, 403, 9109, []],
    ['a token that belongs to an account', { authorization: `Bearer cfat_${'a1B2'.repeat(12)}` }, 403, 9109, []],
    [
      'an account that is not on an enterprise plan',
      { 'x-auth-email': 'forbidden@orgmock.test', 'x-auth-key': '7e57000000000000000000000000000000000' },
      403,
      9109,
      [],
    ],
  ])('%s', async (_case, headers, status, code, chain) => {
    const answer = await get('', { headers })
    const refused = JSON.parse(answer.text) as Body
    expect(answer.status).toBe(status)
    expect(refused).toMatchObject({ success: false, messages: [], result: null })
    expect(refused.errors.map((error) => error.code)).toEqual([code])
    expect((refused.errors[0]?.error_chain ?? []).map((error) => error.code)).toEqual(chain)
  })

  test('an e-mail counts in any letter case', async () => {
    expect((await get('', { headers: { ...credentials, 'x-auth-email': 'User@OrgMock.test' } })).status).toBe(200)
  })
})

describe('paths and methods', () => {
  test.each([
    '/client/v4/user/organizations/',
    '/client/v4/User/organizations',
    '/client/v4//user/organizations',
    '/',
    '/client/v4/%zz',
  ])('%s is a route that does not exist', async (wrong) => {
    const answer = await ask(provider, { path: wrong, headers: credentials })
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.text).errors).toEqual([
      { code: 7003, message: `Could not route to ${wrong}, perhaps your object identifier is invalid?` },
    ])
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused with 7001', async (method) => {
    const answer = await get('', { method })
    expect(answer.status).toBe(405)
    expect(JSON.parse(answer.text).errors).toEqual([
      { code: 7001, message: `Method ${method} not available for that URI.` },
    ])
  })

  test('a percent-encoded letter is the letter', async () => {
    expect((await ask(provider, { path: '/client/v4/user/organi%7Aations', headers: credentials })).status).toBe(200)
  })
})

describe('parameters', () => {
  test.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=2.',
    'per_page=4.0',
    'per_page=20.01',
    'page=',
    'page=one',
    'page=1e1',
    'page=%20',
    'page=0x1',
    'page=99999999999999999999',
    'per_page=4',
    'per_page=51',
    'per_page=',
    'order=created',
    'order=',
    'direction=up',
    'match=some',
    'status=owner',
    `name=${'x'.repeat(101)}`,
    'page=1&page=2',
    'page[]=1',
    'name=%E0%A4%A',
  ])('%s is refused, and the parameter is named', async (query) => {
    const answer = await get(query)
    const refused = JSON.parse(answer.text) as Body
    const name = query.slice(0, query.search(/[=[]/))
    expect(answer.status).toBe(400)
    expect(refused.errors[0]?.code).toBe(6008)
    expect(refused.errors[0]?.error_chain?.[0]?.message).toMatch(new RegExp(`^${name} variable must be `))
  })

  test.each([
    ['per_page=5', 5],
    ['per_page=50', 50],
    ['per_page=50&page=3', 27],
    ['per_page=20&page=7', 7],
    ['per_page=50&page=4', 0],
    ['page=9007199254740991', 0],
    ['per_page=20.0&page=7.0', 7],
    ['unknown=1&cursor[]=x', 20],
    [`name=${'x'.repeat(100)}`, 0],
  ])('%s gives %i rows', async (query, rows) => {
    const answer = await body(query)
    expect(answer.result).toHaveLength(rows)
    expect(answer.result_info.count).toBe(rows)
    expect(answer.result_info.total_count).toBe(127)
  })
})

describe('filters and orders', async () => {
  const everything = await all()
  const invited = everything.filter(({ status }) => status === 'invited')
  const [, second] = everything

  test('identifiers rise: the default order is the order by id', async () => {
    expect(everything.map(({ id }) => id)).toEqual(everything.map(({ id }) => id).toSorted())
    expect(await all('order=id')).toEqual(everything)
    expect(await all('order=id&direction=desc')).toEqual(everything.toReversed())
    expect(await all('direction=desc')).toEqual(everything.toReversed())
  })

  test('a status keeps the organizations that have it, and total_count ignores it', async () => {
    expect(invited.length).toBeGreaterThan(20)
    expect(await all('status=invited')).toEqual(invited)
    const { result_info } = await body('status=invited&per_page=5')
    expect(result_info.total_count).toBe(127)
    // 127 in pages of five.
    expect(result_info.total_pages).toBe(26)
  })

  test('both totals speak of one list when a filter finds nothing', async () => {
    const { result, result_info } = await body('name=nobody-is-called-so')
    expect(result).toEqual([])
    expect(result_info).toEqual({ page: 1, per_page: 20, count: 0, total_count: 127, total_pages: 7 })
  })

  test('a name is matched whole and without regard to letter case', async () => {
    const name = second?.name ?? ''
    expect(await all(`name=${encodeURIComponent(name.toUpperCase())}`)).toContainEqual(second)
    expect(await all(`name=${encodeURIComponent(name.slice(0, -1))}`)).toEqual([])
  })

  test('all is AND and the default, any is OR', async () => {
    const name = encodeURIComponent(second?.name ?? '')
    const other = second?.status === 'member' ? 'invited' : 'member'
    const withOther = everything.filter(({ status, id }) => status === other || id === second?.id)
    expect(await all(`name=${name}&status=${other}`)).toEqual([])
    expect(await all(`name=${name}&status=${other}&match=all`)).toEqual([])
    expect((await all(`name=${name}&status=${other}&match=any`)).map(({ id }) => id)).toEqual(
      withOther.map(({ id }) => id),
    )
  })

  test.each(['name', 'status'] as const)('order=%s holds in both directions and loses nothing', async (column) => {
    const up = await all(`order=${column}`)
    const values = up.map((item) => item[column].toLowerCase())
    expect(values).toEqual(values.toSorted())
    expect(up.map(({ id }) => id).toSorted()).toEqual(everything.map(({ id }) => id))
    expect(await all(`order=${column}&direction=desc`)).toEqual(up.toReversed())
  })
})

test('an account without organizations has one empty page and no pages in all', async () => {
  const empty = await makeProvider('cloudflare', cloudflare, { count: 0 })
  const answer = await ask(empty, { path, headers: credentials, query: 'order=name&direction=desc' })
  expect(JSON.parse(answer.text)).toMatchObject({
    result: [],
    result_info: { page: 1, per_page: 20, count: 0, total_count: 0, total_pages: 0 },
  })
})

describe('cookies', () => {
  const now = Date.UTC(2023, 5, 1, 16, 45, 41)

  async function cookies(headers: Readonly<Record<string, string>>): Promise<string[]> {
    const reply = await provider.handle(mockRequest(provider, { path, headers, now, requestId: 'ab'.repeat(16) }))
    return reply.headers.flatMap((name, place) => (name === 'set-cookie' ? [reply.headers[place + 1] ?? ''] : []))
  }

  test.each([
    ['answer', credentials],
    ['error', {}],
  ])('an %s sets two, in the form of captured replies', async (_kind, headers) => {
    const [affinity, visitor] = await cookies(headers)
    expect(affinity).toMatch(
      /^__cflb=0H28[0-9A-Za-z]{39}; SameSite=Lax; path=\/; expires=Thu, 01-Jun-23 19:15:42 GMT; HttpOnly$/,
    )
    expect(visitor).toBe(
      `__cfruid=${'ab'.repeat(20)}-1685637941; path=/; domain=.api.cloudflare.com; HttpOnly; Secure; SameSite=None`,
    )
  })

  test('a client that sends one back gets the other one only', async () => {
    expect(await cookies({ ...credentials, cookie: '__cflb=0H28' })).toEqual([expect.stringMatching(/^__cfruid=/)])
    expect(await cookies({ ...credentials, cookie: 'a=b; __cfruid=1' })).toEqual([expect.stringMatching(/^__cflb=/)])
    expect(await cookies({ ...credentials, cookie: '__cflb=0H28; __cfruid=1' })).toEqual([])
  })
})

test('HEAD has the headers of GET', async () => {
  const head = await get('', { method: 'HEAD' })
  expect(head.status).toBe(200)
  expect(head.headers).toEqual((await get()).headers)
})
