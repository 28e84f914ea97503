import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { isLoopbackAddress } from '../../src/server/admin-access.ts'
import { ask, speakOnce } from '../support/http.ts'

// Who may look at and change a running server. Sent as bytes: no client tidies a header up.

const guarded = ['/__admin', '/__admin/providers', '/__admin/nowhere', '/metrics'] as const
let plain: MockServer
let closed: MockServer
let exposed: MockServer

beforeAll(async () => {
  ;[plain, closed, exposed] = await Promise.all([
    startMockServer({}),
    startMockServer({ adminToken: 'the-token-of-16-' }),
    startMockServer({ host: '0.0.0.0' }),
  ])
})
afterAll(() => Promise.all([plain, closed, exposed].map((server) => server.close())))

const reachable = (server: MockServer) => server.url.replace('0.0.0.0', '127.0.0.1')

async function status(server: MockServer, headers: Readonly<Record<string, string>>, path = '/__admin/clock') {
  return (await ask(reachable(server), path, { headers })).status
}

describe('without a token', () => {
  test.each([
    'localhost',
    'localhost:8080',
    'LOCALHOST',
    'localhost.:1',
    '127.0.0.1',
    '127.1.2.3:9',
    '[::1]',
    '[::1]:80',
  ])('serves a client on this machine that asks for Host %s', async (host) => {
    expect(await status(plain, { Host: host })).toBe(200)
  })

  test.each([
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    'evil-localhost',
    '127.0.0.1.evil.example',
    '127.0.0.1.',
    '128.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '[::]',
    '[::1]evil',
    'localhost:1:2',
    'localhost/x',
    'user@localhost',
  ])('refuses the Host %j, as DNS rebinding would send it', async (host) => {
    expect(await status(plain, { Host: host })).toBe(403)
  })

  test('refuses an absolute target under another name', async () => {
    const text = 'GET http://evil.example/__admin/clock HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
    expect((await speakOnce(plain.url, text)).status).toBe(403)
  })

  test('refuses a client that names no Host', async () => {
    const empty = 'GET /__admin/clock HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'
    expect((await speakOnce(plain.url, empty)).status).toBe(403)
    expect((await speakOnce(plain.url, 'GET /__admin/clock HTTP/1.0\r\n\r\n')).status).toBe(403)
  })

  test.each([
    ['Origin', 'https://evil.example'],
    ['Origin', 'http://localhost:3000'],
    ['Origin', 'http://localhost.evil.example'],
    ['Origin', 'null'],
    ['Origin', ''],
    ['Sec-Fetch-Site', 'cross-site'],
    ['Sec-Fetch-Site', 'same-site'],
  ])('refuses a web page: %s: %s', async (name, value) => {
    expect(await status(plain, { [name]: value })).toBe(403)
  })

  test('serves a page of its own', async () => {
    expect(await status(plain, { Origin: plain.url, 'Sec-Fetch-Site': 'same-origin' })).toBe(200)
    expect(await status(plain, { 'Sec-Fetch-Site': 'none' })).toBe(200)
  })

  test.each([
    ['X-Forwarded-For', '10.0.0.1'],
    ['X-Forwarded-Host', 'mocks.example'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Real-IP', '10.0.0.1'],
    ['X-Client-IP', '10.0.0.1'],
    ['CF-Connecting-IP', '10.0.0.1'],
    ['Forwarded', 'for=10.0.0.1'],
    ['Via', '1.1 proxy'],
  ])('refuses who comes through a proxy on this machine: %s', async (name, value) => {
    expect(await status(plain, { [name]: value })).toBe(403)
  })

  test.each(guarded)('refuses %s in words that say what would help', async (path) => {
    const answer = await ask(plain.url, path, { headers: { Host: 'evil.example' } })
    expect(answer.status).toBe(403)
    expect(answer.json()).toEqual({
      message:
        'without a token only a Host of this machine is served, such as localhost; with ORGMOCK_ADMIN_TOKEN set, whoever sends it is served',
    })
  })

  test('needs no more of whoever sends a token all the same', async () => {
    expect(await status(plain, { Authorization: 'Bearer the-token-of-16-' })).toBe(200)
    expect(await status(plain, { Authorization: 'Bearer the-token-of-16-', Host: 'evil.example' })).toBe(403)
  })
})

describe('with a token', () => {
  test.each([
    ['under its own Host', {}],
    ['under any Host', { Host: 'mocks.example' }],
    ['through a proxy', { 'X-Forwarded-For': '10.0.0.1' }],
    ['with an Origin', { Origin: 'https://evil.example' }],
  ])('serves who sends it %s', async (_, headers) => {
    expect(await status(closed, { Authorization: 'Bearer the-token-of-16-', ...headers })).toBe(200)
    expect(await status(closed, { Authorization: 'bearer  the-token-of-16-', ...headers })).toBe(200)
  })

  const needed = 'the admin token is needed, as Authorization: Bearer TOKEN'
  const wrong = 'this is not the admin token of this server'

  test.each([
    ['none', undefined, needed],
    ['another', 'Bearer other', wrong],
    ['a longer one', 'Bearer the-token-of-16-1', wrong],
    ['a shorter one', 'Bearer the-token-of-16', wrong],
    ['an empty one', 'Bearer ', needed],
    ['two', 'Bearer the-token-of-16- the-token-of-16-', needed],
    ['another scheme', 'Basic the-token-of-16-', needed],
    ['no scheme', 'the-token-of-16-', needed],
    ['letters in another case', 'Bearer THE-TOKEN-OF-16-', wrong],
  ])('refuses who sends %s, on this machine too, and says where the token is', async (_, authorization, reason) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization }
    const answer = await ask(closed.url, '/__admin/clock', { headers })
    expect(answer.status).toBe(401)
    expect(answer.header('www-authenticate')).toBe('Bearer realm="orgmock admin"')
    expect(answer.json()).toEqual({
      message: `${reason}; orgmock serve prints the token that it makes, and eval "$(orgmock env --url http://127.0.0.1:${new URL(closed.url).port})" on its machine sets ORGMOCK_ADMIN_TOKEN to it; a token that was given to it is printed nowhere`,
    })
  })

  test.each(guarded)('refuses %s without it', async (path) => {
    expect((await ask(closed.url, path)).status).toBe(401)
  })

  test('refuses it in the query', async () => {
    expect(await status(closed, {}, '/__admin/clock?access_token=the-token-of-16-')).toBe(401)
  })
})

describe('bound beyond the loopback, when no token was given', () => {
  test('one is made, of 192 random bits', async () => {
    expect(exposed.adminToken).toMatch(/^[\w-]{32}$/)
    expect(plain.adminToken).toBeUndefined()
    expect(closed.adminToken).toBe('the-token-of-16-')
  })

  test('it opens the admin API under any Host', async () => {
    expect(await status(exposed, { Authorization: `Bearer ${exposed.adminToken}`, Host: 'orgmock:8080' })).toBe(200)
    expect(await status(exposed, { Host: 'orgmock:8080' })).toBe(401)
    expect(await status(exposed, { 'X-Forwarded-For': '10.0.0.1' })).toBe(401)
  })

  test('clients on this machine need it not, unless they send a wrong one', async () => {
    expect(await status(exposed, {})).toBe(200)
    expect(await status(exposed, { Origin: 'https://evil.example' })).toBe(401)
    expect(await status(exposed, { Authorization: 'Bearer other' })).toBe(401)
  })
})

test.each([
  ['127.0.0.1', true],
  ['127.255.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['172.17.0.1', false],
  ['::ffff:172.17.0.1', false],
  ['1127.0.0.1', false],
  ['fe80::1', false],
  [undefined, false],
])('a peer at %s is on this machine: %s', (address, expected) => {
  expect(isLoopbackAddress(address)).toBe(expected)
})

test.each(['/healthz', '/livez', '/readyz'])('%s is served to everybody', async (path) => {
  for (const server of [plain, closed, exposed]) {
    const headers = { Host: 'evil.example', Origin: 'https://evil.example' }
    const answer = await ask(reachable(server), path, { headers })
    expect([answer.status, answer.json()]).toEqual([200, { status: 'ok' }])
  }
})

test('no reply has a header that lets a page of another origin read it', async () => {
  for (const [server, headers] of [
    [plain, { Origin: 'https://evil.example' }],
    [plain, { Origin: plain.url }],
    [closed, { Origin: 'https://evil.example', Authorization: 'Bearer the-token-of-16-' }],
  ] as const) {
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      const answer = await ask(server.url, '/__admin/clock', { method, headers })
      expect(answer.lines.filter(([name]) => /^access-control-/i.test(name))).toEqual([])
    }
  }
})

test('without the admin API neither it nor the metrics are served, and the rest is', async () => {
  const without = await startMockServer({ admin: false, host: '0.0.0.0' })
  for (const path of guarded) expect((await ask(reachable(without), path)).status).toBe(404)
  expect((await ask(reachable(without), '/healthz')).status).toBe(200)
  expect(without.adminToken).toBeUndefined()
  await without.close()
})

test("under a provider's Host every path is the provider's", async () => {
  for (const path of [...guarded, '/livez']) {
    const answer = await ask(plain.url, path, { headers: { Host: 'api.cloudflare.com' } })
    expect(answer.json()).toHaveProperty('errors')
  }
})

test.each([
  ['no token', ''],
  ['15 characters', 'a'.repeat(15)],
  ['4,097 characters', 'a'.repeat(4_097)],
  ['a space', 'a b'.padEnd(20, 'c')],
  ['a line break', 'a\n'.padEnd(20, 'c')],
  ['a letter that is not ASCII', 'é'.padEnd(20, 'c')],
])('refuses %s as a token', async (_, adminToken) => {
  await expect(startMockServer({ adminToken })).rejects.toMatchObject({
    code: 'BAD_OPTION',
    message: 'startMockServer: adminToken must be 16 to 4096 visible ASCII characters without spaces',
  })
})

test.each([16, 4_096])('takes a token of %i characters', async (length) => {
  await using server = await startMockServer({ adminToken: 'a'.repeat(length) })
  expect(await status(server, { Authorization: `Bearer ${'a'.repeat(length)}` })).toBe(200)
})
