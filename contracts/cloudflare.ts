import {
  defineContract,
  hasHeader,
  hasValue,
  headerCredentials,
  numberedPages,
  type Refusal,
} from '../src/contract/index.ts'
import { envelope } from './envelopes/cloudflare.ts'

/** What Cloudflare promised of GET /client/v4/user/organizations. */
export default defineContract(({ pointer }) => ({
  authorizer: headerCredentials(
    { 'X-Auth-Email': 'apiEmail', 'X-Auth-Key': 'apiKey' },
    { apiEmail: 'CLOUDFLARE_EMAIL', apiKey: 'CLOUDFLARE_API_KEY' },
  ),
  list: { items: '/result', id: 'id' },
  refusals: {
    missing: refusal(400, [9106]),
    malformed: refusal(400, [6003, 9106]),
    unknown: refusal(403, [9103, 9109]),
    forbidden: { ...refusal(403, [9109, 10000]), basis: 'assumed' },
    notFound: refusal(404, [7003, 7000]),
    methodNotAllowed: refusal(405, [7001]),
    // The bounds are documented; that a value outside them is refused, rather than moved or passed over, is assumed.
    invalidParameter: { ...refusal(400, [6008]), basis: 'assumed' },
  },
  envelope: envelope(`${pointer}/responses`),
  pager: numberedPages({
    page: 'page',
    size: { parameter: 'per_page', minimum: 5, maximum: 50, fallback: 20, basis: 'documented' },
    items: '/result',
    total: '/result_info/total_count',
    pastEndBasis: 'observed',
  }),
  query: {
    filters: [
      { parameter: 'name', property: 'name', basis: 'documented', matches: sameText, isDoubtful: isAlike },
      { parameter: 'status', property: 'status', basis: 'documented', matches: sameText },
    ],
    // The document's own words for total_count: without any search parameters.
    totalIgnoresFilters: { basis: 'documented' },
    match: { parameter: 'match', any: 'any', all: 'all', basis: 'documented' },
    order: {
      parameter: 'order',
      direction: 'direction',
      columns: ['id', 'name', 'status'],
      basis: 'documented',
    },
  },
  http: {
    head: 'as-get',
    wrongMethod: { method: 'PUT', refusal: refusal(405, [7001]) },
    otherSlash: { ...refusal(404, [7003, 7000]), basis: 'assumed' },
    probes: [
      {
        id: 'malformed-key',
        plan: {
          purpose: 'a key that is no key',
          authorization: { headers: { 'X-Auth-Email': 'nobody@example.com', 'X-Auth-Key': 'not-a-key' } },
          expect: refusal(400, [6003]),
        },
      },
      {
        id: 'options',
        plan: { purpose: 'OPTIONS: there is no CORS', method: 'OPTIONS', expect: refusal(405, [7001]) },
      },
    ],
  },
  // The newer gateway's errors have the last two.
  observedFields: ['/errors/*/error_chain', '/errors/*/documentation_url', '/errors/*/source'],
  gone: {
    status: [404, 410],
    basis: 'observed',
    reason: 'Cloudflare deprecated it in favour of accounts and memberships',
  },
}))

function refusal(status: number, codes: readonly number[]): Refusal {
  return {
    status: [status],
    basis: 'observed',
    also: [hasValue('/errors/0/code', codes, 'observed'), hasHeader('cf-ray', 'observed', /^[0-9a-f]{16}-[A-Z]{3}$/)],
  }
}

function sameText(value: unknown, wanted: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase()
}

/** Whether names are compared as a whole and by letter case is not documented. */
function isAlike(value: unknown, wanted: string): boolean {
  return value !== wanted && typeof value === 'string' && value.toLowerCase().includes(wanted.toLowerCase())
}
