import {
  allowMethods,
  apiKey,
  defineProvider,
  type MockReply,
  type MockRequest,
  type ProviderContext,
  type ProviderUrls,
  type Refusal,
  type Step,
  selector,
  shell,
  slidingLog,
  testCredential,
  wholeList,
} from '../src/mock/index.ts'
import { columns, organizations } from './data/cekura.ts'
import { hasSearch, pagesOf, searchIn, searchReader } from './data/cekura-lists.ts'
import { errors, invalidPage } from './errors/cekura.ts'
import { headers, html, methods, securityHeaders } from './headers/cekura.ts'

/**
 * Cekura, GET /user/organizations/. One key in a header, and every organization in one bare array. The document knows success only;
 * that Cekura is built on Django REST Framework is observed (its OpenAPI generator, its error bodies), so what the document leaves
 * open follows Django 5.2 and REST framework 3.18 with their default settings (observed, by running them with a view like this one).
 * That Cekura changed none of these settings is assumed.
 */

type Spec = ProviderContext['spec']

// Assumed: the shape of a key is not documented.
const ordinary = { apiKey: '8c1f0a6e4b7d42f39d5e2a917c60b8f43e1d5a7290bc46e8a3f7d1c5920b6e84' } as const

function tenantCredentials(tenant: string) {
  return { apiKey: testCredential(tenant, 64) }
}

export default defineProvider(({ spec, further = [], work }) => ({
  client: { credentials: ordinary, tenantCredentials, env, curl },
  // Observed: later documents take OAuth tokens too. Ours names the key only, so that a token counts as no credentials.
  auth: apiKey({
    header: 'X-CEKURA-API-KEY',
    credentials: [{ secret: ordinary.apiKey, account: { tenant: 'ordinary' } }],
    scopes: [],
  }),
  // The framework negotiates before it authenticates, and looks for a method's handler last.
  beforeAuth: [route([spec, ...further]), negotiate],
  afterAuth: [metadata, allowMethods(methods)],
  // No `parameters`: the document has none. Assumed: the framework's own `format` is ignored like every other one.
  ...(hasSearch(spec) ? { parameters: searchReader, query: searchIn(selector(work)) } : {}),
  organization: organizations(spec),
  columns,
  paginator: wholeList(),
  // All in one body: about 40 MB for these.
  largestCount: 10_000,
  envelope: ({ items }) => items,
  indent,
  headers: () => headers,
  errors: further.length === 0 ? errors : [...errors, invalidPage],
  further: further.map((spec) => pagesOf(spec, selector(work))),
  // Observed: there are limits by plan, without numbers. Assumed: the number; the framework's way to count.
  rateLimit: { limit: { requests: 60, windowSeconds: 60 }, limiter: slidingLog },
  reasons: {
    'asks-once': {
      why: 'Cekura has no pages here: each answer is every organization with all its fields, and counts against the plan’s limit',
      basis: 'documented',
    },
    'waits-out-retry-after': {
      why: 'Cekura’s limits go by plan and are told to nobody: Retry-After is all that a client learns of them',
      basis: 'observed',
    },
  },
}))

function env({ baseUrl }: ProviderUrls): Record<string, string> {
  // Observed: the Python client reads CEKURA_API_URL, the MCP server CEKURA_BASE_URL.
  return { CEKURA_API_KEY: ordinary.apiKey, CEKURA_API_URL: baseUrl, CEKURA_BASE_URL: baseUrl }
}

function curl({ operationUrl }: ProviderUrls): string {
  return shell`curl ${operationUrl} -H ${`X-CEKURA-API-KEY: ${ordinary.apiKey}`}`
}

// ---- paths, formats, methods

/** Django's URL patterns are exact; before it gives up on a path, APPEND_SLASH looks whether one more slash would help. */
function route(specs: readonly Spec[]): Step {
  const served = specs.map(({ basePath, path }) => `${basePath}${path}`)
  return (request) => {
    if (served.includes(request.path)) return undefined
    const asked = decoded(request.path)
    if (served.includes(asked)) return undefined
    const slashed = `${asked}/`
    return served.includes(slashed) ? redirect(request, slashed) : { kind: 'not-found' }
  }
}

/** WSGI servers hand Django a decoded path, so that %2F is a slash too. What does not decode is no path of ours. */
function decoded(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function redirect({ prefix, query }: MockRequest, path: string): MockReply {
  const location = `${prefix}${path}${query === '' ? '' : `?${encoded(query)}`}`
  // Sent by a middleware that stands outside the one which adds X-Frame-Options.
  return { status: 301, headers: ['Content-Type', html, 'Location', location, ...securityHeaders], body: '' }
}

/** Percent-encodes what no URI may hold; what is encoded already, well or badly, stays (django.utils.encoding.iri_to_uri). */
function encoded(query: string): string {
  return query.replace(/[^\w.~/#%[\]=:;$&()+,!?*@'-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}

function negotiate({ headers }: MockRequest): Refusal | undefined {
  return acceptedIndent(headers['accept']) === undefined ? { kind: 'not-acceptable' } : undefined
}

// A body that could not be negotiated is not indented.
function indent({ headers }: Pick<MockRequest, 'headers'>): number {
  return acceptedIndent(headers['accept']) ?? 0
}

/**
 * How far the JSON is indented for an Accept header, or undefined when the header has no place for JSON. As the framework reads it:
 * the most specific range counts (the first of several), q-values do not (q=0 neither), an empty header accepts nothing, and
 * `application/json; indent=4` asks for indentation, 8 at most.
 * Assumed: JSON is the only renderer, since the document names no other content type; the browsable API would take text/html as well.
 */
function acceptedIndent(accept: string | readonly string[] | undefined): number | undefined {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 0
  let accepted: number | undefined
  let bestPrecedence = -1
  for (const text of String(accept).split(',')) {
    const range = mediaRange(text)
    if (range.takesJson && range.precedence > bestPrecedence) {
      bestPrecedence = range.precedence
      accepted = range.indent
    }
  }
  return accepted
}

function mediaRange(text: string): { takesJson: boolean; precedence: number; indent: number } {
  const [full = '', ...parameters] = text.split(';')
  const name = full.trim().toLowerCase()
  const slash = name.indexOf('/')
  const type = slash === -1 ? name : name.slice(0, slash)
  const subtype = slash === -1 ? '' : name.slice(slash + 1)
  let indent = 0
  let isPlain = true
  for (const parameter of parameters) {
    const [key = '', value] = parameter.split('=').map((part) => part.trim())
    if (value === undefined) continue
    if (key.toLowerCase() !== 'q') isPlain = false
    if (key.toLowerCase() === 'indent') indent = spaces(value)
  }
  return {
    takesJson: (type === '*' || type === 'application') && (subtype === '*' || subtype === 'json'),
    precedence: type === '*' ? 0 : subtype === '*' ? 1 : isPlain ? 2 : 3,
    indent,
  }
}

function spaces(value: string): number {
  const digits = value.replace(/^"(.*)"$/, '$1')
  return /^[+-]?\d+$/.test(digits) ? Math.max(0, Math.min(8, Number(digits))) : 0
}

/** OPTIONS, as the framework's SimpleMetadata answers it. Assumed: the name, that of a list view for organizations, and the parsers. */
function metadata(request: MockRequest): MockReply | undefined {
  if (request.method !== 'OPTIONS') return undefined
  const body = {
    name: 'Organization List',
    description: '',
    renders: ['application/json'],
    parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
  }
  return { status: 200, headers, body: JSON.stringify(body, null, indent(request)) }
}
