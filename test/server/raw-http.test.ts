import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { type Answer, ask, speak, speakOnce } from '../support/http.ts'
import {
  credentialHeaders,
  entries,
  expectNotFound,
  hostOf,
  operations,
  type ProviderId,
  pathOf,
  providerIds,
  tokenForm,
} from '../support/providers.ts'

// What goes over the wire, byte by byte: a client may be older, stricter or ruder than Node's own.

let server: MockServer
let valid: Record<ProviderId, Record<string, string>>

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
  valid = await credentialHeaders(server.url)
})

afterAll(() => server.close())

/** A whole request as text; the connection ends after it unless told otherwise. */
function request(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  { close = true, body = '' } = {},
): string {
  const lines = { Host: 'localhost', ...headers, ...(close ? { Connection: 'close' } : {}) }
  return `${method} ${target} HTTP/1.1\r\n${Object.entries(lines)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`
}

const get = (id: ProviderId, query = '') => request('GET', `/${operations[id]}${query}`, valid[id])

function expectClearWords(answer: Answer): void {
  expect(answer.header('content-length')).toBe(String(Buffer.byteLength(answer.text)))
  expect(answer.text).toMatch(/[a-z]+ [a-z]+ [a-z]+/i)
  expect(answer.text).not.toMatch(/<pre>|^\s+at |HPE_|node:internal/m)
}

describe('what is no HTTP', () => {
  test.each([
    ['words', 'hello there, mock\r\n\r\n'],
    ['a version of the future', 'GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n'],
    ['a method that nobody knows', 'FETCH /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a method in lower case', 'get /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a space inside the target', 'GET /health z HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a control character in a header', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: \x01\r\n\r\n'],
    ['a header without a colon', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n'],
    ['a space before the colon', 'GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n'],
    ['a length that is no number', 'POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: ten\r\n\r\n'],
    ['a negative length', 'POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n'],
    ['two lengths', 'POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length beside chunks',
      'POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['no Host at all', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['the greeting of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['the greeting of TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['only zeros', Buffer.alloc(64)],
  ])('is refused with 400 in clear words: %s', async (_, bytes) => {
    const answer = await speakOnce(server.url, bytes)
    expect(answer.status).toBe(400)
    expectClearWords(answer)
  })

  test('in a body of chunks ends the connection and nothing else', async () => {
    const broken = request('POST', `/${operations.cloudflare}`, { 'Transfer-Encoding': 'chunked', ...valid.cloudflare })
    const answers = await speak(server.url, `${broken}zz\r\nno chunk\r\n0\r\n\r\n`)
    for (const { status } of answers) expect(status).toBeLessThan(500)
    expect((await ask(server.url, '/healthz')).status).toBe(200)
  })

  test('does not take the answer away from the request before it on the same connection', async () => {
    const first = request('GET', '/healthz', {}, { close: false })
    const answers = await speak(server.url, `${first}GARBAGE\r\n\r\n`)
    expect(answers[0]?.status).toBe(200)
  })

  test('leaves the server answering others', async () => {
    await speakOnce(server.url, 'nonsense\r\n\r\n')
    expect((await ask(server.url, '/healthz')).status).toBe(200)
  })
})

describe('the size of a request', () => {
  test.each([
    ['one header', request('GET', '/healthz', { 'X-Long': 'a'.repeat(17 * 1024) })],
    [
      'many headers',
      request('GET', '/healthz', Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`X-${i}`, 'a'.repeat(60)]))),
    ],
    ['the target', request('GET', `/api.nirvanalabs.io/v1/organizations?cursor=${'a'.repeat(17 * 1024)}`)],
    [
      'a header under the Host of a provider',
      request('GET', '/', { Host: 'api.cloudflare.com', 'X-Long': 'a'.repeat(17 * 1024) }),
    ],
  ])('past 16 KB of headers is refused with 431 in clear words: %s', async (_, bytes) => {
    const answer = await speakOnce(server.url, bytes)
    expect(answer.status).toBe(431)
    expectClearWords(answer)
    expect(answer.text).toMatch(/header/i)
  })

  test('of 15 KB of headers is fine', async () => {
    const answer = await speakOnce(server.url, request('GET', '/healthz', { 'X-Long': 'a'.repeat(15 * 1024) }))
    expect(answer.status).toBe(200)
  })

  test.each([
    ['nirvana', 'cursor'],
    ['cradl', 'nextToken'],
  ] as const)('with a cursor of 8 KB reaches %s, which refuses it', async (id, parameter) => {
    const answer = await speakOnce(server.url, get(id, `?${parameter}=${'A'.repeat(8192)}`))
    expect(answer.status).toBe(400)
    expect(answer.json()).toEqual({ message: expect.stringMatching(/\w/) })
  })

  test('with a page number of 8 KB reaches Cloudflare, which refuses it', async () => {
    const answer = await speakOnce(server.url, get('cloudflare', `?page=${'9'.repeat(8192)}`))
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({ success: false, messages: [], result: null })
  })

  test.each([65_537, 200_000, 2_000_000])('with a body of %i bytes gets the answer of a wrong method', async (size) => {
    const answer = await speakOnce(
      server.url,
      request(
        'POST',
        `/${operations.cloudflare}`,
        {
          ...valid.cloudflare,
          'Content-Type': 'application/json',
          'Content-Length': String(size),
        },
        { body: 'x'.repeat(size) },
      ),
    )
    expect(answer.status).toBe(405)
    expect(answer.json()).toMatchObject({ errors: [{ code: 7001 }] })
  })

  test.each([65_537, 200_000])(
    'with a body of %i bytes is refused by the token endpoint in its own words',
    async (size) => {
      const answer = await speakOnce(
        server.url,
        request(
          'POST',
          '/auth.cradl.ai/oauth2/token',
          {
            'Content-Type': 'application/x-www-form-urlencoded',
            'Content-Length': String(size),
          },
          { body: 'a='.padEnd(size, 'x') },
        ),
      )
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect(answer.json()).toMatchObject({ error: expect.any(String) })
    },
  )

  test.each([
    ['is no gzip though it says so', { 'Content-Encoding': 'gzip' }],
    ['has an encoding that nobody knows', { 'Content-Encoding': 'x-unknown' }],
    ['has a character set that nobody knows', { 'Content-Type': 'text/plain; charset=x-unknown' }],
    ['has a type that is none', { 'Content-Type': ';;;' }],
  ])('does not matter where the method is wrong: a body that %s', async (_, headers) => {
    const bytes = request(
      'POST',
      `/${operations.cloudflare}`,
      { ...valid.cloudflare, ...headers, 'Content-Length': '7' },
      { body: 'nothing' },
    )
    const answer = await speakOnce(server.url, bytes)
    expect(answer.status).toBe(405)
    expect(answer.json()).toMatchObject({ errors: [{ code: 7001 }] })
  })

  test('with a body to GET is answered as without', async () => {
    const headers = { ...valid.nirvana, 'Content-Length': '3' }
    const answer = await speakOnce(server.url, request('GET', `/${operations.nirvana}`, headers, { body: 'abc' }))
    expect(answer.status).toBe(200)
  })
})

describe('HEAD', () => {
  test.each(['cekura', 'nirvana'] as const)('gets the headers of GET from %s and no body', async (id) => {
    const [head, after] = await speak(
      server.url,
      request('HEAD', `/${operations[id]}`, valid[id], { close: false }) + request('GET', '/healthz'),
      ['HEAD', 'GET'],
    )
    const full = await speakOnce(server.url, get(id))
    expect(head?.status).toBe(200)
    expect(head?.header('content-length')).toBe(String(Buffer.byteLength(full.text)))
    expect(head?.header('content-type')).toBe(full.header('content-type'))
    expect(after?.status).toBe(200)
  })

  test('to Cradl is refused without a body but with its length', async () => {
    const [head, after] = await speak(
      server.url,
      request('HEAD', `/${operations.cradl}`, valid.cradl, { close: false }) + request('GET', '/healthz'),
      ['HEAD', 'GET'],
    )
    expect([head?.status, head?.header('content-length')]).toEqual([
      403,
      String('{"message":"Missing Authentication Token"}'.length),
    ])
    expect(after?.status).toBe(200)
  })

  test.each(providerIds)('without credentials has no body at %s either', async (id) => {
    const answers = await speak(
      server.url,
      request('HEAD', `/${operations[id]}`, {}, { close: false }) + request('GET', '/healthz'),
      ['HEAD', 'GET'],
    )
    expect(answers).toHaveLength(2)
    expect(answers[0]?.status).toBeGreaterThanOrEqual(400)
    expect(answers[1]?.status).toBe(200)
  })

  test.each(['/healthz', '/readyz', '/nope', '/__admin/providers'])('to %s has no body', async (target) => {
    const answers = await speak(
      server.url,
      request('HEAD', target, {}, { close: false }) + request('GET', '/healthz'),
      ['HEAD', 'GET'],
    )
    expect(answers.map(({ status }) => status).at(-1)).toBe(200)
    expect(answers).toHaveLength(2)
  })
})

describe('requests sent before their answers', () => {
  test('are answered in their order', async () => {
    const targets = [5, 6, 7, 8, 9, 10].map((size) => `/${operations.cloudflare}?per_page=${size}`)
    const bytes = targets.map((target, i) =>
      request('GET', target, valid.cloudflare, { close: i === targets.length - 1 }),
    )
    const sizes = (await speak(server.url, bytes.join(''))).map(
      (answer) => (answer.json() as { result_info: { per_page: number } }).result_info.per_page,
    )
    expect(sizes).toEqual([5, 6, 7, 8, 9, 10])
  })

  test('are answered in their order when the first one takes longest', async () => {
    const env = Object.assign({}, ...(await entries(server.url)).map((entry) => entry.env)) as Record<string, string>
    const form = tokenForm(env)
    const answers = await speak(
      server.url,
      request(
        'POST',
        '/auth.cradl.ai/oauth2/token',
        { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(form.length) },
        { close: false, body: form },
      ) +
        request('GET', '/healthz', {}, { close: false }) +
        request('GET', `/${operations.nirvana}?limit=1`, valid.nirvana, { close: false }) +
        request('GET', '/nope'),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404])
    expect(answers[0]?.json()).toHaveProperty('access_token')
    expect(answers[2]?.json()).toHaveProperty('items')
  })

  test('arrive whole when they come one byte at a time', async () => {
    const { default: net } = await import('node:net')
    const text = await new Promise<string>((resolve, reject) => {
      const socket = net.connect({ host: '127.0.0.1', port: Number(new URL(server.url).port), noDelay: true })
      let received = ''
      socket.on('data', (chunk) => {
        received += chunk
      })
      socket.on('close', () => resolve(received))
      socket.on('error', reject)
      void (async () => {
        for (const byte of request('GET', '/healthz')) {
          socket.write(byte)
          await new Promise((next) => setImmediate(next))
        }
      })()
    })
    expect(text).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('headers on the wire', () => {
  // Those that Node's own connection handling writes.
  const ofNode = ['Date', 'Connection', 'Keep-Alive', 'Content-Length']
  const names = (answer: Answer) => answer.lines.map(([name]) => name)

  test.each([
    ['a page', 200, {}, `/${operations.cloudflare}`],
    ['a refusal', 400, null, `/${operations.cloudflare}`],
    ['a path that it does not have', 404, {}, '/api.cloudflare.com/client/v4/nope'],
  ] as const)(
    'are written in lower case by Cloudflare for %s, exactly these',
    async (_, status, credentials, target) => {
      const headers = credentials === null ? {} : valid.cloudflare
      const answer = await speakOnce(server.url, request('GET', target, headers))
      expect(answer.status).toBe(status)
      expect(
        names(answer)
          .filter((name) => !ofNode.includes(name))
          .sort(),
      ).toEqual([
        'cache-control',
        'cf-cache-status',
        'cf-ray',
        'content-type',
        'expires',
        'pragma',
        'ratelimit',
        'ratelimit-policy',
        'server',
        'set-cookie',
        'set-cookie',
        'strict-transport-security',
        'x-content-type-options',
        'x-frame-options',
      ])
    },
  )

  test('of Cloudflare have the values that were seen', async () => {
    const answer = await speakOnce(server.url, get('cloudflare'))
    expect(Object.fromEntries(answer.lines)).toMatchObject({
      'content-type': 'application/json',
      'cf-ray': expect.stringMatching(/^[0-9a-f]{16}-[A-Z]{3}$/),
      'cf-cache-status': 'DYNAMIC',
      'cache-control': 'no-store, no-cache, must-revalidate, post-check=0, pre-check=0',
      expires: 'Sun, 25 Jan 1981 05:00:00 GMT',
      pragma: 'no-cache',
      server: 'cloudflare',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'strict-transport-security': 'max-age=31536000',
      ratelimit: expect.stringMatching(/^"[a-z]+";r=\d+;t=\d+$/),
      'ratelimit-policy': expect.stringMatching(/^"[a-z]+";q=\d+;w=\d+$/),
    })
  })

  test('of two answers of Cloudflare have different request identifiers', async () => {
    const rays = [await speakOnce(server.url, get('cloudflare')), await speakOnce(server.url, get('cloudflare'))]
    expect(rays[0]?.header('cf-ray')).not.toBe(rays[1]?.header('cf-ray'))
  })

  test.each([
    [
      'cekura',
      [
        'Content-Type',
        'Allow',
        'Vary',
        'X-Frame-Options',
        'X-Content-Type-Options',
        'Referrer-Policy',
        'Cross-Origin-Opener-Policy',
      ],
    ],
    [
      'cradl',
      [
        'Content-Type',
        'Access-Control-Allow-Origin',
        'Access-Control-Allow-Headers',
        'x-amzn-RequestId',
        'x-amz-apigw-id',
        'X-Amzn-Trace-Id',
      ],
    ],
  ] as const)('of %s are spelled as its framework spells them', async (id, expected) => {
    expect(names(await speakOnce(server.url, get(id)))).toEqual(expect.arrayContaining([...expected]))
  })

  test.each(providerIds)('of %s name the type without a charset, and nothing of Express', async (id) => {
    for (const bytes of [get(id), request('GET', `/${operations[id]}`)]) {
      const answer = await speakOnce(server.url, bytes)
      expect(answer.header('content-type')).toBe('application/json')
      expect(answer.header('x-powered-by')).toBeUndefined()
      expect(answer.header('etag')).toBeUndefined()
      expect(answer.header('last-modified')).toBeUndefined()
    }
  })

  test.each(providerIds)('of %s stand once each, cookies aside, and give the length of the body', async (id) => {
    const answer = await speakOnce(server.url, get(id))
    const lower = names(answer)
      .map((name) => name.toLowerCase())
      .filter((name) => name !== 'set-cookie')
    expect(lower).toEqual([...new Set(lower)])
    expect(answer.header('content-length')).toBe(String(Buffer.byteLength(answer.text)))
    expect(answer.header('transfer-encoding')).toBeUndefined()
  })

  test.each(['cekura', 'cloudflare', 'nirvana'] as const)('of %s allow no browser of another origin', async (id) => {
    const answer = await speakOnce(
      server.url,
      request('GET', `/${operations[id]}`, { ...valid[id], Origin: 'https://app.example' }),
    )
    expect(names(answer).filter((name) => /^access-control/i.test(name))).toEqual([])
  })

  test.each(['/healthz', '/nope', '/__admin/providers'])('of %s do not name the framework', async (target) => {
    const answer = await speakOnce(server.url, request('GET', target))
    expect(answer.header('x-powered-by')).toBeUndefined()
  })

  test.each([
    ['If-None-Match', '*'],
    ['If-Modified-Since', 'Fri, 01 Jan 2100 00:00:00 GMT'],
    ['Range', 'bytes=0-10'],
    ['Accept-Encoding', 'gzip, br'],
    ['Upgrade-Insecure-Requests', '1'],
  ])('of the request that the provider does not look at change nothing: %s', async (name, value) => {
    const answer = await speakOnce(
      server.url,
      request('GET', `/${operations.cloudflare}`, { ...valid.cloudflare, [name]: value }),
    )
    expect(answer.status).toBe(200)
    expect(answer.header('content-encoding')).toBeUndefined()
    expect(answer.json()).toHaveProperty('result_info')
  })

  test('that offer another protocol are declined by answering', async () => {
    const bytes = request('GET', `/${operations.cloudflare}`, {
      ...valid.cloudflare,
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAMAAABkAAQCAAAAAAIAAAAA',
    }).replace('Connection: close', 'Connection: close, Upgrade, HTTP2-Settings')
    expect((await speakOnce(server.url, bytes)).status).toBe(200)
  })

  test('that ask to be told to go on are told', async () => {
    const form = 'grant_type=client_credentials'
    const answer = await speakOnce(
      server.url,
      request(
        'POST',
        '/auth.cradl.ai/oauth2/token',
        {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': String(form.length),
          Expect: '100-continue',
        },
        { body: form },
      ),
    )
    expect(answer.status).toBe(400)
  })
})

describe('methods', () => {
  test.each(['PUT', 'POST', 'DELETE', 'PATCH', 'PROPFIND', 'TRACE', 'QUERY', 'OPTIONS'])(
    '%s is no method of Cloudflare for this path',
    async (method) => {
      const answer = await speakOnce(server.url, request(method, `/${operations.cloudflare}`, valid.cloudflare), method)
      expect(answer.status).toBe(405)
      expect(answer.json()).toEqual({
        success: false,
        errors: [{ code: 7001, message: `Method ${method} not available for that URI.` }],
        messages: [],
        result: null,
      })
    },
  )

  test.each(['PUT', 'POST', 'PROPFIND'])('%s is no method of Cekura for this path', async (method) => {
    const answer = await speakOnce(server.url, request(method, `/${operations.cekura}`, valid.cekura), method)
    expect(answer.status).toBe(405)
    expect(answer.json()).toEqual({ detail: `Method "${method}" not allowed.` })
    expect(answer.header('allow')).toBe('GET, HEAD, OPTIONS')
  })

  test.each(['PUT', 'POST', 'PROPFIND'])('%s is for Cradl as a path that it does not have', async (method) => {
    expectNotFound('cradl', await speakOnce(server.url, request(method, `/${operations.cradl}`, valid.cradl), method))
  })

  test.each(['PUT', 'POST', 'PROPFIND', 'OPTIONS'])('%s is no method of Nirvana for this path', async (method) => {
    const answer = await speakOnce(server.url, request(method, `/${operations.nirvana}`, valid.nirvana), method)
    expect(answer.status).toBe(405)
    expect(answer.json()).toEqual({ message: expect.any(String) })
    expect(answer.header('allow')).toContain('GET')
  })

  test.each([
    ['the server', 'localhost:80', ''],
    ['a provider', 'api.cloudflare.com:443', ''],
    ['a provider, under its Host', 'api.cloudflare.com:443', 'api.cloudflare.com'],
  ])('CONNECT is no tunnel: %s', async (_, target, host) => {
    const answer = await speakOnce(server.url, request('CONNECT', target, host === '' ? {} : { Host: host }), 'CONNECT')
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThanOrEqual(501)
    expectClearWords(answer)
    expect((await ask(server.url, '/healthz')).status).toBe(200)
  })

  test('OPTIONS * asks the server itself and gets no page of the framework', async () => {
    const answer = await speakOnce(server.url, request('OPTIONS', '*'), 'OPTIONS')
    expect(answer.status).toBeLessThan(500)
    expect(answer.text).not.toMatch(/<pre>|Cannot OPTIONS/)
  })

  test.each(providerIds)('OPTIONS * under the Host of %s is its own business', async (id) => {
    const answer = await speakOnce(server.url, request('OPTIONS', '*', { Host: hostOf(id), ...valid[id] }), 'OPTIONS')
    expect(answer.status).toBeLessThan(500)
    expect(answer.text).not.toMatch(/<pre>|Cannot OPTIONS/)
  })

  test.each(providerIds)('GET * under the Host of %s is a path that it does not have', async (id) => {
    expectNotFound(id, await speakOnce(server.url, request('GET', '*', { Host: hostOf(id), ...valid[id] })))
  })

  test.each(providerIds)('a lost client does not disturb %s', async (id) => {
    const { default: net } = await import('node:net')
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = net.connect({ host: '127.0.0.1', port: Number(new URL(server.url).port) })
        await new Promise((resolve) => socket.once('connect', resolve))
        socket.write(request('GET', pathOf(id), { Host: hostOf(id), ...valid[id] }, { close: false }))
        socket.resetAndDestroy()
      }),
    )
    expect((await speakOnce(server.url, get(id))).status).toBe(200)
  })
})
