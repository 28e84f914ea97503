import {
  allowMethods,
  defineProvider,
  type FakeSource,
  type Fault,
  fixedWindow,
  headerList,
  headerPair,
  jsonReply,
  type MockReply,
  type MockRequest,
  operationPath,
  type PageNumberInfo,
  type PairCredential,
  type ProviderUrls,
  pageNumber,
  parameterReader,
  publishedScenarios,
  type RateVerdict,
  selector,
  tenantAccount,
} from '../src/mock/index.ts'
import { errors } from './errors/cloudflare.ts'

/**
 * Cloudflare, GET /client/v4/user/organizations. Two headers together, numbered pages, and one envelope of four keys for answers and
 * errors alike. What the document leaves open follows captures in the issue threads of Cloudflare's SDKs (observed) or a
 * plain choice (assumed); each is marked where it stands.
 */

interface Organization {
  readonly id: string
  readonly name: string
  readonly status: 'member' | 'invited'
  readonly permissions?: readonly string[]
  readonly roles?: readonly string[]
}

const ordinary = { apiEmail: 'user@orgmock.test', apiKey: '5f2c8e1b7a9d04c36e8f1a2b3c4d5e6f7a8b9' } as const
// Tenants: the local part of an address here, with any key that begins so ("test", nearly).
const tenantDomain = '@orgmock.test'
const tenantKey = '7e57'

const enterpriseScope = 'enterprise'

export default defineProvider<Organization, PageNumberInfo>(({ spec, pause }) => {
  const select = selector(pause)
  return {
    client: {
      credentials: ordinary,
      accounts: publishedScenarios(tenantCredentials),
      tenantCredentials,
      env,
      curl,
    },
    auth: headerPair({
      identity: { header: 'x-auth-email', format: /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/ },
      // Observed: global keys are 37 lower-case hex digits or cfk_ and 50 characters; the SDK's examples have 32, tokens 40.
      secret: { header: 'x-auth-key', format: /^([0-9a-f]{32}|[0-9a-f]{37}|[0-9a-f]{40}|cfk_[0-9A-Za-z]{50})$/ },
      credentials: [
        {
          identity: ordinary.apiEmail,
          secret: ordinary.apiKey,
          account: { tenant: 'ordinary' },
          scopes: [enterpriseScope],
        },
      ],
      tenantOf,
      requiredScope: enterpriseScope,
      otherwise: bearerInstead,
    }),
    // Assumed: the router knows path and method before it looks at credentials.
    before: [operationPath(spec), allowMethods(['GET', 'HEAD'])],
    // Assumed: a repeated or array-style parameter is no number and no member of an enum.
    parameters: parameterReader(spec, { repeated: 'refuse' }),
    organization,
    columns: { name, status },
    query: (dataset, parameters) =>
      select(dataset, {
        // Assumed: `name` is an exact match without regard to letter case.
        filters: ['name', 'status'].flatMap((column) => {
          const value = parameters[column]
          return value === undefined ? [] : [{ column, value: String(value) }]
        }),
        match: parameters['match'] === 'any' ? 'any' : 'all',
        // Identifiers rise with the index: the data's own order is the order by id.
        order: parameters['order'] === 'id' ? undefined : (parameters['order'] as string | undefined),
        direction: parameters['direction'] === 'desc' ? 'desc' : 'asc',
      }),
    paginator: pageNumber({ page: 'page', size: 'per_page' }),
    envelope: ({ items, info }) => ({
      success: true,
      errors: [],
      messages: [],
      result: items,
      result_info: {
        page: info.page,
        per_page: info.size,
        // Observed: items on this page, whatever the document's description says.
        count: info.count,
        // "Total results available without any search parameters" (specs/cloudflare.openapi.yaml, result_info): filters do not count.
        total_count: info.unfilteredCount,
        total_pages: info.totalPages,
      },
    }),
    headers,
    faults,
    errors,
    // "1200 requests per five minutes", then five minutes of nothing (observed: Cloudflare's page on its API's limits).
    rateLimit: {
      limit: ownLimit,
      limiter: (limit) => fixedWindow(limit, limit.windowSeconds),
    },
    withRate,
    reasons: {
      'follows-pages': {
        why: 'Cloudflare answers every page behind the end with an empty one: who does not stop at the first never does',
        basis: 'observed',
      },
      'page-size-in-range': {
        why: 'per_page goes from 5 to 50; Cloudflare answers anything else with 400',
        basis: 'documented',
      },
      'waits-out-retry-after': {
        why: 'Cloudflare takes 1200 requests in five minutes; then all of the user’s calls are blocked for five minutes, the dashboard’s too',
        basis: 'observed',
      },
      'backs-off': {
        why: 'each retry is one of 1200 requests in five minutes, behind which Cloudflare blocks the user for five more',
        basis: 'observed',
      },
      'credentials-in-headers': {
        why: 'an X-Auth-Key can do all that its user can, and what stands in a URL is kept in the logs of every proxy on the way',
        basis: 'observed',
      },
    },
  }
})

/** Plus signs stand between the words of a tenant's name: `seed-7+empty@orgmock.test`. */
function tenantCredentials(tenant: string) {
  return { apiEmail: `${tenant.replaceAll('_', '+')}${tenantDomain}`, apiKey: tenantKey.padEnd(37, '0') }
}

/** The document offers this operation to enterprise plans only: every tenant is on one, unless its scenario says `forbidden`. */
function tenantOf(email: string, key: string): PairCredential | undefined {
  const identity = email.toLowerCase()
  if (!key.startsWith(tenantKey) || key.length !== 37 || !identity.endsWith(tenantDomain)) return undefined
  const account = tenantAccount(identity.slice(0, -tenantDomain.length).replaceAll('+', '_'))
  return account && { identity, secret: key, account, scopes: [enterpriseScope] }
}

function env({ baseUrl }: ProviderUrls): Record<string, string> {
  return {
    CLOUDFLARE_EMAIL: ordinary.apiEmail,
    CLOUDFLARE_API_KEY: ordinary.apiKey,
    CLOUDFLARE_BASE_URL: baseUrl,
  }
}

function curl({ operationUrl }: ProviderUrls): string {
  return `curl '${operationUrl}?per_page=5' -H 'X-Auth-Email: ${ordinary.apiEmail}' -H 'X-Auth-Key: ${ordinary.apiKey}'`
}

// ---- data

function organization(source: FakeSource): Organization {
  const organizationStatus = status(source)
  const base = { id: id(source), name: name(source), status: organizationStatus }
  const faker = source.stream('access')
  return {
    ...base,
    ...(source.oneIn('permissions absent', 11)
      ? {}
      : // An invitation that is not accepted yet gives no access.
        {
          permissions:
            organizationStatus === 'invited' ? [] : faker.helpers.arrayElements(permissions, { min: 1, max: 6 }),
        }),
    ...(source.oneIn('roles absent', 13) ? {} : { roles: [source.rotate('role', roles)] }),
  }
}

/** 32 hex digits whose first 13 rise with the index; 2^24 ids lie between two neighbours. */
function id(source: FakeSource): string {
  const rising = 0x0_23e1_0000_0000 + source.index * 0x100_0000 + (source.word('id rise') & 0xff_ffff)
  return (
    rising.toString(16).padStart(13, '0') +
    hex(source.word('id 1'), 8) +
    hex(source.word('id 2'), 8) +
    hex(source.word('id 3') >>> 20, 3)
  )
}

function hex(word: number, digits: number): string {
  return word.toString(16).padStart(digits, '0')
}

/** In the three shapes of faker's company names, put together here: its templates cost ten times as much, and a sort makes every name. */
function name(source: FakeSource): string {
  const { definitions } = source.stream('name')
  const surnames = definitions.person.last_name.generic ?? []
  const surname = (key: string) => surnames[source.word(key) % surnames.length] ?? 'Cloudflare'
  switch (source.word('name shape') % 3) {
    case 0:
      return `${surname('name 1')} ${companyForms[source.word('name 2') % companyForms.length]}`
    case 1:
      return `${surname('name 1')} - ${surname('name 2')}`
    default:
      return `${surname('name 1')}, ${surname('name 2')} and ${surname('name 3')}`
  }
}

const companyForms = ['Inc', 'LLC', 'Group', 'and Sons'] as const

function status(source: FakeSource): Organization['status'] {
  return source.rotate('status', ['member', 'member', 'member', 'invited'] as const)
}

// The shape of the document's example, "#zones:read", over resources that Cloudflare's permission groups name.
const permissions = [
  'access',
  'analytics',
  'app',
  'billing',
  'cache_purge',
  'dns_records',
  'lb',
  'legal',
  'logs',
  'organization',
  'ssl',
  'subscription',
  'waf',
  'worker',
  'zones',
  'zone_settings',
].flatMap((resource) => [`#${resource}:read`, `#${resource}:edit`])

const roles = [
  'All Privileges - Super Administrator',
  'Administrator',
  'Administrator Read Only',
  'Analytics',
  'Audit Logs Viewer',
  'Billing',
  'Cache Purge',
  'DNS',
  'Firewall',
  'SSL/TLS, Caching, Performance, Page Rules, and Customization',
] as const

// ---- replies

/** Observed on captured replies; no CORS, no charset, no WWW-Authenticate. */
const fixedHeaders = headerList({
  'content-type': 'application/json',
  'cf-cache-status': 'DYNAMIC',
  'cache-control': 'no-store, no-cache, must-revalidate, post-check=0, pre-check=0',
  expires: 'Sun, 25 Jan 1981 05:00:00 GMT',
  pragma: 'no-cache',
  ratelimit: '"default";r=1199;t=300',
  'ratelimit-policy': '"default";q=1200;w=300',
  server: 'cloudflare',
  'strict-transport-security': 'max-age=31536000',
  vary: 'Accept-Encoding',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
})

function headers(request: MockRequest): string[] {
  return ['cf-ray', `${request.requestId.slice(0, 16)}-IAD`, ...fixedHeaders]
}

const ownLimit = { requests: 1200, windowSeconds: 300 } as const

/** Observed: the two headers are on every reply; what is left and for how long changes, the policy stays. */
function withRate({ status, headers: given, body }: MockReply, verdict: RateVerdict): MockReply {
  const { requests, windowSeconds } = verdict.limit
  const now: Readonly<Record<string, string>> = {
    ratelimit: `"default";r=${verdict.remaining};t=${verdict.resetSeconds}`,
    'ratelimit-policy': `"default";q=${requests};w=${windowSeconds}`,
  }
  const headers = given.map((text, place) => (place % 2 === 1 ? (now[given[place - 1] ?? ''] ?? text) : text))
  return { status, headers, body }
}

interface ApiError {
  readonly code: number
  readonly message: string
  readonly error_chain?: readonly ApiError[]
}

function failure(request: MockRequest, status: number, error: ApiError, more: readonly string[] = []): MockReply {
  // Observed: some gateway replies leave out messages and result; the document requires all four, and the document decides.
  return jsonReply(status, [...headers(request), ...more], {
    success: false,
    errors: [error],
    messages: [],
    result: null,
  })
}

function faults(fault: Fault, request: MockRequest): MockReply {
  const reply = worded(fault, request)
  if (fault.kind !== 'throttled') return reply
  // Whoever is throttled has nothing left, whether the limit or somebody's wish led here.
  const { retryAfterSeconds } = fault
  return withRate(reply, {
    isAllowed: false,
    limit: ownLimit,
    remaining: 0,
    resetSeconds: retryAfterSeconds,
    retryAfterSeconds,
  })
}

function worded(fault: Fault, request: MockRequest): MockReply {
  switch (fault.kind) {
    case 'unauthenticated':
      return unauthenticated(fault, request)
    case 'forbidden':
      return failure(request, 403, { code: 9109, message: 'Unauthorized to access requested resource' })
    case 'invalid-parameter':
      return failure(request, 400, {
        code: 6003,
        message: 'Invalid request parameters',
        // Code 11000 is observed on another endpoint; the text is assumed.
        error_chain: [{ code: 11000, message: `${fault.parameter} ${fault.rule}` }],
      })
    case 'not-found':
      return failure(request, 404, {
        code: 7003,
        message: `Could not route to ${request.path}, perhaps your object identifier is invalid?`,
      })
    case 'method-not-allowed':
      return failure(request, 405, { code: 7001, message: `Method ${request.method} not available for that URI.` })
    case 'throttled':
      return throttled(fault, request)
    case 'invalid-cursor':
    case 'not-acceptable':
    case 'unsupported-media-type':
    case 'internal':
      // Assumed: nothing here leads to the first three; the last is sent on demand only.
      return failure(request, 500, { code: 10001, message: 'Internal server error' })
  }
}

function throttled(fault: Extract<Fault, { kind: 'throttled' }>, request: MockRequest): MockReply {
  const retryAfter = ['retry-after', String(fault.retryAfterSeconds)]
  const plea = 'Please wait and consider throttling your request speed'
  if (fault.detail === '971') {
    // Observed at the newer gateway, short body and all. Sent only when asked for by name: the document has no code below 1000.
    return jsonReply(429, [...headers(request), ...retryAfter], {
      success: false,
      errors: [{ code: 971, message: plea }],
    })
  }
  const { requests, windowSeconds } = fault.limit ?? ownLimit
  const message = `More than ${requests} requests per ${windowSeconds} seconds reached. ${plea}`
  return failure(request, 429, { code: 10100, message }, retryAfter)
}

function unauthenticated(fault: Extract<Fault, { kind: 'unauthenticated' }>, request: MockRequest): MockReply {
  switch (fault.reason) {
    case 'missing':
      return failure(request, 400, {
        code: 9106,
        message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers',
      })
    case 'malformed':
      return failure(request, 400, {
        code: 6003,
        message: 'Invalid request headers',
        error_chain: (fault.detail ?? '').split(',').flatMap((header) => malformedHeader[header] ?? []),
      })
    default:
      return fault.detail === 'authorization'
        ? failure(request, 403, { code: 9109, message: 'Invalid access token' })
        : failure(request, 403, { code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' })
  }
}

const malformedHeader: Readonly<Record<string, ApiError>> = {
  'x-auth-key': { code: 6103, message: 'Invalid format for X-Auth-Key header' },
  'x-auth-email': { code: 6102, message: 'Invalid format for X-Auth-Email header' },
  authorization: { code: 6111, message: 'Invalid format for Authorization header' },
}

/** API tokens are not documented for this operation: a well-formed one is refused as one without access to it. */
function bearerInstead(request: MockRequest) {
  const header = request.headers['authorization']
  if (typeof header !== 'string' || header === '') return undefined
  // Tokens are 40 characters, or cfut_/cfat_ and more (observed).
  const isWellFormed = /^bearer +[0-9A-Za-z_-]{40,}$/i.test(header)
  return {
    ok: false,
    fault: { kind: 'unauthenticated', reason: isWellFormed ? 'unknown' : 'malformed', detail: 'authorization' },
  } as const
}
