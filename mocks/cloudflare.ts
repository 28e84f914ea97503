import {
  allowMethods,
  defineProvider,
  fixedWindow,
  headerPair,
  type MockRequest,
  operationPath,
  type PageNumberInfo,
  type PairCredential,
  type ProviderUrls,
  pageNumber,
  parameterReader,
  selector,
  shell,
  tenantAccount,
} from '../src/mock/index.ts'
import { name, type Organization, organization, status } from './data/cloudflare.ts'
import { errors } from './errors/cloudflare.ts'
import { edge, headers, ownLimit, withRate } from './headers/cloudflare.ts'
import { samples } from './samples/cloudflare.ts'

/**
 * Cloudflare, GET /client/v4/user/organizations. Two headers together, numbered pages, and one envelope of four keys for answers and
 * errors alike. What the document leaves open follows captures in the issue threads of Cloudflare's SDKs (observed) or a
 * plain choice (assumed); each is marked where it is.
 */

const ordinary = { apiEmail: 'user@orgmock.test', apiKey: '5f2c8e1b7a9d04c36e8f1a2b3c4d5e6f7a8b9' } as const
// Tenants: the local part of an address here, with any key that begins so ("test", nearly).
const tenantDomain = '@orgmock.test'
const tenantKey = '7e57'

const enterpriseScope = 'enterprise'

export default defineProvider<Organization, PageNumberInfo>(({ spec, work }) => {
  const select = selector(work)
  return {
    client: { credentials: ordinary, tenantCredentials, env, unset, curl, samples: samples(ordinary) },
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
    beforeAuth: [operationPath(spec), allowMethods(['GET', 'HEAD'])],
    // Assumed: a repeated or array-style parameter is no number and no member of an enum.
    parameters: parameterReader(spec, {
      repeated: 'refuse',
      // Observed: the Python client types both as float. Assumed: 20.0 is taken for 20.
      overrides: { page: { type: 'number' }, per_page: { type: 'number' } },
    }),
    organization,
    columns: { name, status },
    query: (dataset, parameters, client) =>
      select(
        dataset,
        {
          // Assumed: `name` is an exact match without regard to letter case.
          filters: ['name', 'status'].flatMap((column) => {
            const value = parameters[column]
            return value === undefined ? [] : [{ column, value: String(value) }]
          }, client),
          match: parameters['match'] === 'any' ? 'any' : 'all',
          // Identifiers rise with the index: the data's own order is the order by id.
          order: parameters['order'] === 'id' ? undefined : (parameters['order'] as string | undefined),
          direction: parameters['direction'] === 'desc' ? 'desc' : 'asc',
        },
        client,
      ),
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
        // Assumed: both totals speak of the same list, as they do in every captured answer.
        total_count: info.unfilteredCount,
        total_pages: Math.ceil(info.unfilteredCount / info.size),
      },
    }),
    headers,
    edge,
    errors,
    // "1200 requests per five minutes", then five minutes of nothing (observed: Cloudflare's page on its API's limits).
    rateLimit: {
      limit: ownLimit,
      limiter: (limit) => fixedWindow(limit, limit.windowSeconds),
    },
    withRate,
    reasons: {
      'follows-pages': {
        why: 'organizations of a page that is left out are missing, and no error says so; pages behind the end are all empty: a client stops at the first',
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
  if (!key.startsWith(tenantKey) || key.length !== 37 || !email.toLowerCase().endsWith(tenantDomain)) return undefined
  const account = tenantAccount(email.slice(0, -tenantDomain.length).replaceAll('+', '_'))
  return account && { identity: email, secret: key, account, scopes: [enterpriseScope] }
}

function env({ baseUrl }: ProviderUrls): Record<string, string> {
  return {
    CLOUDFLARE_EMAIL: ordinary.apiEmail,
    CLOUDFLARE_API_KEY: ordinary.apiKey,
    CLOUDFLARE_BASE_URL: baseUrl,
    // Observed: the older Python client (Debian's python3-cloudflare 2.11) reads this one.
    CLOUDFLARE_API_URL: baseUrl,
  }
}

/** Observed: the clients send what these hold beside the key, and the older Python client instead of it. */
const unset = ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_API_USER_SERVICE_KEY', 'CF_API_TOKEN']

function curl({ operationUrl }: ProviderUrls): string {
  const { apiEmail, apiKey } = ordinary
  return shell`curl ${`${operationUrl}?per_page=5`} -H ${`X-Auth-Email: ${apiEmail}`} -H ${`X-Auth-Key: ${apiKey}`}`
}

/** API tokens are not documented for this operation: a well-formed one is refused as one without access to it. */
function bearerInstead(request: MockRequest) {
  const header = request.headers['authorization']
  if (typeof header !== 'string' || header === '') return undefined
  // Tokens are 40 characters, or cfut_/cfat_ and more (observed).
  const isWellFormed = /^bearer +[0-9A-Za-z_-]{40,}$/i.test(header)
  const detail = /^bearer +cfat_/i.test(header) ? 'account token' : 'authorization'
  return isWellFormed ? refused('unknown', detail) : refused('malformed', 'authorization')
}

function refused(reason: 'unknown' | 'malformed', detail: string) {
  return { ok: false, refusal: { kind: 'unauthenticated', reason, detail } } as const
}
