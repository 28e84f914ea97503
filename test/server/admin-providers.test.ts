import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { ask, speakOnce } from '../support/http.ts'
import { type Entry, entries, type ProviderId, providerIds, tokenForm } from '../support/providers.ts'

// GET /__admin/providers tells a client all it needs; whoever follows it arrives.

let server: MockServer
let told: Entry[]

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
  told = await entries(server.url)
})

afterAll(() => server.close())

function entry(id: ProviderId): Entry {
  const found = told.find((one) => one.id === id)
  if (found === undefined) throw new Error(`${id} is not told`)
  return found
}

test('tells of the four providers in JSON', async () => {
  const answer = await ask(server.url, '/__admin/providers')
  expect(answer.status).toBe(200)
  expect(answer.header('content-type')).toMatch(/^application\/json/)
  expect(told.map(({ id }) => id).sort()).toEqual(['cekura', 'cloudflare', 'cradl', 'nirvana'])
})

test.each(providerIds)('tells every member of %s that the issue lists', (id) => {
  const expected = ['id', 'title', 'baseUrl', 'operationUrl', 'credentials', 'env']
  expect(Object.keys(entry(id))).toEqual(expect.arrayContaining(expected))
})

test('tells of a token URL where there is one, and only there', () => {
  expect(told.filter((one) => 'tokenUrl' in one).map(({ id }) => id)).toEqual(['cradl'])
})

test.each([
  ['cekura', '/api.cekura.ai', '/api.cekura.ai/user/organizations/'],
  ['cloudflare', '/api.cloudflare.com/client/v4', '/api.cloudflare.com/client/v4/user/organizations'],
  ['cradl', '/api.cradl.ai/v1', '/api.cradl.ai/v1/organizations'],
  ['nirvana', '/api.nirvanalabs.io', '/api.nirvanalabs.io/v1/organizations'],
] as const)('tells where %s is: what its SDK wants, and the whole URL', (id, base, operation) => {
  expect(entry(id)).toMatchObject({ baseUrl: server.url + base, operationUrl: server.url + operation })
})

test('tells where Cradl gives its tokens', () => {
  expect(entry('cradl').tokenUrl).toBe(`${server.url}/auth.cradl.ai/oauth2/token`)
})

test.each(providerIds)('gives %s a title and credentials in words', (id) => {
  const { title, credentials } = entry(id)
  expect(title).toMatch(/[A-Z]\w+/)
  expect(Object.values(credentials).length).toBeGreaterThan(0)
  for (const [name, value] of Object.entries(credentials)) {
    expect(name).toMatch(/\w+/)
    expect(value).toMatch(/\S/)
  }
})

test.each<[ProviderId, Record<string, string | null>]>([
  ['cekura', { CEKURA_API_KEY: null, CEKURA_API_URL: '/api.cekura.ai', CEKURA_BASE_URL: '/api.cekura.ai' }],
  [
    'cloudflare',
    {
      CLOUDFLARE_EMAIL: null,
      CLOUDFLARE_API_KEY: null,
      CLOUDFLARE_BASE_URL: '/api.cloudflare.com/client/v4',
      CLOUDFLARE_API_URL: '/api.cloudflare.com/client/v4',
    },
  ],
  [
    'cradl',
    {
      CRADL_CLIENT_ID: null,
      CRADL_CLIENT_SECRET: null,
      CRADL_AUTH_ENDPOINT: '/auth.cradl.ai/oauth2/token',
      CRADL_API_ENDPOINT: '/api.cradl.ai/v1',
      LAS_CLIENT_ID: null,
      LAS_CLIENT_SECRET: null,
      LAS_AUTH_ENDPOINT: '/auth.cradl.ai/oauth2',
      LAS_API_ENDPOINT: '/api.cradl.ai/v1',
    },
  ],
  ['nirvana', { NIRVANA_LABS_API_KEY: null, NIRVANA_LABS_BASE_URL: '/api.nirvanalabs.io' }],
])("gives the vendor's own variables of %s", (id, expected) => {
  const { env } = entry(id)
  expect(Object.keys(env).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, url] of Object.entries(expected)) {
    if (url === null) expect(env[name]).toMatch(/^\S{5,}$/)
    else expect(name === 'LAS_AUTH_ENDPOINT' ? `http://${env[name]}` : env[name]).toBe(server.url + url)
  }
})

test('gives the same values in the variables as in the credentials', () => {
  for (const id of providerIds) {
    const secrets = Object.entries(entry(id).env).filter(([name]) => !/_(URL|ENDPOINT)$/.test(name))
    for (const [, value] of secrets) expect(Object.values(entry(id).credentials)).toContain(value)
  }
})

describe('a request made from the variables alone', () => {
  const status = async (url: string, init: RequestInit = {}) => (await fetch(url, init)).status

  test('gets the organizations of Cekura', async () => {
    const { CEKURA_API_KEY = '', CEKURA_API_URL } = entry('cekura').env
    const headers = { 'X-CEKURA-API-KEY': CEKURA_API_KEY }
    expect(await status(`${CEKURA_API_URL}/user/organizations/`, { headers })).toBe(200)
  })

  test('gets the organizations of Cloudflare', async () => {
    const { CLOUDFLARE_EMAIL = '', CLOUDFLARE_API_KEY = '', CLOUDFLARE_BASE_URL } = entry('cloudflare').env
    const headers = { 'X-Auth-Email': CLOUDFLARE_EMAIL, 'X-Auth-Key': CLOUDFLARE_API_KEY }
    expect(await status(`${CLOUDFLARE_BASE_URL}/user/organizations`, { headers })).toBe(200)
  })

  test('gets a token and the organizations of Cradl', async () => {
    const { env } = entry('cradl')
    const issued = await fetch(env['CRADL_AUTH_ENDPOINT'] ?? '', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: tokenForm(env),
    })
    expect(issued.status).toBe(200)
    const { access_token: token } = (await issued.json()) as { access_token: string }
    const headers = { Authorization: `Bearer ${token}` }
    expect(await status(`${env['CRADL_API_ENDPOINT']}/organizations`, { headers })).toBe(200)
  })

  test('gets the organizations of Nirvana', async () => {
    const { NIRVANA_LABS_API_KEY, NIRVANA_LABS_BASE_URL } = entry('nirvana').env
    const headers = { Authorization: `Bearer ${NIRVANA_LABS_API_KEY}` }
    expect(await status(`${NIRVANA_LABS_BASE_URL}/v1/organizations`, { headers })).toBe(200)
  })

  test('is understood in the same way by another server of the same seed', async () => {
    const key = entry('nirvana').env['NIRVANA_LABS_API_KEY']
    const headers = { Authorization: `Bearer ${key}` }
    const page = await (await fetch(`${server.url}/api.nirvanalabs.io/v1/organizations?limit=1`, { headers })).json()
    const replica = await startMockServer({ port: 0, only: ['nirvana'] })
    const same = await (await fetch(`${replica.url}/v1/organizations?limit=1`, { headers })).json()
    await replica.close()
    expect(same).toEqual(page)
  })
})

describe('the addresses', () => {
  // Under any Host and for any client, with the token.
  const token = 'open-sesame-open-sesame'
  const headers = { Authorization: `Bearer ${token}` }
  let open: MockServer

  beforeAll(async () => {
    open = await startMockServer({ port: 0, adminToken: token })
  })
  afterAll(() => open.close())

  test.each([
    ['a name', 'mocks.test', 'http://mocks.test'],
    ['a name and a port', 'mocks.test:9999', 'http://mocks.test:9999'],
    ['localhost', 'localhost:8080', 'http://localhost:8080'],
    ['an IPv4 address', '10.1.2.3:81', 'http://10.1.2.3:81'],
    ['an IPv6 address', '[::1]:8080', 'http://[::1]:8080'],
  ])('follow the Host that the client used: %s', async (_, host, origin) => {
    const found = await entries(open.url, { ...headers, Host: host })
    expect(found.map(({ baseUrl }) => baseUrl).sort()).toEqual([
      `${origin}/api.cekura.ai`,
      `${origin}/api.cloudflare.com/client/v4`,
      `${origin}/api.cradl.ai/v1`,
      `${origin}/api.nirvanalabs.io`,
    ])
    expect(found.find(({ id }) => id === 'cloudflare')?.env['CLOUDFLARE_BASE_URL']).toBe(
      `${origin}/api.cloudflare.com/client/v4`,
    )
    expect(found.find(({ id }) => id === 'cradl')?.tokenUrl).toBe(`${origin}/auth.cradl.ai/oauth2/token`)
  })

  test('follow the target where it is in absolute form', async () => {
    const answer = await speakOnce(
      open.url,
      `GET http://mocks.test:77/__admin/providers HTTP/1.1\r\nHost: other.test\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    )
    expect((answer.json() as Entry[]).map(({ baseUrl }) => new URL(baseUrl).host)).toEqual(
      Array(4).fill('mocks.test:77'),
    )
  })

  test('are those of the socket for a client that names no Host', async () => {
    const answer = await speakOnce(
      open.url,
      `GET /__admin/providers HTTP/1.0\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    )
    expect((answer.json() as Entry[]).map(({ baseUrl }) => new URL(baseUrl).origin)).toEqual(Array(4).fill(open.url))
  })

  test.each(['a b', '"><b>', "'; rm -rf ~ #", 'x/../../y', 'user:password@mocks.test', '$(id)'])(
    'hold nothing of a Host that is none: %s',
    async (host) => {
      const answer = await ask(open.url, '/__admin/providers', { headers: { ...headers, Host: host } })
      expect(answer.status).toBeLessThan(500)
      if (answer.status !== 200) return
      for (const { baseUrl, operationUrl } of answer.json() as Entry[]) {
        expect(baseUrl).not.toContain(host)
        expect(new URL(operationUrl).username).toBe('')
      }
    },
  )
})

test('only the providers that are served are told', async () => {
  const some = await startMockServer({ port: 0, only: ['nirvana', 'cekura'] })
  const ids = (await entries(some.url)).map(({ id }) => id)
  await some.close()
  expect(ids.sort()).toEqual(['cekura', 'nirvana'])
})

test('what the server object tells is what its route tells', () => {
  expect(JSON.parse(JSON.stringify(server.providers))).toEqual(told)
})
