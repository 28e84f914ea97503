import {
  clientCredentials,
  defineProvider,
  documentedOAuth,
  type ForwardTokenInfo,
  forwardToken,
  isPath,
  jsonReply,
  type MockReply,
  type MockRequest,
  mediaType,
  opaqueCodec,
  type ProviderUrls,
  parameterReader,
  publishedBytes,
  type Refusal,
  type Step,
  shell,
  testAccount,
  testCredential,
  tokenBucket,
} from '../src/mock/index.ts'
import { type Organization, organization } from './data/cradl.ts'
import { clientClaims } from './data/cradl-identifiers.ts'
import { errors } from './errors/cradl.ts'
import { corsHeaders, headers } from './headers/cradl.ts'
import { samples } from './samples/cradl.ts'

/**
 * Cradl, GET /v1/organizations, behind Amazon API Gateway, and the token endpoint on auth.cradl.ai, which is Kinde's. What the document
 * leaves open follows the code of Cradl's own clients (observed), or what API Gateway does by default and plain choices (assumed);
 * each is marked where it is.
 */

const ordinary = {
  clientId: '3f8c1d5b7e9a42608d1f6c4b2a0e9d73',
  clientSecret: 'kT4wQ9zLm2XvB7nRc5YhJ8sDf3GpA6uE1iOoZxCyVbNqWtKr',
} as const
// A client of another customer: its tokens are as good, but it sees other organizations.
const other = {
  clientId: '7b2e9a4c6d8f41035e7a9c1b3d5f8e20',
  clientSecret: 'Hn5vR8cXz1QwP4mJt7KyB2gLd9SfE6aUoIiYxTqVrWbNkMZs',
} as const
// Tenants: every client id that begins with `test_`, all with one secret, which is as public as the others here.
const tenantSecret = `test_${publishedBytes('cradl tenant').toString('hex').slice(0, 43)}`
const audience = 'https://api.cradl.ai/v1'

export default defineProvider<Organization, ForwardTokenInfo>(({ spec, seed, deriveKey, cursorLifetimeSeconds }) => {
  const { tokenUrl, scopes, requiredScopes } = documentedOAuth(spec)
  const otherSeed = (seed ^ 0x6f746865) >>> 0
  const auth = clientCredentials({
    tokenUrl,
    audiences: [audience],
    requiredScopes,
    clients: [
      {
        id: ordinary.clientId,
        secret: ordinary.clientSecret,
        account: { tenant: 'ordinary' },
        scopes,
        claims: () => clientClaims(seed),
      },
      {
        id: other.clientId,
        secret: other.clientSecret,
        // A name that no tenant's credential can have.
        account: { tenant: 'other__client', seed: otherSeed, count: 3 },
        scopes,
        claims: () => clientClaims(otherSeed),
      },
    ],
    tenantClient(id) {
      const account = testAccount(id)
      return account && { id, secret: tenantSecret, account, scopes, claims: () => clientClaims(account.seed ?? seed) }
    },
    key: deriveKey('access-token'),
    // Observed: every client reads expires_in. Assumed: its length, which is a setting of each client; this one is of the older endpoint's
    // documented example.
    lifetimeSeconds: 3600,
    // Assumed: the document promises them for the API only.
    headers: corsHeaders,
  })
  return {
    client: {
      credentials: ordinary,
      tenantCredentials,
      env,
      unset: ['CRADL_ACCESS_TOKEN'],
      curl,
      samples: samples(ordinary, audience),
    },
    auth,
    beforeAuth: [tokenHost(auth.endpoints[0].host), operation(`${spec.basePath}${spec.path}`)],
    // Assumed: the gateway asks its authorizer before it looks at a body.
    afterAuth: [bodyFormat],
    parameters: parameterReader(spec, {
      // Assumed: API Gateway's way; it passes on the last of repeated parameters, and `name[]` is another name.
      repeated: 'last',
      // Assumed: bounds and default; the document says of maxResults only that it is there.
      overrides: { maxResults: { minimum: 1, maximum: 100, default: 20 } },
      // Assumed: an empty token means none, as it does to the SDKs when it comes back.
      emptyIsAbsent: ['nextToken'],
    }),
    organization,
    paginator: forwardToken({
      token: 'nextToken',
      size: 'maxResults',
      codec: opaqueCodec(deriveKey('next-token'), cursorLifetimeSeconds),
    }),
    // Observed: nextToken is there and null on the last page; the SDKs read it without asking.
    envelope: ({ items, info }) => ({ nextToken: info.nextToken, organizations: items }),
    headers,
    errors,
    // Assumed: the numbers. API Gateway counts by token bucket and tells a caller nothing about the state of its bucket.
    rateLimit: { limit: { requests: 100, windowSeconds: 10 }, limiter: tokenBucket },
    reasons: {
      'follows-pages': {
        why: 'Cradl gives no total: nextToken alone tells that there is more, and null that there is not',
        basis: 'observed',
      },
      'backs-off': {
        why: 'API Gateway never says how long to wait, not with a 429 either: only who waits longer each time gets through',
        basis: 'assumed',
      },
      'renews-token': {
        why: 'Cradl’s tokens are another host’s and good for expires_in seconds; a refused one stays refused, as 403 Forbidden',
        basis: 'observed',
      },
    },
  }
})

function tenantCredentials(tenant: string) {
  return { clientId: testCredential(tenant, 32), clientSecret: tenantSecret }
}

function env({ baseUrl, tokenUrl = '' }: ProviderUrls): Record<string, string> {
  return {
    CRADL_CLIENT_ID: ordinary.clientId,
    CRADL_CLIENT_SECRET: ordinary.clientSecret,
    CRADL_API_ENDPOINT: baseUrl,
    // Observed: the Python SDK posts to this URL as it is, because auth.cradl.ai is in it.
    CRADL_AUTH_ENDPOINT: tokenUrl,
    LAS_CLIENT_ID: ordinary.clientId,
    LAS_CLIENT_SECRET: ordinary.clientSecret,
    LAS_API_ENDPOINT: baseUrl,
    // Observed: the older clients put https:// before it and /token behind it.
    LAS_AUTH_ENDPOINT: tokenUrl.replace(/^https?:\/\//, '').replace(/\/token$/, ''),
  }
}

function curl({ operationUrl, tokenUrl = '' }: ProviderUrls): string {
  const form = [
    'grant_type=client_credentials',
    `audience=${audience}`,
    `client_id=${ordinary.clientId}`,
    `client_secret=${ordinary.clientSecret}`,
  ]
  const fields = form.map((field) => shell`-d ${field}`).join(' ')
  const token = `$(${shell`curl -s ${tokenUrl}`} ${fields} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`
  return `TOKEN=${token}; ${shell`curl ${`${operationUrl}?maxResults=5`}`} -H "Authorization: Bearer $TOKEN"`
}

// ---- decisions

/** Assumed: the authorization server has nothing but the token endpoint and two documents, and says so in its own envelope. */
function tokenHost(host: string): Step {
  return (request) => (request.host === host ? { kind: 'token', code: 'wrong-path' } : undefined)
}

/** Assumed: path and method are one question to API Gateway, asked before any other. */
function operation(path: string): Step {
  return (request) => {
    // Observed: Zapier's integration calls /runs/, with a slash at the end. Assumed: it is tolerated here as well.
    if (!isPath(request, path) && !isPath(request, `${path}/`)) return { kind: 'not-found' }
    if (request.method === 'GET') return undefined
    return request.method === 'OPTIONS' ? preflight(request) : { kind: 'method-not-allowed', allow: ['GET', 'OPTIONS'] }
  }
}

/** Status 415 is documented. Assumed: a body that says it is no JSON leads to it; one that says nothing counts as JSON. */
function bodyFormat(request: MockRequest): Refusal | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding === undefined && (length === undefined || Number(length) === 0)) return undefined
  const type = mediaType(request)
  return type === '' || type === 'application/json' ? undefined : { kind: 'unsupported-media-type', mediaType: type }
}

/** Assumed from an older document of Cradl's: an empty object and Access-Control-Allow-Methods, whoever asks. */
function preflight(request: MockRequest): MockReply {
  return jsonReply(200, [...headers(request), 'Access-Control-Allow-Methods', 'GET,OPTIONS'], {})
}
