import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { createApp, createWorld, type PageFiles } from '../../src/server/index.ts'
import { ask, speakOnce } from '../support/http.ts'

// The page's files, which everybody gets, and its session, which opens the admin API to this server's own pages and to no other.

const token = 'the-token-of-16-'
const bearer = { Authorization: `Bearer ${token}` }
const browser = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

let server: MockServer
let host: string

beforeAll(async () => {
  server = await startMockServer({ adminToken: token, tls: {}, hosts: { 'cloudflare.test': 'api.cloudflare.com' } })
  host = new URL(server.url).host
})
afterAll(() => server.close())

async function open(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await ask(server.url, '/__admin/session', { method: 'POST', headers: { ...bearer, ...headers } })
  expect([answer.status, answer.text]).toEqual([204, ''])
  return answer.header('set-cookie') ?? ''
}

const pair = (setCookie: string) => setCookie.split(';')[0] ?? ''

describe('the files of the page', () => {
  test.each(['/', '/__admin/ui'])(
    'are given to a browser at %s without a token, and may load nothing else',
    async (path) => {
      const { status, header, text } = await ask(server.url, path, { headers: browser })
      expect([status, header('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(text).toMatch(/^<!doctype html>/i)
      expect(header('content-security-policy')).toBe(policy)
      expect([header('x-content-type-options'), header('referrer-policy')]).toEqual(['nosniff', 'no-referrer'])
      expect(header('set-cookie')).toBeUndefined()
    },
  )

  test.each([{}, { Accept: '*/*' }, { Accept: 'application/json' }, { Accept: 'application/json, text/html;q=0.5' }])(
    'are not what a client with %j gets at the root',
    async (headers) => {
      const answer = await ask(server.url, '/', { headers })
      expect([answer.status, answer.header('content-type')]).toEqual([404, 'application/json; charset=utf-8'])
      expect(answer.json()).toHaveProperty('baseUrls.cekura', `${server.url}/api.cekura.ai`)
    },
  )

  test('are sent once: a browser that has them gets 304', async () => {
    const { header } = await ask(server.url, '/__admin/ui/reference/swagger-ui.css')
    const again = await ask(server.url, '/__admin/ui/reference/swagger-ui.css', {
      headers: { 'If-None-Match': header('etag') ?? '' },
    })
    expect([again.status, again.text, header('content-type')]).toEqual([304, '', 'text/css; charset=utf-8'])
  })

  test.each([
    '/__admin/ui/../package.json',
    '/__admin/ui/..%2fpackage.json',
    '/__admin/ui/%2e%2e/package.json',
    '/__admin/ui/reference/../index.html',
    '/__admin/ui/./index.html',
    '/__admin/ui//etc/passwd',
    '/__admin/ui/__proto__',
    '/__admin/ui/index.html%00.js',
    '/__admin/ui/reference',
    '/__admin/ui/',
  ])('are a closed list: %s is none of them', async (path) => {
    const { status, header } = await ask(server.url, path)
    expect([status, header('content-security-policy')]).toEqual([404, policy])
  })

  test('are only read: a POST there needs the token as everywhere', async () => {
    expect((await ask(server.url, '/__admin/ui', { method: 'POST' })).status).toBe(401)
    expect((await ask(server.url, '/', { method: 'POST', headers: browser })).status).toBe(404)
  })

  test.each(['api.cekura.ai', 'api.cloudflare.com', 'CLOUDFLARE.test.', 'api.cradl.ai:80'])(
    'are never served under a host of a provider: %s',
    async (name) => {
      for (const path of ['/', '/__admin/ui', '/__admin/session']) {
        const { text, header } = await ask(server.url, path, { headers: { ...browser, Host: name } })
        expect([path, header('content-security-policy')]).not.toEqual([path, policy])
        expect(text).not.toMatch(/needsToken/)
      }
    },
  )

  test('leave the root to the only provider of a server', async () => {
    const only = await startMockServer({ only: ['nirvana'], adminToken: token })
    try {
      expect(only.pageUrl).toBe(`${only.url}/__admin/ui`)
      expect((await ask(only.url, '/', { headers: browser })).header('content-security-policy')).not.toBe(policy)
      expect((await ask(only.url, '/__admin/ui', { headers: browser })).header('content-security-policy')).toBe(policy)
    } finally {
      await only.close()
    }
  })

  test('are not there without the admin API', async () => {
    const closed = await startMockServer({ admin: false })
    try {
      expect(closed.pageUrl).toBeUndefined()
      for (const path of ['/', '/__admin/ui', '/__admin/session']) {
        const answer = await ask(closed.url, path, { headers: browser })
        expect([answer.status, answer.header('content-type')]).toEqual([404, 'application/json; charset=utf-8'])
      }
    } finally {
      await closed.close()
    }
  })

  test('are looked for when they are first asked for, and read anew each time', async () => {
    const read: string[] = []
    const page: PageFiles = async () => {
      read.push('the list')
      return new Map([
        ['index.html', async () => Buffer.from(`${read.push('index.html')}`)],
        ['app.js', async () => Buffer.from(`${read.push('app.js')}`)],
      ])
    }
    const listener = http.createServer(createApp({ world: createWorld({ providers: [] }), page }))
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
      await ask(url, '/healthz')
      expect(read).toEqual([])
      expect((await ask(url, '/__admin/ui/app.js')).header('content-type')).toBe('text/javascript; charset=utf-8')
      await ask(url, '/__admin/ui')
      await ask(url, '/__admin/ui')
      expect(read).toEqual(['the list', 'app.js', 'index.html', 'index.html'])
    } finally {
      listener.close()
    }
  })
})

describe('a session', () => {
  test('is a cookie that no script reads and no other site sends, named after the port', async () => {
    const { port } = new URL(server.url)
    expect(await open()).toMatch(
      new RegExp(`^orgmock_session_${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/__admin$`),
    )
  })

  test('needs the token', async () => {
    for (const headers of [{}, { Authorization: 'Bearer another-of-16-or' }]) {
      const { status, header } = await ask(server.url, '/__admin/session', { method: 'POST', headers })
      expect([status, header('set-cookie')]).toEqual([401, undefined])
    }
  })

  test('says whether it is open, and whether a token would open it, to everybody', async () => {
    const read = async (headers = {}) => (await ask(server.url, '/__admin/session', { headers })).json()
    expect(await read()).toEqual({ open: false, needsToken: true })
    expect(await read({ Cookie: pair(await open()) })).toEqual({ open: true, needsToken: false })
    const plain = await startMockServer({})
    try {
      const ofPlain = async (headers = {}) => (await ask(plain.url, '/__admin/session', { headers })).json()
      expect(await ofPlain()).toEqual({ open: true, needsToken: false })
      expect(await ofPlain({ Host: 'evil.example' })).toEqual({ open: false, needsToken: false })
    } finally {
      await plain.close()
    }
  })

  test('ends when it is asked to', async () => {
    const cookie = pair(await open())
    const own = { Cookie: cookie, Origin: server.url }
    const { status, header } = await ask(server.url, '/__admin/session', { method: 'DELETE', headers: own })
    expect([status, header('set-cookie')]).toEqual([
      204,
      `${cookie.split('=')[0]}=; HttpOnly; SameSite=Strict; Path=/__admin; Max-Age=0`,
    ])
    expect((await ask(server.url, '/__admin/clock', { headers: own })).status).toBe(401)
  })

  test('is one of 32 at most: a further one ends the oldest', async () => {
    const [oldest, second] = [pair(await open()), pair(await open())]
    for (let more = 0; more < 31; more += 1) await open()
    expect((await ask(server.url, '/__admin/clock', { headers: { Cookie: oldest } })).status).toBe(401)
    expect((await ask(server.url, '/__admin/clock', { headers: { Cookie: second } })).status).toBe(200)
  })

  test('belongs to the host under which it was opened', async () => {
    const { port } = new URL(server.url)
    const cookie = pair(await open())
    for (const name of [
      'evil.example',
      `evil.example:${port}`,
      `localhost:${port}`,
      `[::1]evil:${port}`,
      `:${port}`,
      'a:b:c',
    ]) {
      const { status } = await ask(server.url, '/__admin/clock', { headers: { Cookie: cookie, Host: name } })
      expect([name, status]).toEqual([name, 401])
    }
  })

  test.each(['', 'x', 'undefined', '=', 'a'.repeat(5_000), '%00', '__proto__'])(
    'is not opened by a made-up cookie: %j',
    async (value) => {
      const { port } = new URL(server.url)
      const headers = { Cookie: `other=1; orgmock_session_${port}=${value}` }
      expect((await ask(server.url, '/__admin/clock', { headers })).status).toBe(401)
    },
  )

  test('does not make a wrong token right', async () => {
    const headers = { Cookie: pair(await open()), Authorization: 'Bearer another-of-16-or' }
    expect((await ask(server.url, '/__admin/clock', { headers })).status).toBe(401)
  })

  // What browsers say of the page that sends a request: its Origin for all but plain reading, Sec-Fetch-Site on trustworthy addresses.
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'http://127.0.0.1:1' },
    { Origin: 'http://localhost' },
    { Origin: 'null' },
    { Origin: '' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'own', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'own', 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
  ]
  const named = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value === 'own' ? server.url : value]))

  test.each(foreign)('serves no page of another origin: %j', async (headers) => {
    const cookie = { Cookie: pair(await open()) }
    for (const [method, path] of [
      ['GET', '/__admin/requests'],
      ['GET', '/__admin/requests/stream'],
      ['GET', '/metrics'],
      ['POST', '/__admin/reset'],
      ['DELETE', '/__admin/requests'],
      ['POST', '/__admin/session'],
      ['DELETE', '/__admin/session'],
    ] as const) {
      const answer = await ask(server.url, path, { method, headers: { ...cookie, ...named(headers) } })
      expect([method, path, answer.status]).toEqual([method, path, 403])
      expect(answer.header('access-control-allow-origin')).toBeUndefined()
    }
    expect((await ask(server.url, '/__admin/clock', { headers: cookie })).status).toBe(200)
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('serves no %s of which nothing says whose it is', async (method) => {
    const Cookie = pair(await open())
    const status = async (headers: Readonly<Record<string, string>>) =>
      (await ask(server.url, '/__admin/nowhere', { method, headers: { Cookie, ...named(headers) } })).status
    expect(await status({})).toBe(403)
    expect(await status({ 'Sec-Fetch-Site': 'none' })).toBe(403)
    // Let through, to where there is nothing.
    expect(await status({ 'Sec-Fetch-Site': 'same-origin' })).toBe(404)
    expect(await status({ Origin: 'own' })).toBe(404)
    // Behind a proxy that ends TLS.
    expect(await status({ Origin: `https://${host}`, 'Sec-Fetch-Site': 'same-origin' })).toBe(404)
  })

  test('is secure over HTTPS', async () => {
    const text = `POST /__admin/session HTTP/1.1\r\nHost: ${host}\r\n${Object.entries(bearer)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}Connection: close\r\n\r\n`
    expect((await speakOnce(server.url, text)).header('set-cookie')).not.toContain('Secure')
    const { default: https } = await import('node:https')
    const setCookie = await new Promise<string>((resolve, reject) => {
      https
        .request(
          `${server.tlsUrl}/__admin/session`,
          { method: 'POST', headers: bearer, ca: server.certificate },
          (response) => {
            response.resume().once('end', () => resolve(String(response.headers['set-cookie'])))
          },
        )
        .once('error', reject)
        .end()
    })
    expect(setCookie).toMatch(/; Secure$/)
  })
})

test('what the admin API answers is neither kept by a browser nor shown in a page of another origin', async () => {
  for (const headers of [bearer, {}]) {
    const { header } = await ask(server.url, '/__admin/clock', { headers })
    expect([header('cache-control'), header('x-content-type-options'), header('cross-origin-resource-policy')]).toEqual(
      ['no-store', 'nosniff', 'same-origin'],
    )
  }
})
