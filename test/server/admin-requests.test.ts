import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JournalEntry, type MockServer, startMockServer, type TenantEntry } from '../../src/compose/index.ts'
import { ask, speakOnce } from '../support/http.ts'

// What clients sent and were answered, as it can be read back.

let server: MockServer
let tenant: TenantEntry

const nirvana = '/api.nirvanalabs.io/v1/organizations'

beforeAll(async () => {
  server = await startMockServer({ count: 30 })
  tenant = server.tenant({ provider: 'nirvana', tenant: 'mine', count: 3 })
  const mine = { Authorization: `Bearer ${tenant.credentials?.['apiKey']}` }
  // In this order: a clock that runs would go on between the two.
  server.clock.freeze()
  server.clock.set('2026-01-01T00:00:00Z')
  // 1
  await ask(server.url, `${nirvana}?limit=2`, { headers: mine })
  server.clock.advance('PT1M')
  // 2
  await ask(server.url, nirvana, { method: 'HEAD', headers: mine })
  // 3
  await ask(server.url, `${nirvana}?limit=x`, { headers: mine })
  // 4
  await ask(server.url, nirvana)
  // 5
  const cloudflare = server.credentials('cloudflare')
  await ask(server.url, '/api.cloudflare.com/client/v4/user/organizations?__error=cloudflare.9103', {
    headers: { 'X-Auth-Email': cloudflare['apiEmail'] ?? '', 'X-Auth-Key': cloudflare['apiKey'] ?? '' },
  })
  // 6
  const { clientId = '', clientSecret = '' } = server.credentials('cradl')
  await ask(server.url, '/auth.cradl.ai/oauth2/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `${new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, audience: 'https://api.cradl.ai/v1' })}`,
  })
  // 7: the key in the path, encoded, and in a header that it has no business in
  const key = server.credentials('nirvana')['apiKey'] ?? ''
  const encoded = [...key].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
  await ask(server.url, `/api.nirvanalabs.io/v1/${encoded}`, { headers: { 'X-Debug': key } })
  // 8: as another line than node's own would be
  await speakOnce(
    server.url,
    `GET ${nirvana} HTTP/1.1\r\nHost: localhost\r\nx-ODD:  a \r\nX-Odd: b\r\nCookie: session=c00kie\r\nConnection: close\r\n\r\n`,
  )
})
afterAll(() => server.close())

async function read(query = ''): Promise<JournalEntry[]> {
  const answer = await ask(server.url, `/__admin/requests${query}`)
  expect(answer.status).toBe(200)
  return answer.json() as JournalEntry[]
}

const numbers = (entries: readonly JournalEntry[]) => entries.map(({ seq }) => seq)

test('tells who asked what, when, and what came of it', async () => {
  const [first] = await read()
  expect(first).toMatchObject({
    seq: 1,
    time: '2026-01-01T00:00:00.000Z',
    provider: 'nirvana',
    tenant: 'mine',
    request: { method: 'GET', host: 'api.nirvanalabs.io', path: '/v1/organizations', query: 'limit=2', body: '' },
    answer: { status: 200 },
    listed: { from: 0, to: 2, count: 3, previous: null },
    note: 'limit is out of the evidenced range 10..100',
  })
  expect(first?.request.headers).toContainEqual({
    name: 'Authorization',
    value: expect.stringMatching(/^Bearer \[\d+ characters, #[0-9a-f]{6}\]$/),
  })
  const body = JSON.parse(first?.answer.body ?? '') as { pagination: { next_cursor: string } }
  expect(first?.listed?.next).toBe(body.pagination.next_cursor)
  expect(first?.answer.bodyBytes).toBe(Buffer.byteLength(first?.answer.body ?? ''))
})

test('tells headers as they were sent: order, letter case and repetition', async () => {
  const [last] = await read('?since=7')
  expect(last?.request.headers).toEqual([
    { name: 'Host', value: 'localhost' },
    { name: 'x-ODD', value: expect.stringMatching(/^\[1 character, #[0-9a-f]{6}\]$/) },
    { name: 'X-Odd', value: expect.stringMatching(/^\[1 character, #[0-9a-f]{6}\]$/) },
    { name: 'Cookie', value: expect.stringMatching(/^\[14 characters, #[0-9a-f]{6}\]$/) },
    { name: 'Connection', value: 'close' },
  ])
})

test('tells of no body in answer to HEAD', async () => {
  const [head] = await read('?method=head')
  expect(head?.answer).toMatchObject({ status: 200, body: '', bodyBytes: 0 })
})

test('tells what went wrong, met or asked for', async () => {
  expect((await read()).map(({ tenant, fault, error }) => [tenant, fault, error])).toEqual([
    ['mine', undefined, undefined],
    ['mine', undefined, undefined],
    ['mine', 'invalid-parameter', undefined],
    [undefined, 'unauthenticated', undefined],
    ['ordinary', 'unauthenticated', 'cloudflare.9103'],
    ['ordinary', undefined, undefined],
    [undefined, 'not-found', undefined],
    [undefined, 'unauthenticated', undefined],
  ])
})

describe('a secret', () => {
  test('is nowhere in it', async () => {
    const text = (await ask(server.url, '/__admin/requests')).text
    const secrets = ['cekura', 'cloudflare', 'cradl', 'nirvana'].flatMap((provider) =>
      Object.entries(server.credentials(provider)).flatMap(([name, value]) =>
        /key|secret/i.test(name) ? [value] : [],
      ),
    )
    expect(secrets).toHaveLength(4)
    for (const secret of [...secrets, tenant.credentials?.['apiKey'] ?? '', 'c00kie'])
      expect(text).not.toContain(secret)
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/)
  })

  test('leaves the rest of a form and of a token reply', async () => {
    const [token] = await read('?provider=cradl')
    expect(token?.request.body).toMatch(
      /^grant_type=client_credentials&client_id=\[32 characters, #\w+\]&client_secret=\[\d+ characters, #\w+\]&audience=/,
    )
    expect(token?.answer.body).toMatch(/^\{"access_token":"\[\d+ characters, #\w+\]",.*"expires_in":3600/)
  })

  test('is taken out of a path and out of a header of any name', async () => {
    const [odd] = await read('?since=6&limit=1')
    expect(odd?.request.path).toMatch(/^\/v1\/\[\d+ characters, #[0-9a-f]{6}\]$/)
    expect(odd?.request.headers).toContainEqual({
      name: 'X-Debug',
      value: expect.stringMatching(/^\[\d+ characters, #[0-9a-f]{6}\]$/),
    })
  })
})

test.each([
  ['', [1, 2, 3, 4, 5, 6, 7, 8]],
  ['?provider=cloudflare', [5]],
  ['?tenant=mine', [1, 2, 3]],
  ['?tenant=', [4, 7, 8]],
  ['?method=post', [6]],
  ['?status=401', [4, 8]],
  ['?status=4xx&provider=nirvana', [3, 4, 7, 8]],
  ['?status=5XX', []],
  ['?path=/v1/organizations', [1, 2, 3, 4, 8]],
  ['?path=/v1/*', [1, 2, 3, 4, 7, 8]],
  ['?path=*/organizations', [1, 2, 3, 4, 5, 8]],
  ['?path=/*auth*/token', [6]],
  ['?path=*/*/*/*/*/*/*', []],
  ['?path=organizations', []],
  ['?since=6', [7, 8]],
  ['?since=2026-01-01T00:00:30Z', [2, 3, 4, 5, 6, 7, 8]],
  ['?fault=unauthenticated', [4, 5, 8]],
  ['?error=9103', [5]],
  ['?error=cloudflare.9103', [5]],
  ['?error=nirvana.9103', []],
  ['?limit=2', [1, 2]],
  ['?limit=2&order=desc', [8, 7]],
])('finds by %s', async (query, expected) => {
  expect(numbers(await read(query))).toEqual(expected)
  if (/limit|order/.test(query)) return
  expect((await ask(server.url, `/__admin/requests/count${query}`)).json()).toEqual({ count: expected.length })
})

test.each([
  ['?format=ndjson', {}],
  ['', { Accept: 'application/x-ndjson' }],
])('has one entry on each line as NDJSON, asked for by %j %j', async (query, headers) => {
  const answer = await ask(server.url, `/__admin/requests${query}`, { headers })
  expect(answer.header('content-type')).toMatch(/^application\/x-ndjson/)
  const lines = answer.text.trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as JournalEntry).seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('is empty in both forms when nothing fits', async () => {
  expect((await ask(server.url, '/__admin/requests?status=599')).json()).toEqual([])
  expect((await ask(server.url, '/__admin/requests?status=599&format=ndjson')).text).toBe('')
})

test('refuses a provider that is not served: none of its requests would ever be found', async () => {
  const message = 'unknown provider "nirvanna": did you mean "nirvana"?'
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/count'],
    ['DELETE', ''],
  ] as const) {
    const answer = await ask(server.url, `/__admin/requests${path}?provider=nirvanna`, { method })
    expect([answer.status, answer.json()]).toEqual([400, { message }])
  }
  expect(() => server.requests({ provider: 'nirvanna' })).toThrow(message)
})

test('gives one entry by its number', async () => {
  expect((await ask(server.url, '/__admin/requests/3')).json()).toEqual((await read())[2])
  expect((await ask(server.url, '/__admin/requests/99')).status).toBe(404)
})

test('gives a program the same as the admin API', async () => {
  expect(JSON.parse(JSON.stringify(server.requests({ status: '4xx', since: 3 })))).toEqual(
    await read('?status=4xx&since=3'),
  )
})

test('takes no note of requests to this server itself', async () => {
  await ask(server.url, '/healthz')
  await ask(server.url, '/nowhere')
  expect(await read()).toHaveLength(8)
})

test('forgets what fits a filter, and then everything', async () => {
  const copy = await startMockServer({})
  for (const path of ['/a', '/b', '/a']) await ask(copy.url, `/api.nirvanalabs.io${path}`)
  const removed = async (query: string) =>
    (await ask(copy.url, `/__admin/requests${query}`, { method: 'DELETE' })).json()
  expect(await removed('?path=/a')).toEqual({ removed: 2 })
  expect(copy.requests().map(({ request }) => request.path)).toEqual(['/b'])
  expect(await removed('')).toEqual({ removed: 1 })
  await copy.close()
})

test('sends many entries whole, in both forms', async () => {
  const copy = await startMockServer({ only: ['nirvana'] })
  const headers = { Authorization: `Bearer ${copy.credentials('nirvana')['apiKey']}` }
  for (let i = 0; i < 60; i += 1) await ask(copy.url, '/v1/organizations', { headers })
  const json = (await ask(copy.url, '/__admin/requests')).json() as JournalEntry[]
  const lines = (await ask(copy.url, '/__admin/requests?format=ndjson')).text.trimEnd().split('\n')
  expect(json).toHaveLength(60)
  expect(lines.map((line) => JSON.parse(line) as JournalEntry)).toEqual(json)
  expect(lines.join('').length).toBeGreaterThan(512 * 1024)
  await copy.close()
})

test('keeps the length of a large body, and its beginning', async () => {
  const copy = await startMockServer({ only: ['cekura'], count: 100 })
  const answer = await ask(copy.url, '/user/organizations/', {
    headers: { 'X-CEKURA-API-KEY': copy.credentials('cekura')['apiKey'] ?? '' },
  })
  const [entry] = copy.requests()
  expect(entry?.answer.bodyBytes).toBe(Buffer.byteLength(answer.text))
  expect(answer.text.startsWith(entry?.answer.body ?? '?')).toBe(true)
  expect(entry?.answer.body).toHaveLength(1_024)
  await copy.close()
})

test('is switched off: nothing is kept, and whoever asks is told', async () => {
  const without = await startMockServer({ journal: false })
  await ask(without.url, nirvana)
  const answer = await ask(without.url, '/__admin/requests')
  expect([answer.status, answer.json()]).toEqual([
    409,
    { message: 'the journal is switched off: start without --no-journal and ORGMOCK_JOURNAL=false' },
  ])
  expect(() => without.requests()).toThrow('the journal is switched off')
  await without.close()
})
