import {
  defineContract,
  type EnvelopeRule,
  hasHeader,
  hasValue,
  headerCredentials,
  itemsAt,
  numberedPages,
  type Refusal,
  textOf,
  valueAt,
} from '../src/contract/index.ts'

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
    // The bounds are documented, and so is that the answer is a 4XX; which one is assumed.
    invalidParameter: { ...refusal(400, [6003, 6008]), basis: 'documented' },
  },
  envelope: [
    {
      id: 'success-flag',
      basis: 'documented',
      promised: 'success true with a 2xx status and false with any other',
      clause: `${pointer}/responses`,
      broken({ response, json }) {
        const flag = json.ok ? valueAt(json.value, '/success') : undefined
        const isSuccess = response.status >= 200 && response.status < 300
        return flag === isSuccess
          ? undefined
          : { came: `success ${JSON.stringify(flag)} with status ${response.status}`, at: '/success' }
      },
    },
    {
      id: 'errors',
      basis: 'documented',
      promised: 'no errors in a success, at least one in a failure',
      clause: `${pointer}/responses`,
      broken({ response, json }) {
        const errors = json.ok ? itemsAt(json.value, '/errors') : undefined
        const isSuccess = response.status < 300
        if (errors !== undefined && (errors.length === 0) === isSuccess) return undefined
        return { came: `${errors?.length ?? 'no list of'} errors with status ${response.status}`, at: '/errors' }
      },
    },
    {
      id: 'result',
      basis: 'documented',
      promised: 'a list in a success, null in a failure',
      clause: `${pointer}/responses`,
      broken({ response, json }) {
        const result = json.ok ? valueAt(json.value, '/result') : undefined
        const isRight = response.status < 300 ? Array.isArray(result) : result === null
        return isRight
          ? undefined
          : { came: `${JSON.stringify(result)?.slice(0, 60)} with status ${response.status}`, at: '/result' }
      },
    },
    counter('count', 'observed', 'the number of rows on this page', ({ rows }) => rows),
    counter('page', 'documented', 'the page that was asked for', ({ query }) => Number(query.get('page') ?? 1)),
    counter('per_page', 'documented', 'the page size that was asked for', ({ query }) =>
      Number(query.get('per_page') ?? 20),
    ),
    {
      id: 'total-pages',
      basis: 'observed',
      promised: 'total_pages is total_count divided by per_page, rounded up, where nothing is filtered',
      broken({ request, response, json }) {
        const query = new URL(request.url).searchParams
        if (response.status !== 200 || !json.ok || query.has('name') || query.has('status')) return undefined
        const info = valueAt(json.value, '/result_info') as
          | { total_count: number; per_page: number; total_pages?: number }
          | undefined
        if (info?.total_pages === undefined) return undefined
        const wanted = Math.ceil(info.total_count / info.per_page)
        return info.total_pages === wanted
          ? undefined
          : { came: `${info.total_pages}, not ${wanted}`, at: '/result_info/total_pages' }
      },
    },
    {
      id: 'result-info',
      basis: 'documented',
      promised: 'result_info beside every list',
      broken({ response, json }) {
        if (response.status !== 200 || !json.ok) return undefined
        const info = valueAt(json.value, '/result_info')
        if (typeof info === 'object' && info !== null) return undefined
        return { came: `result_info ${JSON.stringify(info) ?? 'absent'}`, at: '' }
      },
    },
  ],
  pager: numberedPages({
    page: 'page',
    size: { parameter: 'per_page', minimum: 5, maximum: 50, fallback: 20, basis: 'documented' },
    items: '/result',
    total: '/result_info/total_count',
    pastEndBasis: 'observed',
  }),
  query: {
    filters: [
      { parameter: 'name', property: 'name', basis: 'assumed', matches: sameText },
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
      // Letter case does not count: which collation is used is not documented, and none of the usual ones disagrees on this.
      compare: (_column, a, b) => compareTexts(textOf(a).toLowerCase(), textOf(b).toLowerCase()),
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
  observedFields: ['/errors/*/error_chain'],
  gone: { status: [404, 410], reason: 'Cloudflare deprecated it in favour of accounts and memberships' },
}))

function refusal(status: number, codes: readonly number[]): Refusal {
  return {
    status: [status],
    basis: 'observed',
    also: [hasValue('/errors/0/code', codes, 'observed'), hasHeader('cf-ray', 'observed', /^[0-9a-f]{16}-[A-Z]{3}$/)],
  }
}

function counter(
  name: string,
  basis: 'documented' | 'observed',
  meaning: string,
  wanted: (facts: { rows: number; query: URLSearchParams }) => number,
): EnvelopeRule {
  const at = `/result_info/${name}`
  return {
    id: `counter-${name}`,
    basis,
    promised: `${name} is ${meaning}`,
    broken({ request, response, json }) {
      if (response.status !== 200 || !json.ok) return undefined
      const rows = itemsAt(json.value, '/result')?.length ?? 0
      const value = valueAt(json.value, at)
      const right = wanted({ rows, query: new URL(request.url).searchParams })
      return value === right ? undefined : { came: `${JSON.stringify(value)}, not ${right}`, at }
    },
  }
}

function sameText(value: unknown, wanted: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase()
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
