import { expect, test } from 'vitest'
import cekura from '../../mocks/cekura.ts'
import type { MockRequest, Refusal } from '../../src/mock/index.ts'
import { answer, ask, makeProvider, mockRequest } from './ask.ts'

const path = '/user/organizations/'
const key = '8c1f0a6e4b7d42f39d5e2a917c60b8f43e1d5a7290bc46e8a3f7d1c5920b6e84'
const authorized = { 'x-cekura-api-key': key }

const provider = await makeProvider('cekura', cekura)

function list(request: Partial<MockRequest> = {}) {
  return ask(provider, { path, headers: authorized, ...request })
}

function accepting(accept: string) {
  return list({ headers: { ...authorized, accept } })
}

function refuse(refusal: Refusal, request: Partial<MockRequest> = {}) {
  return answer(provider.refuse(refusal, mockRequest(provider, { path, headers: authorized, ...request })))
}

// ---- the documented answer

test('answers the documented request with a bare array of all organizations', async () => {
  const { status, text } = await list()
  expect(status).toBe(200)
  const body = JSON.parse(text)
  expect(Array.isArray(body)).toBe(true)
  expect(body).toHaveLength(127)
})

test('has an empty array when there are no organizations', async () => {
  const empty = await makeProvider('cekura', cekura, { count: 0 })
  expect((await ask(empty, { path, headers: authorized })).text).toBe('[]')
})

test("sends the framework's headers, in its letter case and order, without a charset", async () => {
  const { headers } = await provider.handle(mockRequest(provider, { path, headers: authorized }))
  expect(headers).toEqual([
    ...['Content-Type', 'application/json'],
    ...['Vary', 'Accept'],
    ...['Allow', 'GET, HEAD, OPTIONS'],
    ...['X-Frame-Options', 'DENY'],
    ...['X-Content-Type-Options', 'nosniff'],
    ...['Referrer-Policy', 'same-origin'],
    ...['Cross-Origin-Opener-Policy', 'same-origin'],
  ])
})

test.each(['page=2', 'page_size=1', 'search=zzz', 'format=xml', 'a=%zz&%', 'page[]=1', '&&=', 'x=1&x=2'])(
  'ignores the unknown query %s',
  async (query) => {
    expect(await list({ query })).toEqual(await list())
  },
)

// ---- the path

test.each(['', '/api.cekura.ai'])('redirects to the path with its slash, under the prefix "%s"', async (prefix) => {
  const request = mockRequest(provider, { path: '/user/organizations', query: 'search=a%20b&x=%zz', prefix })
  const { status, headers, body } = await provider.handle(request)
  expect(status).toBe(301)
  expect(headers).toEqual([
    ...['Content-Type', 'text/html; charset=utf-8'],
    ...['Location', `${prefix}/user/organizations/?search=a%20b&x=%zz`],
    ...['X-Content-Type-Options', 'nosniff'],
    ...['Referrer-Policy', 'same-origin'],
    ...['Cross-Origin-Opener-Policy', 'same-origin'],
  ])
  expect(body).toBe('')
})

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  'redirects %s before it looks at key, format or method',
  async (method) => {
    const headers = { accept: 'text/csv', 'x-cekura-api-key': 'wrong' }
    const { status, headers: sent } = await ask(provider, { method, path: '/user/organizations', headers })
    expect([status, sent['location']]).toEqual([301, '/user/organizations/'])
  },
)

test.each([
  ['|"<>^`{}\\', '%7C%22%3C%3E%5E%60%7B%7D%5C'],
  ["a-Z_0.~/#%[]=:;$&()+,!?*@'", "a-Z_0.~/#%[]=:;$&()+,!?*@'"],
  ['é', '%C3%A9'],
  ['a\r\nb', 'a%0D%0Ab'],
  ['\ud800', '%EF%BF%BD'],
])('puts the query %j into the Location as a URI can hold it', async (query, expected) => {
  const { headers } = await ask(provider, { path: '/user/organizations', query })
  expect(headers['location']).toBe(`/user/organizations/?${expected}`)
})

test.each([
  '',
  '/',
  '/user',
  '/user/',
  '/user/organizations//',
  '//user/organizations/',
  '//user/organizations',
  '/user//organizations/',
  '/USER/organizations/',
  '/user/Organizations',
  '/user/./organizations/',
  '/user/organizations/1/',
  '/user/organizations;x/',
  '/user/organizations/%zz',
  '/user/organizations%ff/',
  '/user/organizations/%00',
  '/user/organizations/%0a',
  '/user%252Forganizations/',
])('knows no path %s', async (unknown) => {
  for (const method of ['GET', 'POST', 'OPTIONS']) {
    const { status, headers, text } = await ask(provider, { method, path: unknown, headers: { accept: 'text/csv' } })
    expect(status).toBe(404)
    expect(headers).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(text).toContain('<!doctype html>')
    expect(text).toContain('<title>Not Found</title>')
    expect(text).toContain('<h1>Not Found</h1>')
  }
})

// WSGI servers decode a path before Django sees it.
test.each(['/user/organization%73/', '/user%2Forganizations/', '/user/organizations%2f', '/%75ser/organizations/'])(
  'serves %s, the same path percent-encoded',
  async (encoded) => {
    expect((await list({ path: encoded })).status).toBe(200)
  },
)

test('redirects a percent-encoded path to the plain one', async () => {
  const { status, headers } = await list({ path: '/user/organization%73' })
  expect([status, headers['location']]).toEqual([301, '/user/organizations/'])
})

// ---- the Accept header: what Django REST framework 3.18 does with each of these, JSON being its only renderer

test.each([
  '*/*',
  'application/json',
  'APPLICATION/JSON',
  'application/*',
  '*/json',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'application/json, text/plain, */*',
  'text/csv , application/json',
  'application/json;charset=utf-8',
  'application/json;version=2',
  'application/json ; indent=0',
  'application/json;indent',
  'application/json;indent=',
  'application/json;indent=two',
  'application/json;indent=4.0',
  'application/json;indent=-3',
  // q-values do not count, zero neither.
  'application/json;q=0',
  '*/*;q=0',
  'text/*, */*;q=0',
])('has compact JSON for Accept: %s', async (accept) => {
  expect(await accepting(accept)).toEqual(await list())
})

test.each([
  ['application/json; indent=4', 4],
  ['application/json;indent=1', 1],
  ['application/json;INDENT=2', 2],
  ['application/json; indent = 3', 3],
  ['application/json;indent="5"', 5],
  ['application/json;indent=+6', 6],
  ['application/json;indent=8', 8],
  ['application/json;indent=9', 8],
  ['application/json;indent=4;indent=2', 2],
  ['*/*; indent=7', 7],
  ['application/*;indent=1', 1],
  // The most specific range decides.
  ['*/*, application/json;q=0.1;indent=2', 2],
  ['application/json;q=0.9, application/json;indent=2', 2],
  ['*/*;indent=2, application/*;indent=3', 3],
  ['application/*;indent=3, application/json', 0],
])('indents for Accept: %s by %i', async (accept, spaces) => {
  const { status, headers, text } = await accepting(accept)
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('application/json')
  const [first, second, third] = text.split('\n')
  if (spaces === 0) {
    expect(first?.startsWith('[{"id":')).toBe(true)
  } else {
    expect([first, second]).toEqual(['[', `${' '.repeat(spaces)}{`])
    expect(third?.startsWith(`${' '.repeat(2 * spaces)}"id": 10`)).toBe(true)
  }
  expect(JSON.parse(text)).toEqual(JSON.parse((await list()).text))
})

test.each([
  '',
  ',',
  'text/csv',
  'text/html',
  'text/*',
  '*',
  'json',
  'application',
  '/',
  '*/html',
  'application/xml',
  'application/vnd.api+json',
  'application /json',
  'application/json/x',
  'text/csv;indent=4',
])('cannot satisfy Accept: %s', async (accept) => {
  const { status, headers, text } = await accepting(accept)
  expect(status).toBe(406)
  expect(headers).toMatchObject({ 'content-type': 'application/json', allow: 'GET, HEAD, OPTIONS', vary: 'Accept' })
  expect(text).toBe('{"detail":"Could not satisfy the request Accept header."}')
})

test('indents a refusal too', async () => {
  const { text } = await ask(provider, { path, headers: { accept: 'application/json; indent=4' } })
  expect(text).toBe('{\n    "detail": "Authentication credentials were not provided."\n}')
})

// ---- the key

test('refuses a request without a key in the words of the framework', async () => {
  const { headers, status, body } = await provider.handle(mockRequest(provider, { path }))
  expect(status).toBe(401)
  expect(headers).toEqual([
    ...['Content-Type', 'application/json'],
    ...['WWW-Authenticate', 'Api-Key'],
    ...['Vary', 'Accept'],
    ...['Allow', 'GET, HEAD, OPTIONS'],
    ...['X-Frame-Options', 'DENY'],
    ...['X-Content-Type-Options', 'nosniff'],
    ...['Referrer-Policy', 'same-origin'],
    ...['Cross-Origin-Opener-Policy', 'same-origin'],
  ])
  expect(body).toBe('{"detail":"Authentication credentials were not provided."}')
})

test.each<[string, MockRequest['headers']]>([
  ['an empty key', { 'x-cekura-api-key': '' }],
  ['a bearer token, which the document does not offer', { authorization: `Bearer ${key}` }],
])('takes %s for none', async (_what, headers) => {
  const { status, text } = await ask(provider, { path, headers })
  expect([status, text]).toEqual([401, '{"detail":"Authentication credentials were not provided."}'])
})

test.each([
  ['another key', 'f'.repeat(64)],
  ['a key cut short', key.slice(0, -1)],
  ['a key with one character more', `${key}4`],
  ['a key in upper case', key.toUpperCase()],
  ['the key sent twice', `${key}, ${key}`],
  ['the key behind a scheme', `Bearer ${key}`],
])('refuses %s in other words', async (_what, wrong) => {
  const { status, headers, text } = await ask(provider, { path, headers: { 'x-cekura-api-key': wrong } })
  expect([status, text]).toEqual([401, '{"detail":"Incorrect authentication credentials."}'])
  expect(headers['www-authenticate']).toBe('Api-Key')
})

// ---- the method, and the order of decisions

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])('does not allow %s', async (method) => {
  const { status, headers, text } = await list({ method })
  expect(status).toBe(405)
  expect(headers['allow']).toBe('GET, HEAD, OPTIONS')
  expect(text).toBe(`{"detail":"Method \\"${method}\\" not allowed."}`)
})

test('asks for the key before it judges the method', async () => {
  expect((await ask(provider, { path, method: 'PUT' })).status).toBe(401)
  expect((await ask(provider, { path, method: 'OPTIONS' })).status).toBe(401)
})

test('negotiates before it asks for the key', async () => {
  for (const method of ['GET', 'PUT', 'OPTIONS']) {
    expect((await ask(provider, { path, method, headers: { accept: 'text/csv' } })).status).toBe(406)
  }
})

test('answers HEAD with what GET has', async () => {
  expect(await list({ method: 'HEAD' })).toEqual(await list())
})

test('describes the view for OPTIONS', async () => {
  const { status, headers, text } = await list({ method: 'OPTIONS' })
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'content-type': 'application/json', allow: 'GET, HEAD, OPTIONS' })
  expect(JSON.parse(text)).toEqual({
    name: 'Organization List',
    description: '',
    renders: ['application/json'],
    parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
  })
})

// ---- refusals that only a user can ask for

test.each([
  [42, 'Request was throttled. Expected available in 42 seconds.'],
  [1, 'Request was throttled. Expected available in 1 second.'],
  [0, 'Request was throttled. Expected available in 0 seconds.'],
])('says how long it throttles: %i', (retryAfterSeconds, detail) => {
  const { status, headers, text } = refuse({ kind: 'throttled', retryAfterSeconds })
  expect(status).toBe(429)
  expect(headers['retry-after']).toBe(String(retryAfterSeconds))
  expect(JSON.parse(text)).toEqual({ detail })
})

test.each<[Refusal, number, unknown]>([
  [{ kind: 'forbidden' }, 403, { detail: 'You do not have permission to perform this action.' }],
  [{ kind: 'unauthenticated', reason: 'revoked' }, 401, { detail: 'Incorrect authentication credentials.' }],
  [{ kind: 'unauthenticated', reason: 'expired' }, 401, { detail: 'Incorrect authentication credentials.' }],
  [{ kind: 'unauthenticated', reason: 'malformed' }, 401, { detail: 'Incorrect authentication credentials.' }],
  [
    { kind: 'unsupported-media-type', mediaType: 'application/xml' },
    415,
    { detail: 'Unsupported media type "application/xml" in request.' },
  ],
  [{ kind: 'invalid-parameter', parameter: 'page', rule: 'must be 1' }, 400, { page: ['must be 1'] }],
])('words %j as the framework does', (refusal, status, body) => {
  const reply = refuse(refusal)
  expect(reply.status).toBe(status)
  expect(reply.headers).toMatchObject({ 'content-type': 'application/json', allow: 'GET, HEAD, OPTIONS' })
  expect(JSON.parse(reply.text)).toEqual(body)
})

test('has a page for what went wrong inside, and tells nothing of it', () => {
  const { status, headers, text } = refuse({ kind: 'internal' })
  expect(status).toBe(500)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(headers['allow']).toBeUndefined()
  expect(text).toContain('<h1>Server Error (500)</h1>')
})

// ---- what a user is told

test('tells where it stands and with which key', () => {
  const urls = provider.urls('http://127.0.0.1:8080')
  expect(urls).toEqual({
    baseUrl: 'http://127.0.0.1:8080/api.cekura.ai',
    operationUrl: 'http://127.0.0.1:8080/api.cekura.ai/user/organizations/',
  })
  expect(provider.client.credentials).toEqual({ apiKey: key })
  expect(provider.client.env(urls)).toEqual({
    CEKURA_API_KEY: key,
    CEKURA_API_URL: 'http://127.0.0.1:8080/api.cekura.ai',
    CEKURA_BASE_URL: 'http://127.0.0.1:8080/api.cekura.ai',
  })
  expect(provider.client.curl(urls)).toBe(
    `curl 'http://127.0.0.1:8080/api.cekura.ai/user/organizations/' -H 'X-CEKURA-API-KEY: ${key}'`,
  )
})
