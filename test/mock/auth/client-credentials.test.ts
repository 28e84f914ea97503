import { createHmac, createPublicKey, type JsonWebKey, type KeyObject, sign } from 'node:crypto'
import { decodeJwt, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { publishedKey } from '../../../src/mock/auth/published-key.ts'
import { errorCatalogue } from '../../../src/mock/error-catalogue.ts'
import {
  type Caller,
  type ClientCredentialsOptions,
  ConfigError,
  clientCredentials,
  documentedOAuth,
  generalError,
  type MockReply,
  type MockRequest,
  type Outcome,
  type ProviderError,
  type Refusal,
} from '../../../src/mock/index.ts'
import type { OperationSpec } from '../../../src/spec/index.ts'

const key = createHmac('sha256', 'secret').update('access-token').digest()
const noon = Date.UTC(2026, 5, 15, 12)
/** 2026-06-15T12:00:00Z. */
const noonSeconds = 1_781_524_800
const audience = 'https://api.acme.test/v1'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

function scheme(more: Partial<ClientCredentialsOptions> = {}) {
  return clientCredentials({
    tokenUrl: 'https://login.acme.test/oauth2/token',
    audiences: [audience, 'https://api.acme.test/v2'],
    requiredScopes: ['orgs:read'],
    clients: [
      { id: 'alice', secret: 'a-secret', account: { tenant: 'one' }, scopes: ['docs:read', 'orgs:read', 'orgs:write'] },
      { id: 'b ob%', secret: 's:ecret+', account: { tenant: 'two' }, scopes: ['orgs:read'] },
      { id: 'dave', secret: 'p+q', account: { tenant: 'three' }, scopes: ['orgs:read'] },
    ],
    key,
    lifetimeSeconds: 600,
    ...more,
  })
}

function request(more: Partial<MockRequest>): MockRequest {
  return {
    method: 'POST',
    host: 'login.acme.test',
    path: '/oauth2/token',
    query: '',
    headers: {},
    body: new Uint8Array(0),
    prefix: '',
    scheme: 'https',
    requestId: '0123456789abcdef0123456789abcdef',
    now: noon,
    ...more,
  }
}

const fields = { grant_type: 'client_credentials', audience, client_id: 'alice', client_secret: 'a-secret' }

function body(parameters: Record<string, string> | string): Uint8Array {
  return Buffer.from(typeof parameters === 'string' ? parameters : new URLSearchParams(parameters).toString())
}

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

const internal: ProviderError = generalError('internal', { status: 500, body: '' })

function send(more: Partial<MockRequest>, auth = scheme()): MockReply {
  const asked = request(more)
  const endpoint = auth.endpoints.find(({ path }) => path === asked.path)
  if (endpoint === undefined) throw new Error(`no endpoint at ${asked.path}`)
  const outcome = endpoint.handle(asked)
  if (outcome.ok) return outcome.value
  return errorCatalogue({ errors: [internal], auth, headers: () => [] }).reply(outcome.refusal, asked)
}

function sendForm(parameters: Record<string, string> | string, more: Partial<MockRequest> = {}): MockReply {
  return send({ headers: form, body: body(parameters), ...more })
}

interface TokenAnswer {
  access_token: string
  expires_in: number
  token_type: string
  scope: string
}

function granted(reply: MockReply): TokenAnswer {
  expect([reply.status, String(reply.body)]).toEqual([200, expect.stringContaining('access_token')])
  return JSON.parse(String(reply.body)) as TokenAnswer
}

function refusedWith(reply: MockReply): string {
  const { error, error_description: description, ...rest } = JSON.parse(String(reply.body)) as Record<string, string>
  // What may stand in a description: RFC 6749, 5.2.
  expect(description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
  expect(rest).toEqual({})
  return `${reply.status} ${error}`
}

function token(parameters: Record<string, string> = {}, now = noon): string {
  return granted(sendForm({ ...fields, ...parameters }, { now })).access_token
}

function authenticate(authorization: string | undefined, now = noon, auth = scheme()): Outcome<Caller> {
  return auth.authenticate(request({ method: 'GET', headers: { authorization }, now }))
}

function refusalIn(outcome: Outcome<Caller>): Refusal | undefined {
  return outcome.ok ? undefined : outcome.refusal
}

const { privateKey, publicKey } = publishedKey()
/** 16 pairs of hex digits with colons between them. */
const kid = /^[0-9a-f]{2}(:[0-9a-f]{2}){15}$/

function ownHeader(): JWTHeaderParameters {
  return JSON.parse(Buffer.from(token().split('.')[0] ?? '', 'base64url').toString()) as JWTHeaderParameters
}

/** A token that someone made who has the key. */
function forged(claims: JWTPayload, header: object = {}, secret: KeyObject | Uint8Array = privateKey): Promise<string> {
  return new SignJWT({
    aud: [audience],
    azp: 'alice',
    exp: noonSeconds + 60,
    iss: 'https://login.acme.test',
    scope: 'orgs:read',
    ...claims,
  })
    .setProtectedHeader({ ...ownHeader(), ...header })
    .sign(secret)
}

const refusal = { unknown: { kind: 'unauthenticated', reason: 'unknown' } } as const

test('gives a token for a form with id, secret and audience', () => {
  expect(granted(sendForm(fields))).toEqual({
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    expires_in: 600,
    token_type: 'Bearer',
    scope: 'docs:read orgs:read orgs:write',
  })
})

test('forbids to store an answer and names its type', () => {
  const wanted = ['Content-Type', 'application/json', 'Cache-Control', 'no-store', 'Pragma', 'no-cache']
  expect(sendForm(fields).headers).toEqual(wanted)
  expect(sendForm({}).headers).toEqual(wanted)
})

test('adds the headers that the provider sends with each reply', () => {
  const auth = scheme({ headers: ['X-More', 'yes'] })
  for (const method of ['POST', 'GET']) {
    expect(send({ method }, auth).headers.join()).toContain('X-More,yes')
  }
})

test.each([
  ['plain', basic('alice', 'a-secret')],
  ['with the scheme in another letter case', basic('alice', 'a-secret').replace('Basic', 'bASIC')],
  ['with characters that a form encodes, as they are', basic('b ob%', 's:ecret+')],
  ['with a plus sign as it is', basic('dave', 'p+q')],
  ['with characters that a form encodes, encoded', basic('b+ob%25', 's%3Aecret%2B')],
])('takes credentials from the Authorization header, %s', (_, authorization) => {
  granted(sendForm({ grant_type: 'client_credentials', audience }, { headers: { ...form, authorization } }))
})

test('takes grant_type from the query of a request without a body, and needs no audience then', () => {
  const { access_token: text } = granted(
    send({ query: 'grant_type=client_credentials', headers: { ...form, authorization: basic('alice', 'a-secret') } }),
  )
  expect(decodeJwt(text)['aud']).toEqual([audience])
  expect(authenticate(`Bearer ${text}`).ok).toBe(true)
})

test('needs no content type without a body', () => {
  granted(send({ query: 'grant_type=client_credentials', headers: { authorization: basic('alice', 'a-secret') } }))
})

test.each(['application/x-www-form-urlencoded; charset=UTF-8', 'Application/X-WWW-Form-Urlencoded'])(
  'takes a form that calls itself %s',
  (type) => {
    granted(sendForm(fields, { headers: { 'content-type': type } }))
  },
)

test('ignores parameters that it does not know, repeated or not', () => {
  granted(sendForm(`${new URLSearchParams(fields)}&resource=a&resource=b&grant_type[]=x`))
})

test('takes a parameter without a value for one that is not there', () => {
  expect(granted(sendForm({ ...fields, scope: '' })).scope).toBe('docs:read orgs:read orgs:write')
  expect(refusedWith(sendForm({ ...fields, audience: '' }))).toBe('400 invalid_request')
})

test('gives no more scopes than were asked for', () => {
  const answer = granted(sendForm({ ...fields, scope: 'orgs:read' }))
  expect(answer.scope).toBe('orgs:read')
  expect(decodeJwt(answer.access_token)).toMatchObject({ scope: 'orgs:read', scp: ['orgs:read'] })
})

test('gives a token without any scope to a client that may have only what it is forbidden', () => {
  const account = { tenant: 'one', scenario: { credential: 'forbidden' } } as const
  const auth = scheme({ clients: [{ id: 'alice', secret: 'a-secret', account, scopes: ['orgs:read'] }] })
  const { access_token: text } = granted(send({ headers: form, body: body(fields) }, auth))
  expect(decodeJwt(text)).toMatchObject({ scope: '', scp: [] })
})

test.each<[string, Record<string, string> | string, string]>([
  ['no form at all', '', '400 invalid_request'],
  ['no grant_type', { ...fields, grant_type: '' }, '400 invalid_request'],
  ['another grant', { ...fields, grant_type: 'password' }, '400 unsupported_grant_type'],
  ['no audience', { ...fields, audience: '' }, '400 invalid_request'],
  ['an unknown audience', { ...fields, audience: 'https://api.acme.test' }, '400 unauthorized_client'],
  ['no credentials', { ...fields, client_id: '', client_secret: '' }, '400 invalid_client'],
  ['no secret', { ...fields, client_secret: '' }, '400 invalid_client'],
  ['no id', { ...fields, client_id: '' }, '400 invalid_client'],
  ['a wrong secret', { ...fields, client_secret: 'a-secreT' }, '400 invalid_client'],
  ['a secret with more behind it', { ...fields, client_secret: 'a-secret0' }, '400 invalid_client'],
  ['an unknown id', { ...fields, client_id: 'carol' }, '400 invalid_client'],
  ["another client's secret", { ...fields, client_secret: 's:ecret+' }, '400 invalid_client'],
  ['an unknown scope', { ...fields, scope: 'orgs:read orgs:delete' }, '400 invalid_scope'],
  [
    'a scope of another client',
    { ...fields, client_id: 'b ob%', client_secret: 's:ecret+', scope: 'docs:read' },
    '400 invalid_scope',
  ],
  ['two spaces between scopes', { ...fields, scope: 'orgs:read  docs:read' }, '400 invalid_scope'],
  ['grant_type twice', `${new URLSearchParams(fields)}&grant_type=client_credentials`, '400 invalid_request'],
  ['audience twice', `${new URLSearchParams(fields)}&audience=x`, '400 invalid_request'],
  ['scope twice', `${new URLSearchParams(fields)}&scope=orgs:read&scope=docs:read`, '400 invalid_request'],
  ['client_id twice', `${new URLSearchParams(fields)}&client_id=alice`, '400 invalid_request'],
  ['client_secret twice', `${new URLSearchParams(fields)}&client_secret=x`, '400 invalid_request'],
  ['percent-encoding that is no UTF-8', `${new URLSearchParams(fields)}&scope=%ff`, '400 invalid_request'],
  ['percent-encoding that is cut off', `${new URLSearchParams(fields)}&scope=%4`, '400 invalid_request'],
])('refuses a form with %s', (_, parameters, expected) => {
  expect(refusedWith(sendForm(parameters))).toBe(expected)
})

test.each<[string, Partial<MockRequest>, string]>([
  [
    'a body of another type',
    { headers: { 'content-type': 'application/json' }, body: body(JSON.stringify(fields)) },
    '400 invalid_request',
  ],
  ['a form that names no type', { body: body(fields) }, '400 invalid_request'],
  [
    'a body that is no UTF-8',
    { headers: form, body: Buffer.from(`${new URLSearchParams(fields)}&scope=\xff`, 'latin1') },
    '400 invalid_request',
  ],
  [
    'grant_type in the query and in the body',
    { headers: form, body: body(fields), query: 'grant_type=client_credentials' },
    '400 invalid_request',
  ],
  [
    'credentials in the query',
    { query: 'grant_type=client_credentials&client_id=alice&client_secret=a-secret' },
    '400 invalid_request',
  ],
  [
    'credentials in the header and in the body',
    { headers: { ...form, authorization: basic('alice', 'a-secret') }, body: body(fields) },
    '400 invalid_request',
  ],
  ['no credentials and no body', { query: 'grant_type=client_credentials' }, '400 invalid_client'],
  ['no grant_type and no body', { headers: { authorization: basic('alice', 'a-secret') } }, '400 invalid_request'],
  [
    'a wrong secret in the header',
    { query: 'grant_type=client_credentials', headers: { authorization: basic('alice', 'x') } },
    '400 invalid_client',
  ],
  [
    'a header without a colon inside',
    { query: 'grant_type=client_credentials', headers: { authorization: 'Basic YWxpY2U=' } },
    '400 invalid_client',
  ],
  [
    'a header that is no base64',
    { query: 'grant_type=client_credentials', headers: { authorization: 'Basic ?' } },
    '400 invalid_client',
  ],
  [
    'a header of another scheme',
    { query: 'grant_type=client_credentials', headers: { authorization: 'Bearer x' } },
    '400 invalid_client',
  ],
  [
    'the older form with a wrong audience',
    { query: 'grant_type=client_credentials&audience=x', headers: { authorization: basic('alice', 'a-secret') } },
    '400 unauthorized_client',
  ],
  [
    'Basic and a form without an audience',
    { headers: { ...form, authorization: basic('alice', 'a-secret') }, body: body('grant_type=client_credentials') },
    '400 invalid_request',
  ],
])('refuses %s', (_, more, expected) => {
  expect(refusedWith(send(more))).toBe(expected)
})

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('answers %s with 405 and names POST', (method) => {
  const reply = send({ method, query: new URLSearchParams(fields).toString() })
  expect(reply.status).toBe(405)
  expect(reply.headers.slice(-2)).toEqual(['Allow', 'POST'])
})

test('never repeats what the client sent', () => {
  for (const name of Object.keys(fields)) {
    expect(String(sendForm({ ...fields, [name]: 'q7f3' }).body)).not.toContain('q7f3')
  }
})

test('makes tokens that a JWT library accepts', async () => {
  const { payload, protectedHeader } = await jwtVerify(token(), publicKey, {
    algorithms: ['RS256'],
    audience,
    issuer: 'https://login.acme.test',
    typ: 'JWT',
    currentDate: new Date(noon),
  })
  expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.stringMatching(kid), typ: 'JWT' })
  expect(payload).toEqual({
    aud: [audience],
    azp: 'alice',
    exp: noonSeconds + 600,
    gty: ['client_credentials'],
    iat: noonSeconds,
    iss: 'https://login.acme.test',
    jti: expect.stringMatching(uuid4),
    scope: 'docs:read orgs:read orgs:write',
    scp: ['docs:read', 'orgs:read', 'orgs:write'],
    v: '2',
  })
})

test("puts the provider's own claims into the token, asked for once", () => {
  let asked = 0
  const auth = scheme({
    clients: [
      {
        id: 'alice',
        secret: 'a-secret',
        account: { tenant: 'one' },
        scopes: ['orgs:read'],
        claims: () => {
          asked += 1
          return { organization: 'org_1' }
        },
      },
    ],
  })
  for (let time = 0; time < 2; time += 1) {
    const { access_token: text } = granted(send({ headers: form, body: body(fields) }, auth))
    expect(decodeJwt(text)['organization']).toBe('org_1')
  }
  expect(asked).toBe(1)
})

test('gives the same token for the same request in the same second, in any replica, and another one later', () => {
  expect(token({}, noon + 999)).toBe(token({}, noon))
  expect(token({}, noon + 1_000)).not.toBe(token({}, noon))
  expect(token({ scope: 'orgs:read' })).not.toBe(token())
})

test('writes payloads that plain base64 without padding reads, whatever stands in them', () => {
  for (const name of ['a', 'ab', 'abc', 'abcd', '>>>', '???', '~~~', 'æøå', '日本', '\u007f', '\u{1f600}']) {
    const auth = scheme({
      clients: [
        {
          id: 'alice',
          secret: 'a-secret',
          account: { tenant: 'one' },
          scopes: ['orgs:read'],
          claims: () => ({ name }),
        },
      ],
    })
    const text = granted(send({ headers: form, body: body(fields) }, auth)).access_token
    const payload = text.split('.')[1] ?? ''
    expect(payload).toMatch(/^[A-Za-z0-9]+$/)
    expect(payload.length % 4).toBe(0)
    expect(JSON.parse(Buffer.from(payload, 'base64').toString())).toMatchObject({ name })
  }
})

test('knows the caller behind a token, with its account and scopes', () => {
  expect(authenticate(`Bearer ${token({ scope: 'orgs:read docs:read' })}`)).toEqual({
    ok: true,
    value: { account: { tenant: 'one' }, scopes: ['orgs:read', 'docs:read'], credential: expect.stringMatching(uuid4) },
  })
})

test('takes the scheme in any letter case', () => {
  expect(authenticate(`bEARER ${token()}`).ok).toBe(true)
})

test.each([
  ['no header', undefined, 'missing'],
  ['an empty header', '', 'missing'],
  ['another scheme', basic('alice', 'a-secret'), 'malformed'],
  ['no token', 'Bearer', 'malformed'],
  ['two words', 'Bearer a b', 'malformed'],
  ['text that is no token', 'Bearer abc', 'unknown'],
  ['two dots and nothing else', 'Bearer ..', 'unknown'],
])('refuses %s', (_, authorization, reason) => {
  expect(refusalIn(authenticate(authorization))).toEqual({ kind: 'unauthenticated', reason })
})

test('refuses a token with any one character altered, left out or added', () => {
  const auth = scheme()
  const good = token()
  expect(authenticate(`Bearer ${good}`, noon, auth).ok).toBe(true)
  for (let place = 0; place < good.length; place += 1) {
    const character = good[place] ?? ''
    const others =
      place === good.length - 1
        ? [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
        : ['A', 'b', '.', '=']
    for (const other of [...others, '']) {
      if (other === character) continue
      const altered = good.slice(0, place) + other + good.slice(place + 1)
      expect(authenticate(`Bearer ${altered}`, noon, auth).ok, altered).toBe(false)
    }
  }
  for (const altered of [`${good}A`, `${good}=`, `A${good}`, `${good}.`, `${good}.${good}`]) {
    expect(refusalIn(authenticate(`Bearer ${altered}`, noon, auth))).toEqual(refusal.unknown)
  }
})

test('accepts a token until its last second is over, remembered or not', () => {
  const auth = scheme()
  const header = `Bearer ${token()}`
  for (let time = 0; time < 2; time += 1) {
    expect(authenticate(header, noon + 599_999, auth).ok).toBe(true)
    expect(refusalIn(authenticate(header, noon + 600_000, auth))).toEqual({
      kind: 'unauthenticated',
      reason: 'expired',
    })
  }
  expect(refusalIn(authenticate(header, noon + 600_000))).toEqual({ kind: 'unauthenticated', reason: 'expired' })
})

test('forbids what the scope of the token does not cover, remembered or not', () => {
  const auth = scheme()
  const header = `Bearer ${token({ scope: 'docs:read orgs:write' })}`
  for (let time = 0; time < 2; time += 1) {
    expect(refusalIn(authenticate(header, noon, auth))).toEqual({ kind: 'forbidden' })
  }
})

test('accepts what another replica signed, and nothing that was signed with another key', () => {
  const text = token()
  expect(authenticate(`Bearer ${text}`, noon, scheme()).ok).toBe(true)
  const otherKey = createHmac('sha256', 'other').digest()
  expect(refusalIn(authenticate(`Bearer ${text}`, noon, scheme({ key: otherKey })))).toEqual(refusal.unknown)
})

test('accepts a token of the same content that another library signed', async () => {
  expect(authenticate(`Bearer ${await forged({})}`).ok).toBe(true)
})

test.each<[string, JWTPayload, Refusal]>([
  ['another issuer', { iss: 'https://login.acme.test/' }, refusal.unknown],
  ['another audience', { aud: ['https://api.acme.test'] }, refusal.unknown],
  ['an unknown client', { azp: 'carol' }, refusal.unknown],
  ['an end that is no number', { exp: 'never' as unknown as number }, refusal.unknown],
  ['a beginning in the future', { nbf: noonSeconds + 1 }, refusal.unknown],
  ['an end in the past', { exp: noonSeconds }, { kind: 'unauthenticated', reason: 'expired' }],
  ['an empty scope', { scope: '' }, { kind: 'forbidden' }],
])('refuses a well-signed token with %s', async (_, claims, expected) => {
  expect(refusalIn(authenticate(`Bearer ${await forged(claims)}`))).toEqual(expected)
})

test('accepts the second audience, and an audience that stands by itself', async () => {
  expect(authenticate(`Bearer ${await forged({ aud: ['https://api.acme.test/v2'] })}`).ok).toBe(true)
  expect(authenticate(`Bearer ${await forged({ aud: audience })}`).ok).toBe(true)
})

const pem = publicKey.export({ type: 'spki', format: 'pem' })
test.each<[string, JWTHeaderParameters, KeyObject | Uint8Array]>([
  ['under HS256 with the public key as its secret', { alg: 'HS256' }, Buffer.from(pem)],
  ['under PS256', { alg: 'PS256' }, privateKey],
  ['under RS512', { alg: 'RS512' }, privateKey],
  ['of another key id', { alg: 'RS256', kid: '00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff' }, privateKey],
  ['with one more member in its header', { alg: 'RS256', jku: 'https://login.acme.test/keys' }, privateKey],
])('refuses a token %s', async (_, header, secret) => {
  expect(refusalIn(authenticate(`Bearer ${await forged({}, header, secret)}`))).toEqual(refusal.unknown)
})

test.each(['none', 'None', 'NONE'])('refuses a token of the algorithm %s', (alg) => {
  const [, payload, signature] = token().split('.')
  const none = Buffer.from(JSON.stringify({ ...ownHeader(), alg })).toString('base64url')
  for (const end of ['', signature]) {
    expect(refusalIn(authenticate(`Bearer ${none}.${payload}.${end}`))).toEqual(refusal.unknown)
  }
})

test.each(['null', '[]', '1', '{', ''])('refuses a well-signed token around %s', (text) => {
  const signed = `${token().split('.')[0]}.${Buffer.from(text).toString('base64url')}`
  const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url')
  expect(refusalIn(authenticate(`Bearer ${signed}.${signature}`))).toEqual(refusal.unknown)
})

test('publishes the key that its tokens are signed with, under their key id', async () => {
  const reply = send({ method: 'GET', path: '/.well-known/jwks' }, scheme())
  expect(reply.headers).toEqual(['Content-Type', 'application/json'])
  const { keys } = JSON.parse(String(reply.body)) as { keys: { kid: string }[] }
  expect(keys).toEqual([
    { kty: 'RSA', n: expect.any(String), e: 'AQAB', alg: 'RS256', kid: ownHeader().kid, use: 'sig' },
  ])
  await jwtVerify(token(), createPublicKey({ key: keys[0] as JsonWebKey, format: 'jwk' }), {
    currentDate: new Date(noon),
  })
})

test('names its issuer, its token endpoint and its keys', () => {
  const reply = send({ method: 'GET', path: '/.well-known/openid-configuration' })
  expect(JSON.parse(String(reply.body))).toMatchObject({
    issuer: 'https://login.acme.test',
    token_endpoint: 'https://login.acme.test/oauth2/token',
    jwks_uri: 'https://login.acme.test/.well-known/jwks',
  })
})

test.each(['/.well-known/jwks', '/.well-known/openid-configuration'])('lets %s be read only', (path) => {
  expect(send({ method: 'HEAD', path }).status).toBe(200)
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const reply = send({ method, path })
    expect([reply.status, reply.headers.slice(-2)]).toEqual([405, ['Allow', 'GET, HEAD']])
  }
})

test('needs at least one client', () => {
  expect(() => scheme({ clients: [] })).toThrow(ConfigError)
})

test('takes the token URL and the scopes from the spec', () => {
  const oauth = {
    id: 'o',
    type: 'oauth2',
    tokenUrl: 'https://x.test/t',
    scopes: { 'a:read': 'Read', 'a:write': 'Write' },
  }
  const key = { id: 'k', type: 'apiKey', in: 'header', name: 'X-Key' }
  const spec = {
    provider: 'acme',
    security: [[{ scheme: key, scopes: [] }], [{ scheme: oauth, scopes: ['a:read'] }]],
  } as unknown as OperationSpec
  expect(documentedOAuth(spec)).toEqual({
    tokenUrl: 'https://x.test/t',
    scopes: ['a:read', 'a:write'],
    requiredScopes: ['a:read'],
  })
  expect(() => documentedOAuth({ ...spec, security: [] })).toThrow(/specs\/acme/)
})
