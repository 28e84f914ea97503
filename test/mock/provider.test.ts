import { expect, test } from 'vitest'
import {
  type Answer,
  apiKey,
  bearer,
  type CursorInfo,
  clientCredentials,
  cursor,
  defineProvider,
  generalError,
  headerPair,
  type MockRequest,
  opaqueCodec,
  type Provider,
  parameterReader,
  type Step,
  testCredential,
} from '../../src/mock/index.ts'
import { ask, makeProvider } from '../mocks/ask.ts'

// What defineProvider makes of a definition, beside the pages.

const account = { tenant: 'ordinary' }
const key = new Uint8Array(32)

const teapot: Step = ({ query }) =>
  query === 'teapot' ? { status: 418, headers: ['X-Pot', 'tea'], body: 'short and stout' } : undefined
const coffee: Step = ({ query }) => (query === 'coffee' ? { kind: 'invalid-cursor', parameter: 'cursor' } : undefined)

function made(steps: { beforeAuth?: readonly Step[]; afterAuth?: readonly Step[] }): Promise<Provider> {
  return makeProvider(
    'nirvana',
    defineProvider<{ id: number }, CursorInfo>(({ spec, deriveKey }) => ({
      client: {
        credentials: { apiKey: 'ordinary-key' },
        tenantCredentials: (tenant) => ({ apiKey: testCredential(tenant, 32) }),
        env: () => ({}),
        curl: () => '',
      },
      auth: apiKey({ header: 'x-key', credentials: [{ secret: 'ordinary-key', account }], scopes: [] }),
      beforeAuth: [],
      parameters: parameterReader(spec, {
        repeated: 'last',
        overrides: { limit: { minimum: 1, maximum: 100, default: 7 } },
      }),
      organization: ({ index }) => ({ id: index }),
      paginator: cursor({ cursor: 'cursor', size: 'limit', codec: opaqueCodec(deriveKey('own')) }),
      envelope: ({ items }) => ({ items }),
      headers: () => ['Content-Type', 'application/json'],
      errors: [
        generalError('internal', { status: 500, body: '' }),
        generalError('invalid-cursor', { status: 400, body: 'no coffee' }),
        generalError('missing', { status: 401, body: 'who?' }),
      ],
      ...steps,
    })),
  )
}

async function answered(provider: Provider, query: string, headers: Record<string, string> = {}): Promise<Answer> {
  const request: MockRequest = {
    method: 'GET',
    host: provider.hosts[0] as string,
    path: '/v1/organizations',
    query,
    headers,
    body: new Uint8Array(0),
    prefix: '',
    scheme: 'https',
    requestId: '0'.repeat(32),
    now: Date.UTC(2026, 5, 15, 12),
  }
  return provider.handle(request)
}

const known = { 'x-key': 'ordinary-key' }

test('what a step answers before the credential is looked at is nobody’s', async () => {
  const provider = await made({ beforeAuth: [coffee, teapot] })
  expect(await answered(provider, 'teapot')).toEqual({
    status: 418,
    headers: ['X-Pot', 'tea'],
    body: 'short and stout',
  })
  const refusal = await answered(provider, 'coffee')
  expect(refusal).toMatchObject({ status: 400, body: 'no coffee', refusal: 'invalid-cursor' })
  expect(refusal).not.toHaveProperty('tenant')
})

test('what a step answers after that is the tenant’s', async () => {
  const provider = await made({ afterAuth: [teapot, coffee] })
  expect(await answered(provider, 'teapot', known)).toMatchObject({ status: 418, tenant: 'ordinary' })
  expect(await answered(provider, 'coffee', known)).toMatchObject({ status: 400, tenant: 'ordinary' })
  expect(await answered(provider, 'teapot')).toMatchObject({ status: 401, refusal: 'unauthenticated' })
})

test('what no step answers is the list', async () => {
  const provider = await made({ beforeAuth: [teapot], afterAuth: [coffee] })
  expect((await ask(provider, { path: '/v1/organizations', headers: known, query: 'limit=1' })).text).toBe(
    '{"items":[{"id":0}]}',
  )
})

test('tells where it is, and which of its names and values are whose', async () => {
  const provider = await made({})
  expect(provider.urls('http://127.0.0.1:8080')).toEqual({
    baseUrl: 'http://127.0.0.1:8080/api.nirvanalabs.io',
    operationUrl: 'http://127.0.0.1:8080/api.nirvanalabs.io/v1/organizations',
  })
  expect(provider).toMatchObject({
    id: 'nirvana',
    hosts: ['api.nirvanalabs.io'],
    edition: 'documents',
    parameters: ['cursor', 'limit'],
    secretHeaders: [],
  })
  expect(provider.hostOf('/v1/organizations')).toBe('api.nirvanalabs.io')
  expect(provider.takesBody('api.nirvanalabs.io', '/v1/organizations')).toBe(false)
  expect(provider.control).toMatchObject({ faults: [], rateLimit: undefined, honoursPreferences: true })
  expect(provider.control.tenant('nobody')).toBeUndefined()
})

test('counts the requests of a tenant that are answered', async () => {
  const provider = await made({})
  for (const headers of [known, {}, known]) await answered(provider, '', headers)
  expect(provider.control.tenant('ordinary')).toMatchObject({ requests: 2 })
})

const credentials = [{ secret: 'a secret', account }]
const pairs = [{ identity: 'me', secret: 'a secret', account }]
const client = { id: 'a', secret: 'b', account, scopes: [] }
const oauth = {
  tokenUrl: 'https://login.acme.test/token',
  audiences: ['https://api.acme.test'],
  requiredScopes: [],
  clients: [client],
  key,
  lifetimeSeconds: 600,
}

/** As a file in JavaScript may call it. */
type AnyCall = (options: unknown) => unknown

test.each<[call: AnyCall, options: object, message: string]>([
  [apiKey as AnyCall, { header: 'x-key', credentials, scopes: 'all' }, 'apiKey: scopes must be a list, not "all"'],
  [apiKey as AnyCall, { credentials, scopes: [] }, 'apiKey: header is missing'],
  [bearer as AnyCall, { credentials: [{ secret: '', account }], scopes: [] }, 'bearer: credentials[0].secret must be'],
  [
    headerPair as AnyCall,
    { credentials: pairs, scopes: [] },
    'headerPair: unknown option "scopes"; known are identity, secret,',
  ],
  [
    clientCredentials as AnyCall,
    { ...oauth, tokenUrl: 'login' },
    'clientCredentials: tokenUrl must be a URL, not "login"',
  ],
  [clientCredentials as AnyCall, { ...oauth, tokenUrl: 7 }, 'clientCredentials: tokenUrl must be a URL, not 7'],
  [
    clientCredentials as AnyCall,
    { ...oauth, audiences: [] },
    'clientCredentials: audiences must be a list of at least one text, not []',
  ],
  [
    clientCredentials as AnyCall,
    { ...oauth, audiences: [5] },
    'clientCredentials: audiences must be a list of at least one text, not [5]',
  ],
  [
    clientCredentials as AnyCall,
    { ...oauth, audiences: 'one' },
    'clientCredentials: audiences must be a list of at least one text, not "one"',
  ],
  [clientCredentials as AnyCall, { ...oauth, key: 'text' }, 'clientCredentials: key must be bytes, not "text"'],
  [
    clientCredentials as AnyCall,
    { ...oauth, lifetimeSeconds: 0 },
    'clientCredentials: lifetimeSeconds must be a whole number from 1 to 1000000000, not 0',
  ],
  [
    clientCredentials as AnyCall,
    { ...oauth, clients: [{ ...client, id: '' }] },
    'clientCredentials: clients[0].id must be a text',
  ],
  [
    clientCredentials as AnyCall,
    { ...oauth, clients: [{ ...client, scopes: 'all' }] },
    'clientCredentials: clients[0].scopes must be a list, not "all"',
  ],
])('a wrong option is refused with its place: %#', (call, options, message) => {
  expect(() => call(options)).toThrow(message)
})
