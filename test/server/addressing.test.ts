import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMockApp, type MockServer, startMockServer } from '../../src/compose/index.ts'
import { ask, speakOnce } from '../support/http.ts'
import {
  credentialHeaders,
  entries,
  expectNotFound,
  expectOrganizations,
  expectOwnWords,
  hostOf,
  operations,
  type ProviderId,
  pathOf,
  providerIds,
  tokenForm,
} from '../support/providers.ts'

// Who is asked: the Host header first, then the first path segment, then the server's own routes, then a 404 that helps.

let server: MockServer
let valid: Record<ProviderId, Record<string, string>>
let env: Record<string, string>

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
  valid = await credentialHeaders(server.url)
  env = Object.assign({}, ...(await entries(server.url)).map((entry) => entry.env)) as Record<string, string>
})

afterAll(() => server.close())

describe('a real URL behind the address of the server', () => {
  test.each(providerIds)('is answered by %s', async (id) => {
    expectOrganizations(id, await ask(server.url, `/${operations[id]}`, { headers: valid[id] }))
  })

  test('is answered by the token endpoint of Cradl', async () => {
    const answer = await ask(server.url, '/auth.cradl.ai/oauth2/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: tokenForm(env),
    })
    expect(answer.status).toBe(200)
    expect(answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: expect.any(Number) })
  })

  test.each(providerIds)('keeps its query string for %s', async (id) => {
    const target = `/${operations[id]}?${smallPage[id]}`
    const body = (await ask(server.url, target, { headers: valid[id] })).json() as Record<string, unknown[]>
    expect(items(id, body)).toHaveLength(id === 'cekura' ? 127 : 5)
  })

  test.each(providerIds)('is unknown to %s when only the host is given', async (id) => {
    expectNotFound(id, await ask(server.url, `/${hostOf(id)}`, { headers: valid[id] }))
    expectNotFound(id, await ask(server.url, `/${hostOf(id)}/`, { headers: valid[id] }))
  })

  test('belongs to one host of Cradl only: the API gives no tokens and the token host no organizations', async () => {
    const tokenAtApi = await ask(server.url, '/api.cradl.ai/oauth2/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: tokenForm(env),
    })
    expect(tokenAtApi.status).toBe(403)
    const listAtToken = await ask(server.url, '/auth.cradl.ai/v1/organizations', { headers: valid.cradl })
    expect(listAtToken.status).toBeGreaterThanOrEqual(400)
    expect(listAtToken.status).toBeLessThan(500)
  })
})

const smallPage: Readonly<Record<ProviderId, string>> = {
  cekura: 'page=2&anything=5',
  cloudflare: 'page=1&per_page=5',
  cradl: 'maxResults=5',
  nirvana: 'limit=5',
}

function items(id: ProviderId, body: Record<string, unknown[]> | unknown[]): unknown {
  if (Array.isArray(body)) return body
  return body[{ cekura: '', cloudflare: 'result', cradl: 'organizations', nirvana: 'items' }[id]]
}

describe('the Host header of a provider', () => {
  test.each(providerIds)('makes %s answer at its real path', async (id) => {
    const answer = await ask(server.url, pathOf(id), { headers: { Host: hostOf(id), ...valid[id] } })
    expectOrganizations(id, answer)
  })

  test.each([
    ['a port', 'api.cloudflare.com:443'],
    ['another port', 'api.cloudflare.com:8080'],
    ['upper case', 'API.CLOUDFLARE.COM'],
    ['mixed case', 'Api.CloudFlare.com'],
    ['a final dot', 'api.cloudflare.com.'],
    ['a final dot before a port', 'api.cloudflare.com.:8080'],
    ['all of these', 'API.Cloudflare.COM.:80'],
  ])('counts with %s too', async (_, host) => {
    const headers = { Host: host, ...valid.cloudflare }
    expectOrganizations('cloudflare', await ask(server.url, '/client/v4/user/organizations', { headers }))
  })

  test.each([
    ['a name that goes on', 'api.cloudflare.com.example.org'],
    ['a name that begins earlier', 'my-api.cloudflare.com'],
    ['the domain alone', 'cloudflare.com'],
    ['a sub-domain', 'x.api.cloudflare.com'],
    ['a host of nobody', 'example.org'],
  ])('does not count as %s', async (_, host) => {
    const answer = await ask(server.url, '/client/v4/user/organizations', {
      headers: { Host: host, ...valid.cloudflare },
    })
    expect(answer.status).toBe(404)
    expect(answer.json()).not.toHaveProperty('errors')
  })

  test('reaches the token endpoint of Cradl', async () => {
    const answer = await ask(server.url, '/oauth2/token', {
      method: 'POST',
      headers: { Host: 'auth.cradl.ai', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: tokenForm(env),
    })
    expect(answer.status).toBe(200)
  })

  test.each(providerIds)('gives every path to %s, the prefix of another provider included', async (id) => {
    const other = id === 'nirvana' ? 'cloudflare' : 'nirvana'
    const headers = { Host: hostOf(id), ...valid[id] }
    expectNotFound(id, await ask(server.url, `/${operations[other]}`, { headers }))
    expectNotFound(id, await ask(server.url, `/${operations[id]}`, { headers }))
  })

  test.each(
    providerIds.flatMap((id) =>
      ['/healthz', '/readyz', '/__admin/providers', '/__admin/tls.pem', '/__admin', '/'].map(
        (target) => [id, target] as const,
      ),
    ),
  )('makes %s answer %s as any path that it does not have', async (id, target) => {
    expectNotFound(id, await ask(server.url, target, { headers: { Host: hostOf(id), ...valid[id] } }))
  })
})

describe('a target in absolute form', () => {
  const key = () => Object.entries(valid.cloudflare).map(([name, value]) => `${name}: ${value}\r\n`)
  const get = (target: string, host: string) =>
    `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${key().join('')}Connection: close\r\n\r\n`

  test.each([
    ['plain', 'http://api.cloudflare.com/client/v4/user/organizations'],
    ['with a port', 'http://api.cloudflare.com:8080/client/v4/user/organizations'],
    ['with upper case', 'HTTP://API.CLOUDFLARE.COM/client/v4/user/organizations'],
    ['with a final dot', 'http://api.cloudflare.com./client/v4/user/organizations'],
    ['with https', 'https://api.cloudflare.com/client/v4/user/organizations'],
    ['with a query', 'http://api.cloudflare.com/client/v4/user/organizations?per_page=5'],
  ])('names the provider, %s', async (_, target) => {
    expectOrganizations('cloudflare', await speakOnce(server.url, get(target, 'localhost')))
  })

  test('keeps its query', async () => {
    const target = 'http://api.cloudflare.com/client/v4/user/organizations?page=2&per_page=7'
    const answer = await speakOnce(server.url, get(target, 'localhost'))
    expect(answer.json()).toMatchObject({ result_info: { page: 2, per_page: 7, count: 7 } })
  })

  // RFC 9112, 3.2.2: the Host header is ignored where the target is in absolute form.
  test('wins over the Host header of another provider', async () => {
    const target = 'http://api.cloudflare.com/client/v4/user/organizations'
    expectOrganizations('cloudflare', await speakOnce(server.url, get(target, 'api.nirvanalabs.io')))
  })

  test('of this server wins over the Host header of a provider', async () => {
    const answer = await speakOnce(server.url, get('http://localhost/healthz', 'api.cloudflare.com'))
    expect(answer.status).toBe(200)
  })

  test('of this server is answered by the first path segment', async () => {
    const target = `http://localhost:8080/${operations.cloudflare}`
    expectOrganizations('cloudflare', await speakOnce(server.url, get(target, 'localhost:8080')))
  })

  test('without any path is a path that the provider does not have', async () => {
    expectNotFound('cloudflare', await speakOnce(server.url, get('http://api.cloudflare.com', 'localhost')))
    expectNotFound('cloudflare', await speakOnce(server.url, get('http://api.cloudflare.com?page=1', 'localhost')))
  })

  test.each(['http://', 'http:///client/v4', 'http://[', 'http://%zz/', 'http://a:b:c/', 'ftp://api.cloudflare.com/'])(
    'that makes no sense (%s) is refused in clear words',
    async (target) => {
      const answer = await speakOnce(server.url, get(target, 'localhost'))
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect(answer.text).toMatch(/\w+ \w+/)
      expect(answer.text).not.toMatch(/<pre>|Cannot GET|^\s+at /m)
    },
  )
})

describe('forwarded headers', () => {
  test.each([
    ['X-Forwarded-Host', 'api.cloudflare.com'],
    ['Forwarded', 'host=api.cloudflare.com;proto=https'],
    ['X-Host', 'api.cloudflare.com'],
    ['X-Original-Host', 'api.cloudflare.com'],
    ['X-Forwarded-Server', 'api.cloudflare.com'],
    ['X-Original-URL', `/${operations.cloudflare}`],
    ['X-Rewrite-URL', `/${operations.cloudflare}`],
    ['X-Forwarded-Prefix', '/api.cloudflare.com'],
  ])('are not asked: %s', async (name, value) => {
    const answer = await ask(server.url, '/client/v4/user/organizations', {
      headers: { [name]: value, ...valid.cloudflare },
    })
    expect(answer.status).toBe(404)
    expect(answer.json()).not.toHaveProperty('errors')
  })

  test('do not take a request away from the provider that the Host header names', async () => {
    const headers = { Host: 'api.cloudflare.com', 'X-Forwarded-Host': 'localhost', ...valid.cloudflare }
    expectNotFound('cloudflare', await ask(server.url, '/healthz', { headers }))
  })

  test('change no address that the server tells', async () => {
    const open = await startMockServer({ port: 0, adminToken: 'open-sesame-open-sesame' })
    const [first] = await entries(open.url, {
      Authorization: 'Bearer open-sesame-open-sesame',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '444',
      Forwarded: 'host=evil.example;proto=https',
    })
    await open.close()
    expect(first?.operationUrl).toBe(`${open.url}/api.cekura.ai/user/organizations/`)
  })
})

describe('where nobody is asked', () => {
  test.each([
    '/',
    '/nope',
    '/user/organizations/',
    '/client/v4/user/organizations',
    '/v1/organizations',
    '/api.example.com/v1/organizations',
    '/__admin/nope',
    '/healthz/deep',
  ])('the answer to %s is a 404 in JSON that lists the base URLs', async (target) => {
    const answer = await ask(server.url, target)
    expect(answer.status).toBe(404)
    expect(answer.header('content-type')).toMatch(/^application\/json/)
    for (const baseUrl of [
      `${server.url}/api.cekura.ai`,
      `${server.url}/api.cloudflare.com/client/v4`,
      `${server.url}/api.cradl.ai/v1`,
      `${server.url}/api.nirvanalabs.io`,
    ]) {
      expect(JSON.stringify(answer.json())).toContain(`"${baseUrl}"`)
    }
  })

  test('the 404 names the server as the client calls it', async () => {
    const answer = await ask(server.url, '/nope', { headers: { Host: 'mocks.test:1234' } })
    expect(JSON.stringify(answer.json())).toContain('"http://mocks.test:1234/api.cekura.ai"')
  })

  test.each([
    '//',
    '//api.cloudflare.com/client/v4/user/organizations',
    '/%zz',
    '/%2Fapi.cloudflare.com',
    '/%00',
    '/?%zz=%zz',
    '/..',
    '/api.cloudflare.com%2Fclient',
    `/${'a'.repeat(8000)}`,
  ])('the answer to the odd target %s is JSON too', async (target) => {
    const answer = await ask(server.url, target)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.header('content-type')).toMatch(/^application\/json/)
    expect(answer.json()).toBeTypeOf('object')
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('a %s gets no page of the framework', async (method) => {
    for (const target of ['/nope', '/healthz', '/__admin/providers']) {
      const answer = await ask(server.url, target, { method })
      expect(answer.status).toBeLessThan(500)
      expect(answer.text).not.toMatch(/<pre>|Cannot /)
    }
  })
})

describe('odd paths behind the prefix of a provider', () => {
  // Paths that no provider has, whatever it does to them first.
  const unknown = (id: ProviderId): string[] => {
    const path = pathOf(id)
    return [
      `/${path}`,
      path.replace('/organizations', '//organizations'),
      path.toUpperCase(),
      path.replace('organizations', 'Organizations'),
      `${path}/x`,
      `${path}%zz`,
      path.replace('organizations', '%zz'),
      path.replace('organizations', '%E0%A4%A'),
      path.replace('organizations', '%'),
      `${path}%00`,
      `${path}%C3%28`,
      '/%zz',
      '/',
      '/nope',
      `/${'a'.repeat(8000)}`,
    ]
  }

  test.each(providerIds.flatMap((id) => unknown(id).map((path) => [id, path] as const)))(
    '%s has no %s',
    async (id, path) => {
      expectNotFound(id, await ask(server.url, `/${hostOf(id)}${path}`, { headers: valid[id] }))
    },
  )

  test.each(providerIds.flatMap((id) => unknown(id).map((path) => [id, path] as const)))(
    'under its own Host, %s has no %s',
    async (id, path) => {
      expectNotFound(id, await ask(server.url, path, { headers: { Host: hostOf(id), ...valid[id] } }))
    },
  )

  // What a provider makes of these is nowhere written; that it is the provider who answers is.
  const open = (id: ProviderId): string[] => {
    const path = pathOf(id)
    return [
      path.replace('organizations', '%6Frganizations'),
      path.replace('/organizations', '%2Forganizations'),
      path.replace('/organizations', '/./organizations'),
      path.replace('/organizations', '/x/../organizations'),
      '/../../etc/passwd',
      `${path};a=b`,
      `${path}#fragment`,
      `${path}?`,
      `${path}??`,
      `${path}?&&==&`,
      `${path}?%zz`,
      `${path}?a=%zz&%E0%A4%A=1`,
      `${path}?__proto__=1&constructor=2&toString=3`,
      `${path}?${'a[]=1&'.repeat(1200)}`,
      `${path.replace(/\/$/, '')}%20`,
      `${path}/`,
    ]
  }

  test.each(providerIds.flatMap((id) => open(id).map((path) => [id, path] as const)))(
    '%s answers %s in its own words',
    async (id, path) => {
      expectOwnWords(id, await ask(server.url, `/${hostOf(id)}${path}`, { headers: valid[id] }))
      expectOwnWords(id, await ask(server.url, path, { headers: { Host: hostOf(id), ...valid[id] } }))
    },
  )
})

describe('paths in answers', () => {
  test.each([
    ['the prefix that the request came with', {}, '/api.cekura.ai/user/organizations?x=1&y=%20', '/api.cekura.ai'],
    ['no prefix under the Host of the provider', { Host: 'api.cekura.ai' }, '/user/organizations?x=1&y=%20', ''],
  ])('a Location has %s', async (_, headers, target, prefix) => {
    const answer = await ask(server.url, target, { headers })
    expect(answer.status).toBe(301)
    expect(answer.header('location')).toBe(`${prefix}/user/organizations/?x=1&y=%20`)
  })

  test('a Location has the prefix when the target was in absolute form too', async () => {
    const target = 'http://localhost/api.cekura.ai/user/organizations'
    const answer = await speakOnce(server.url, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect([answer.status, answer.header('location')]).toEqual([301, '/api.cekura.ai/user/organizations/'])
  })

  test('a path quoted in a body is the one that the provider knows', async () => {
    const answer = await ask(server.url, '/api.cloudflare.com/client/v4/nope', { headers: valid.cloudflare })
    expect(answer.json()).toMatchObject({
      errors: [{ message: 'Could not route to /client/v4/nope, perhaps your object identifier is invalid?' }],
    })
  })
})

describe('with --only', () => {
  async function serving(only: readonly string[], run: (origin: string) => Promise<void>): Promise<void> {
    const app = await createMockApp({ only })
    const listener = http.createServer(app).listen(0, '127.0.0.1')
    await new Promise((resolve) => listener.once('listening', resolve))
    try {
      await run(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`)
    } finally {
      listener.closeAllConnections()
      listener.close()
    }
  }

  test.each(providerIds)('%s answers at the root as well as behind its prefix and under its Host', (id) =>
    serving([id], async (origin) => {
      const headers = valid[id]
      expectOrganizations(id, await ask(origin, pathOf(id), { headers }))
      expectOrganizations(id, await ask(origin, `/${operations[id]}`, { headers }))
      expectOrganizations(id, await ask(origin, pathOf(id), { headers: { Host: hostOf(id), ...headers } }))
    }),
  )

  test('Cradl gives its tokens at the root too', () =>
    serving(['cradl'], async (origin) => {
      const answer = await ask(origin, '/oauth2/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: tokenForm(env),
      })
      expect(answer.status).toBe(200)
      const { access_token: token } = answer.json() as { access_token: string }
      const headers = { Authorization: `Bearer ${token}` }
      expectOrganizations('cradl', await ask(origin, '/v1/organizations', { headers }))
    }))

  test('the server still answers its own routes', () =>
    serving(['cloudflare'], async (origin) => {
      expect((await ask(origin, '/healthz')).status).toBe(200)
      expect((await ask(origin, '/readyz')).status).toBe(200)
      expect((await entries(origin)).map(({ id }) => id)).toEqual(['cloudflare'])
    }))

  test.each(providerIds)('%s answers odd paths at the root in its own words', (id) =>
    serving([id], async (origin) => {
      for (const path of ['/nope', `/${pathOf(id)}`, pathOf(id).toUpperCase(), '/%zz']) {
        expectNotFound(id, await ask(origin, path, { headers: valid[id] }))
      }
    }),
  )

  test('a Location at the root has no prefix', () =>
    serving(['cekura'], async (origin) => {
      expect((await ask(origin, '/user/organizations')).header('location')).toBe('/user/organizations/')
    }))

  test('the other providers are not there', () =>
    serving(['cloudflare'], async (origin) => {
      const answer = await ask(origin, `/${operations.nirvana}`, { headers: valid.nirvana })
      expect(answer.status).toBe(404)
    }))

  test('two providers share the server, and neither has the root', () =>
    serving(['cloudflare', 'nirvana'], async (origin) => {
      expectOrganizations('cloudflare', await ask(origin, `/${operations.cloudflare}`, { headers: valid.cloudflare }))
      expectOrganizations('nirvana', await ask(origin, `/${operations.nirvana}`, { headers: valid.nirvana }))
      const answer = await ask(origin, '/client/v4/user/organizations', { headers: valid.cloudflare })
      expect(answer.status).toBe(404)
      expect(JSON.stringify(answer.json())).toContain(`"${origin}/api.nirvanalabs.io"`)
    }))
})

describe('the own routes', () => {
  test.each(['/healthz', '/readyz'])('%s says that all is well', async (target) => {
    expect((await ask(server.url, target)).status).toBe(200)
  })

  test.each(['/healthz', '/readyz', '/healthz?x=1'])(
    '%s needs no credentials and no Host that is known',
    async (target) => {
      expect((await ask(server.url, target, { headers: { Host: 'anything.test' } })).status).toBe(200)
    },
  )

  test('a client of HTTP 1.0, which sends no Host, reaches them', async () => {
    expect((await speakOnce(server.url, 'GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(200)
  })
})
