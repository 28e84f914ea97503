import {
  type ContractFactory,
  cursorPages,
  defineContract,
  hasHeader,
  hasText,
  headerCredentials,
  type QueryRules,
  type Refusal,
  wholeList,
} from '../src/contract/index.ts'

type Spec = Parameters<ContractFactory>[0]

/** What Cekura promised of GET /user/organizations/. The document shows no error: their bodies are Django REST framework's, as observed. */
export default defineContract((spec) => ({
  authorizer: headerCredentials({ 'X-CEKURA-API-KEY': 'apiKey' }, { apiKey: 'CEKURA_API_KEY' }),
  list: { items: hasPages(spec) ? '/results' : '', id: 'id' },
  refusals: {
    missing: unauthorized(),
    malformed: unauthorized(),
    unknown: unauthorized(),
    forbidden: detail(403),
    // An HTML page, not JSON.
    notFound: { status: [404], basis: 'observed', also: [hasHeader('Content-Type', 'observed', /^text\/html/)] },
    methodNotAllowed: detail(405),
  },
  envelope: [],
  pager: hasPages(spec) ? pager : wholeList(),
  ...(declares(spec, 'search') ? { query } : {}),
  http: {
    head: 'as-get',
    wrongMethod: { method: 'DELETE', refusal: detail(405) },
    otherSlash: { redirect: 301, basis: 'assumed' },
    probes: [
      {
        id: 'not-acceptable',
        plan: { purpose: 'a media type that is not served', headers: { Accept: 'text/csv' }, expect: detail(406) },
      },
      {
        id: 'authentication-before-method',
        plan: {
          purpose: 'a wrong method without a credential',
          method: 'DELETE',
          authorization: 'none',
          expect: unauthorized(),
        },
      },
    ],
  },
}))

function declares({ parameters }: Spec, parameter: string): boolean {
  return parameters.some(({ name }) => name === parameter)
}

/** The latest edition has the list in pages too. */
function hasPages(spec: Spec): boolean {
  return declares(spec, 'page')
}

// Assumed: the sizes. Of its links the document says that they are there.
const pager = cursorPages({
  cursor: 'page',
  isLink: true,
  size: { parameter: 'page_size', minimum: 1, maximum: 100, fallback: 20, basis: 'assumed' },
  basis: 'observed',
  next: '/next',
  previous: '/previous',
  endBasis: 'observed',
  total: '/count',
})

// Assumed: the name is searched, and for each word by itself.
const query: QueryRules = {
  filters: [{ parameter: 'search', property: 'name', basis: 'assumed', matches: hasWords }],
}

function hasWords(value: unknown, wanted: string): boolean {
  const words = wanted.toLowerCase().split(/[\s,]+/)
  return typeof value === 'string' && words.every((word) => value.toLowerCase().includes(word))
}

function detail(status: number): Refusal {
  return { status: [status], basis: 'observed', also: [hasText('/detail', 'observed')] }
}

/** Django REST framework says 401 only where it has a challenge to send with it, and 403 otherwise. */
function unauthorized(): Refusal {
  return { ...detail(401), also: [hasText('/detail', 'observed'), hasHeader('WWW-Authenticate', 'documented')] }
}
