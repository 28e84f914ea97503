import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import cradl from '../../mocks/cradl.ts'
import type { MockRequest, Refusal } from '../../src/mock/index.ts'
import { type Answer, answer, ask, frozenNow, makeProvider, mockRequest, type ProviderSettings } from './ask.ts'

const path = '/v1/organizations'
const clientId = '3f8c1d5b7e9a42608d1f6c4b2a0e9d73'
const clientSecret = 'kT4wQ9zLm2XvB7nRc5YhJ8sDf3GpA6uE1iOoZxCyVbNqWtKr'
const otherId = '7b2e9a4c6d8f41035e7a9c1b3d5f8e20'
const otherSecret = 'Hn5vR8cXz1QwP4mJt7KyB2gLd9SfE6aUoIiYxTqVrWbNkMZs'
const audience = 'https://api.cradl.ai/v1'
/** specs/cradl.openapi.yaml, securitySchemes. */
const allScopes =
  'actions.runs:read actions.runs:write actions:read actions:write agents.runs:read agents.runs:write agents.statistics:read ' +
  'agents:read agents:write appclients:read appclients:write documents:read documents:write hooks.runs:read hooks.runs:write ' +
  'hooks:read hooks:write logs:read models:read models:write organizations:read organizations:write predictions:read ' +
  'predictions:write users:read users:write validations.tasks:read validations.tasks:write validations:read ' +
  'validations:write workflows:read workflows:write'

interface Body {
  nextToken: string | null
  organizations: { organizationId: string }[]
}

const provider = await makeProvider('cradl', cradl)
const token = await tokenFor({})
const authorized = { authorization: `Bearer ${token}` }

function make(settings: ProviderSettings) {
  return makeProvider('cradl', cradl, settings)
}

/** Asks for a token as Cradl's documentation says. */
function askForToken(form: Record<string, string>, request: Partial<MockRequest> = {}, asked = provider) {
  return ask(asked, {
    method: 'POST',
    host: 'auth.cradl.ai',
    path: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(
      new URLSearchParams({
        grant_type: 'client_credentials',
        audience,
        client_id: clientId,
        client_secret: clientSecret,
        ...form,
      }).toString(),
    ),
    ...request,
  })
}

async function tokenFor(form: Record<string, string>, asked = provider, now = frozenNow): Promise<string> {
  const { status, text } = await askForToken(form, { now }, asked)
  expect({ status, text }).toMatchObject({ status: 200 })
  return (JSON.parse(text) as { access_token: string }).access_token
}

function list(query = '', request: Partial<MockRequest> = {}, asked = provider): Promise<Answer> {
  return ask(asked, { path, query, headers: authorized, ...request })
}

async function page(query = '', asked = provider): Promise<Body> {
  const { status, text } = await list(query, {}, asked)
  expect({ query, status }).toEqual({ query, status: 200 })
  return JSON.parse(text) as Body
}

function brief({ status, text }: Answer): string {
  return `${status} ${text}`
}

const forbidden = '403 {"message":"Forbidden"}'
const missingToken = '403 {"message":"Missing Authentication Token"}'

// ---- the token endpoint

test('gives a token for 3600 seconds with every scope', async () => {
  const { status, headers, text } = await askForToken({})
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  expect(JSON.parse(text)).toEqual({
    access_token: expect.any(String),
    expires_in: 3600,
    token_type: 'Bearer',
    scope: allScopes,
  })
})

test('refuses in its own words where a client asks for a status, not in those of the API', async () => {
  const prefer = (code: number) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded', prefer: `code=${code}` },
  })
  const refused = await askForToken({}, prefer(400))
  expect([refused.status, JSON.parse(refused.text)]).toEqual([
    400,
    {
      error: 'invalid_client',
      error_description:
        'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
    },
  ])
  expect(refused.headers).toMatchObject({ 'cache-control': 'no-store', 'preference-applied': 'code=400' })
  expect(JSON.parse((await askForToken({}, { ...prefer(404), path: '/elsewhere' })).text)).toHaveProperty('error')
  const ofApi = await list('', { headers: { ...authorized, prefer: 'code=400' } })
  expect(JSON.parse(ofApi.text)).toEqual({ message: expect.stringMatching(/^maxResults /) })
})

test('puts into the token what the SDKs look for', () => {
  expect(decodeProtectedHeader(token)).toEqual({
    alg: 'RS256',
    kid: expect.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2}){15}$/),
    typ: 'JWT',
  })
  expect(decodeJwt(token)).toMatchObject({
    iss: 'https://auth.cradl.ai',
    aud: [audience],
    azp: clientId,
    iat: 1_781_524_800,
    exp: 1_781_528_400,
    scope: allScopes,
    scp: allScopes.split(' '),
    gty: ['client_credentials'],
    v: '2',
    external_app_client_id: expect.stringMatching(/^(cradl|las):app-client:[0-9a-f]{32}$/),
  })
})

test('says in the token that the client belongs to the first organization of the list', async () => {
  const [first] = (await page('maxResults=1')).organizations
  expect(decodeJwt(token)['external_organization_id']).toBe(first?.organizationId)
})

test('writes tokens that the Python SDK can read: it decodes the payload as plain base64 and guesses the padding', () => {
  const payload = token.split('.')[1] ?? ''
  expect(payload).toMatch(/^[A-Za-z0-9]+$/)
  expect(payload.length % 4).toBe(0)
})

test('takes the older form: Basic, grant_type in the query, no body, no audience', async () => {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const answered = await ask(provider, {
    method: 'POST',
    host: 'auth.cradl.ai',
    path: '/oauth2/token',
    query: 'grant_type=client_credentials',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
  })
  expect(answered.status).toBe(200)
  const { access_token: given } = JSON.parse(answered.text) as { access_token: string }
  expect((await list('', { headers: { authorization: `Bearer ${given}` } })).status).toBe(200)
})

test.each([
  [{ client_secret: 'wrong' }, 'invalid_client'],
  [{ client_id: otherId }, 'invalid_client'],
  [{ audience: '' }, 'invalid_request'],
  [{ audience: 'https://api.lucidtech.ai/v1' }, 'unauthorized_client'],
  [{ grant_type: 'authorization_code' }, 'unsupported_grant_type'],
  [{ scope: 'organizations:delete' }, 'invalid_scope'],
])('refuses a token request with %j: 400 %s', async (form, error) => {
  const { status, text } = await askForToken(form)
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual({ error, error_description: expect.any(String) })
})

test.each(['GET', 'HEAD', 'PUT', 'OPTIONS'])('answers %s on the token endpoint with 405', async (method) => {
  const { status, headers } = await askForToken({}, { method })
  expect([status, headers['allow']]).toEqual([405, 'POST'])
})

test.each(['/.well-known/jwks', '/.well-known/openid-configuration'])(
  'publishes %s to anybody who reads',
  async (known) => {
    const read = { path: known, headers: {} }
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await askForToken({}, { ...read, method })
      expect([status, headers['content-type'], headers['allow']]).toEqual([200, 'application/json', undefined])
    }
    const { status, headers, text } = await askForToken({}, read)
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD'])
    expect(JSON.parse(text)).toEqual({ error: 'invalid_request', error_description: 'the method must be GET or HEAD' })
    expect((await ask(provider, { host: 'api.cradl.ai', path: known })).text).toContain('Missing Authentication Token')
  },
)

test('knows the token endpoint by an equal percent-encoding', async () => {
  expect((await askForToken({}, { path: '/oauth2/%74oken' })).status).toBe(200)
})

test.each(['/', '/oauth2/token/', '/oauth2/Token', '/oauth2', '//oauth2/token', '/v1/organizations', '/oauth2/%ff'])(
  'has nothing at %s on the host of the token endpoint',
  async (elsewhere) => {
    const { status, headers, text } = await askForToken({}, { path: elsewhere })
    expect(status).toBe(404)
    expect(headers['content-type']).toBe('application/json')
    expect(JSON.parse(text)).toEqual({ error: 'not_found', error_description: expect.any(String) })
  },
)

test('has no token endpoint on the host of the API', async () => {
  expect(brief(await askForToken({}, { host: 'api.cradl.ai' }))).toBe(missingToken)
})

// ---- authentication

test('lists organizations for a token', async () => {
  const { status, headers, text } = await list()
  expect(status).toBe(200)
  expect(Object.keys(JSON.parse(text))).toEqual(['nextToken', 'organizations'])
  expect(headers['content-type']).toBe('application/json')
})

test.each([
  ['no token', {}],
  ['an empty one', { authorization: 'Bearer ' }],
  ['the client credentials instead', { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }],
  ['the bare token', { authorization: token }],
  ['a shortened one', { authorization: `Bearer ${token.slice(0, -1)}` }],
  ['one of another server', { authorization: `Bearer ${await tokenFor({}, await make({ secret: 'another' }))}` }],
  ['one without organizations:read', { authorization: `Bearer ${await tokenFor({ scope: 'documents:read' })}` }],
  [
    'one with organizations:write only',
    { authorization: `Bearer ${await tokenFor({ scope: 'organizations:write' })}` },
  ],
])('answers %s with 403 Forbidden', async (_, headers) => {
  const answered = await list('', { headers })
  expect(brief(answered)).toBe(forbidden)
  expect(answered.headers).not.toHaveProperty('www-authenticate')
})

test('needs no other scope than organizations:read', async () => {
  const authorization = `Bearer ${await tokenFor({ scope: 'organizations:read' })}`
  expect((await list('', { headers: { authorization } })).status).toBe(200)
})

test('refuses a token when its lifetime is over', async () => {
  expect((await list('', { now: frozenNow + 3_599_999 })).status).toBe(200)
  expect(brief(await list('', { now: frozenNow + 3_600_000 }))).toBe(forbidden)
})

test('accepts the tokens of every replica', async () => {
  expect((await list('', {}, await make({}))).status).toBe(200)
})

test('shows another customer other organizations', async () => {
  const authorization = `Bearer ${await tokenFor({ client_id: otherId, client_secret: otherSecret })}`
  const { text } = await list('', { headers: { authorization } })
  const theirs = (JSON.parse(text) as Body).organizations.map(({ organizationId }) => organizationId)
  const ours = (await page('maxResults=100')).organizations.map(({ organizationId }) => organizationId)
  expect(theirs).toHaveLength(3)
  expect(ours).not.toEqual(expect.arrayContaining([theirs[0]]))
})

// ---- path and method

test.each(['/v1/organizations', '/v1/organizations/', '/v1/organ%69zations'])('serves %s', async (known) => {
  expect((await list('', { path: known })).status).toBe(200)
})

test.each([
  '/',
  '/v1',
  '/organizations',
  '/V1/organizations',
  '/v1/Organizations',
  '//v1/organizations',
  '/v1//organizations',
  '/v1/organizations//',
  '/v1/organizations/me',
  '/v1/organizations%2F',
  '/v1/organizations%',
  '/oauth2/token',
])('answers %s as an unknown route, token or not', async (unknown) => {
  for (const headers of [authorized, {}]) {
    const answered = await list('', { path: unknown, headers })
    expect(brief(answered)).toBe(missingToken)
    expect(answered.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException')
  }
})

test.each(['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'])('answers %s as an unknown route', async (method) => {
  expect(brief(await list('', { method }))).toBe(missingToken)
  expect(brief(await list('', { method, headers: {} }))).toBe(missingToken)
})

test('answers OPTIONS to anybody with an empty object and the methods', async () => {
  const answered = await list('', { method: 'OPTIONS', headers: {} })
  expect(brief(answered)).toBe('200 {}')
  expect(answered.headers['access-control-allow-methods']).toBe('GET,OPTIONS')
})

// ---- headers

test('sends the documented CORS headers with every reply', async () => {
  const answers = [
    await list(),
    await list('maxResults=0'),
    await list('nextToken=x'),
    await list('', { headers: {} }),
    await list('', { path: '/v1/nothing' }),
    await list('', { method: 'POST' }),
    await list('', { method: 'OPTIONS' }),
    await list('', { headers: { ...authorized, 'content-length': '1', 'content-type': 'text/xml' } }),
    await askForToken({}),
    await askForToken({ client_id: 'x' }),
    await askForToken({}, { path: '/nothing' }),
    ...demanded.map(([refusal]) => answer(provider.refuse(refusal, mockRequest(provider, { path })))),
  ]
  for (const { status, headers } of answers) {
    expect({ status, ...headers }).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': expect.stringContaining('Authorization'),
      'content-type': 'application/json',
    })
  }
})

test("identifies each reply in the gateway's three ways", async () => {
  const { headers } = await list('', { requestId: 'fedcba9876543210fedcba9876543210' })
  expect(headers).toMatchObject({
    'x-amzn-requestid': 'fedcba98-7654-4210-bedc-ba9876543210',
    'x-amz-apigw-id': expect.stringMatching(/^[A-Za-z0-9+/]{15}=$/),
    // 2026-06-15T12:00:00Z is 1781524800, in hex 6a2fe940.
    'x-amzn-trace-id': 'Root=1-6a2fe940-76543210fedcba9876543210',
  })
})

// ---- bodies

test.each([
  ['text/xml', { 'content-length': '5', 'content-type': 'text/xml' }],
  ['a form', { 'content-length': '5', 'content-type': 'application/x-www-form-urlencoded' }],
  ['chunked text', { 'transfer-encoding': 'chunked', 'content-type': 'text/plain; charset=utf-8' }],
])('refuses a GET with a body of %s', async (_, headers) => {
  expect(brief(await list('', { headers: { ...authorized, ...headers } }))).toBe(
    '415 {"message":"Unsupported Media Type"}',
  )
  expect(brief(await list('', { headers }))).toBe(forbidden)
})

test.each([
  ['a JSON body', { 'content-length': '2', 'content-type': 'application/json' }],
  ['a JSON body with a charset', { 'content-length': '2', 'content-type': 'Application/JSON; charset=utf-8' }],
  ['a body of no named type', { 'content-length': '2' }],
  ['an empty body', { 'content-length': '0', 'content-type': 'text/xml' }],
  ['no body', { 'content-type': 'text/xml' }],
])('reads nothing into %s', async (_, headers) => {
  expect((await list('', { headers: { ...authorized, ...headers } })).status).toBe(200)
})

// ---- parameters and pages

test.each([
  ['', 20],
  ['maxResults=1', 1],
  ['maxResults=2', 2],
  ['maxResults=99', 99],
  ['maxResults=100', 100],
  ['maxResults=007', 7],
  ['maxResults=5&maxResults=6', 6],
  ['maxResults=x&maxResults=6', 6],
  ['maxResults[]=5', 20],
  ['maxresults=5', 20],
  ['max%52esults=5', 5],
  ['nextToken=', 20],
  ['nextToken', 20],
  ['nextToken[]=x', 20],
  ['unknown=1&%ff=%', 20],
])('gives for %j so many: %i', async (query, count) => {
  expect((await page(query)).organizations).toHaveLength(count)
})

test.each(['0', '-1', '101', '1000', '', 'ten', '1.5', '1e1', '0x10', '%205', '+5', '5%20', '5;', '%ff', '%', '٣'])(
  'refuses maxResults=%s',
  async (text) => {
    const { status, text: body } = await list(`maxResults=${text}`)
    expect(status).toBe(400)
    expect(JSON.parse(body)).toEqual({ message: expect.stringMatching(/^maxResults /) })
  },
)

test('lets the last of repeated parameters decide, a wrong one too', async () => {
  expect((await list('maxResults=5&maxResults=0')).status).toBe(400)
})

test.each([1, 7, 20, 100])('gives every organization exactly once over a walk with maxResults=%i', async (size) => {
  const seen: string[] = []
  let query = `maxResults=${size}`
  let pages = 0
  for (;;) {
    const { organizations, nextToken } = await page(query)
    pages += 1
    seen.push(...organizations.map(({ organizationId }) => organizationId))
    if (nextToken === null) break
    query = `maxResults=${size}&nextToken=${encodeURIComponent(nextToken)}`
  }
  expect(seen).toHaveLength(127)
  expect(new Set(seen).size).toBe(127)
  expect(pages).toBe({ 1: 127, 7: 19, 20: 7, 100: 2 }[size])
})

test('ends exactly where the list ends', async () => {
  expect((await page('maxResults=100', await make({ count: 100 }))).nextToken).toBeNull()
  expect((await page('maxResults=100', await make({ count: 101 }))).nextToken).toMatch(/^[\w-]+$/)
  expect(await page('', await make({ count: 0 }))).toEqual({ nextToken: null, organizations: [] })
})

test('lets the page size change in the middle of a walk', async () => {
  const { nextToken } = await page('maxResults=3')
  const whole = (await page('maxResults=13')).organizations
  expect((await page(`maxResults=10&nextToken=${nextToken}`)).organizations).toEqual(whole.slice(3))
})

test('refuses a token with any one character altered', async () => {
  const { nextToken } = await page()
  const text = String(nextToken)
  for (let place = 0; place < text.length; place += 1) {
    for (const other of ['A', 'Q', 'g', 'w', '0', '_', '%20']) {
      if (text[place] === other) continue
      const altered = text.slice(0, place) + other + text.slice(place + 1)
      expect((await list(`nextToken=${altered}`)).status, altered).toBe(400)
    }
  }
})

test.each(['x', '%ff', '%00', 'null', '0', 'a'.repeat(8_192)])('refuses nextToken=%s', async (text) => {
  const { status, text: body } = await list(`nextToken=${text}`)
  expect(status).toBe(400)
  expect(JSON.parse(body)).toEqual({ message: expect.stringMatching(/^nextToken /) })
})

test('refuses a token of another customer, and one of another server', async () => {
  const { nextToken } = await page()
  const authorization = `Bearer ${await tokenFor({ client_id: otherId, client_secret: otherSecret })}`
  expect((await list(`nextToken=${nextToken}`, { headers: { authorization } })).status).toBe(400)
  const elsewhere = await make({ secret: 'another' })
  const foreign = { authorization: `Bearer ${await tokenFor({}, elsewhere)}` }
  expect((await list(`nextToken=${nextToken}`, { headers: foreign }, elsewhere)).status).toBe(400)
})

test('gives the same page again, byte for byte, whoever made it', async () => {
  const query = 'maxResults=3'
  const first = (await list(query)).text
  expect((await list(query)).text).toBe(first)
  expect((await list(query, {}, await make({}))).text).toBe(first)
})

// ---- on demand

const demanded: readonly (readonly [Refusal, string])[] = [
  [{ kind: 'throttled', retryAfterSeconds: 3 }, '429 {"message":"Too Many Requests"}'],
  [{ kind: 'not-found' }, missingToken],
  [{ kind: 'internal' }, '500 {"message":"Internal server error"}'],
  [{ kind: 'unauthenticated', reason: 'revoked' }, forbidden],
  [{ kind: 'forbidden' }, forbidden],
  [{ kind: 'method-not-allowed', allow: ['GET'] }, missingToken],
  [{ kind: 'unsupported-media-type', mediaType: 'text/xml' }, '415 {"message":"Unsupported Media Type"}'],
]

test.each(demanded)('words the refusal %j', (refusal, expected) => {
  expect(brief(answer(provider.refuse(refusal, mockRequest(provider, { path }))))).toBe(expected)
})

// ---- for users

test('says how its clients are set up', () => {
  const urls = provider.urls('http://localhost:8080')
  expect(urls).toEqual({
    baseUrl: 'http://localhost:8080/api.cradl.ai/v1',
    operationUrl: 'http://localhost:8080/api.cradl.ai/v1/organizations',
    tokenUrl: 'http://localhost:8080/auth.cradl.ai/oauth2/token',
  })
  expect(provider.client.credentials).toEqual({ clientId, clientSecret })
  expect(provider.client.env(urls)).toEqual({
    CRADL_CLIENT_ID: clientId,
    CRADL_CLIENT_SECRET: clientSecret,
    CRADL_API_ENDPOINT: 'http://localhost:8080/api.cradl.ai/v1',
    CRADL_AUTH_ENDPOINT: 'http://localhost:8080/auth.cradl.ai/oauth2/token',
    LAS_CLIENT_ID: clientId,
    LAS_CLIENT_SECRET: clientSecret,
    LAS_API_ENDPOINT: 'http://localhost:8080/api.cradl.ai/v1',
    LAS_AUTH_ENDPOINT: 'localhost:8080/auth.cradl.ai/oauth2',
  })
})

test('gives a command that asks for a token first', () => {
  expect(provider.client.curl(provider.urls('http://localhost:8080'))).toBe(
    "TOKEN=$(curl -s 'http://localhost:8080/auth.cradl.ai/oauth2/token' -d 'grant_type=client_credentials' " +
      `-d 'audience=https://api.cradl.ai/v1' -d 'client_id=${clientId}' -d 'client_secret=${clientSecret}' ` +
      `| sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'); ` +
      `curl 'http://localhost:8080/api.cradl.ai/v1/organizations?maxResults=5' -H "Authorization: Bearer $TOKEN"`,
  )
})
