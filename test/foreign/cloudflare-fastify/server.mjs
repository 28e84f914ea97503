// Cloudflare's list of a user's organizations on Fastify, written from the provider's published document alone.
//
// Usage: CLOUDFLARE_EMAIL=… CLOUDFLARE_API_KEY=… server.mjs PORT. Each variant of rows.yaml has a base URL of its own,
// http://127.0.0.1:PORT/v/NAME/client/v4; GET /variants lists the variants that this file knows.

import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import Fastify from 'fastify'

const email = process.env.CLOUDFLARE_EMAIL
const key = process.env.CLOUDFLARE_API_KEY

// Data: 63 organizations. Names differ in letter case and accents, so that collations differ; some are equal.

const stems = [
  'acme',
  'Acme',
  'ACME Labs',
  'Äpfel',
  'apfel',
  'Zürich',
  'zurich',
  'Óbidos',
  'obidos',
  'Ünal',
  'éclair',
  'Eclair',
  '_under',
  'ño',
  'nz',
  '10 Downing',
  '9 Elms',
]

function organization(number) {
  return {
    id: createHash('md5').update(`organization ${number}`).digest('hex'),
    name: number % 9 === 0 ? 'Acme' : `${stems[number % stems.length]} ${number % 4 === 0 ? '' : number}`.trim(),
    status: number % 3 === 0 ? 'invited' : 'member',
    permissions: ['#zones:read', '#billing:edit', '#logs:read'].slice(0, 1 + (number % 3)),
    roles: ['All Privileges - Super Administrator', 'Billing'].slice(0, 1 + (number % 2)),
  }
}

const sizes = { 'empty-account': 0, 'nothing-as-null': 0, 'one-organization': 1, 'two-full-pages': 40 }

class Store {
  constructor(variant) {
    this.organizations = Array.from({ length: sizes[variant] ?? 63 }, (_, index) => organization(index + 1))
    this.later = 0
    this.requests = 0
  }
}

const moves = {
  'created-at-the-end'({ organizations, later }) {
    if (later === 2) organizations.push(organization(64))
  },
  'created-in-front'({ organizations, later }) {
    if (later === 2) organizations.unshift(organization(64))
  },
  removed({ organizations, later }) {
    if (later === 2) organizations.splice(50, 1)
  },
}

// Which requests carry the credentials: the document wants both headers, X-Auth-Email and X-Auth-Key.

const sentEmail = ({ headers }) => headers['x-auth-email']
const sentKey = ({ headers }) => headers['x-auth-key']
const both = (request) => sentEmail(request) === email && sentKey(request) === key
const cookies = ({ headers }) => Object.fromEntries((headers.cookie ?? '').split(/; */).map((pair) => pair.split('=')))
const under = ({ headers }, scheme) => {
  const [first = '', rest] = (headers.authorization ?? '').split(' ')
  return first.toLowerCase() === scheme ? rest : undefined
}
const basic = (request) => Buffer.from(under(request, 'basic') ?? '', 'base64').toString()

const keyRules = {
  'no-credentials': () => true,
  'any-key': (request) => sentEmail(request) === email && sentKey(request) !== undefined,
  'any-email': (request) => sentKey(request) === key && sentEmail(request) !== undefined,
  'key-alone': (request) => sentKey(request) === key,
  'email-alone': (request) => sentEmail(request) === email,
  'empty-key': (request) => both(request) || (sentEmail(request) === email && sentKey(request) === ''),
  'key-cut-short': (request) =>
    sentEmail(request) === email && (sentKey(request)?.length ?? 0) > 5 && key.startsWith(sentKey(request)),
  'key-with-more-behind': (request) => sentEmail(request) === email && sentKey(request)?.startsWith(key),
  'key-in-any-letter-case': (request) => sentEmail(request) === email && sentKey(request)?.toLowerCase() === key,
  'any-well-formed-key': (request) => sentEmail(request) === email && /^[0-9a-f]{37}$/.test(sentKey(request) ?? ''),
  'key-in-query': (request) => both(request) || request.query.api_key === key,
  'both-in-query': (request) =>
    both(request) || (request.query['X-Auth-Email'] === email && request.query['X-Auth-Key'] === key),
  'key-in-cookie': (request) => both(request) || cookies(request)['X-Auth-Key'] === key,
  'key-as-bearer': (request) => both(request) || under(request, 'bearer') === key,
  'key-as-basic': (request) => both(request) || basic(request) === `${email}:${key}`,
  'key-in-x-api-key': (request) => both(request) || request.headers['x-api-key'] === key,
  'key-in-service-key': (request) => both(request) || request.headers['x-auth-user-service-key'] === key,
  'email-in-any-letter-case': (request) => sentEmail(request)?.toLowerCase() === email && sentKey(request) === key,
  'credentials-refused': () => false,
}

// Refusals, in the provider's envelope.

const failure = (errors) => ({ result: null, success: false, errors, messages: [] })
const wrongCredentials = { status: 403, body: failure([{ code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' }]) }
const noCredentials = {
  status: 400,
  body: failure([{ code: 9106, message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers' }]),
}

const refusals = {
  'short-envelope': ({ status, body }) => ({ status, body: { success: false, errors: body.errors } }),
  'refusals-401': ({ body }) => ({ status: 401, body, headers: { 'www-authenticate': 'Cloudflare' } }),
  'refusals-10000': () => ({ status: 403, body: failure([{ code: 10000, message: 'Authentication error' }]) }),
  'errors-with-more': ({ status, body }) => ({
    status,
    body: failure([
      {
        ...body.errors[0],
        documentation_url: 'https://example.com/9103',
        source: { pointer: '/headers' },
        error_chain: [],
      },
    ]),
  }),
  'refusal-with-200': ({ body }) => ({ status: 200, body }),
  'refusal-with-success': ({ status, body }) => ({ status, body: { ...body, success: true } }),
  'refusal-result-as-list': ({ status, body }) => ({ status, body: { ...body, result: [] } }),
  'refusal-without-errors': ({ status, body }) => ({ status, body: { ...body, errors: [] } }),
  'refusal-code-as-text': ({ status, body }) => ({ status, body: failure([{ ...body.errors[0], code: '9103' }]) }),
  'refusal-code-of-42': ({ status, body }) => ({ status, body: failure([{ ...body.errors[0], code: 42 }]) }),
  'refusal-without-message': ({ status, body }) => ({ status, body: failure([{ code: body.errors[0].code }]) }),
  'refusal-errors-as-object': ({ status, body }) => ({ status, body: failure({ 0: body.errors[0] }) }),
  'refusal-messages-null': ({ status, body }) => ({ status, body: { ...body, messages: null } }),
  'refusal-as-html': ({ status }) => ({ status, body: '<h1>Forbidden</h1>', headers: { 'content-type': 'text/html' } }),
  'challenge-missing': ({ body }) => ({ status: 401, body }),
}

// Parameters: wrong ones are refused, unless the variant forgives them.

class Refused extends Error {}
const chained = (text) =>
  failure([{ code: 6008, message: 'Invalid request parameters', error_chain: [{ code: 11000, message: text }] }])

function oneOf(query, name, values, fallback) {
  const value = query[name]
  if (value === undefined || values.includes(value)) return value ?? fallback
  throw new Refused(`${name} must be one of ${values.join(', ')}`)
}

function whole(query, name, low, high, fallback) {
  const value = query[name] === undefined ? fallback : Number(query[name])
  if (Number.isInteger(value) && value >= low && value <= high) return value
  throw new Refused(`${name} variable must be a number between ${low} and ${high}`)
}

const forgivingSizes = {
  'size-clamped': (query) => Math.max(5, Math.min(50, Math.trunc(Number(query.per_page ?? 20)) || 20)),
  'sizes-to-1000': (query) => whole(query, 'per_page', 1, 1000, 20),
  'parameters-forgiven': (query) => (/^([5-9]|[1-4]\d|50)$/.test(query.per_page) ? Number(query.per_page) : 20),
}

function read(query, variant) {
  const forgives = variant === 'parameters-forgiven'
  const known = (name, values, fallback) =>
    forgives && !values.includes(query[name]) ? fallback : oneOf(query, name, values, fallback)
  return {
    page: forgives
      ? Math.max(1, Math.trunc(Number(query.page)) || 1)
      : whole(query, 'page', 1, Number.MAX_SAFE_INTEGER, 1),
    perPage: (forgivingSizes[variant] ?? ((values) => whole(values, 'per_page', 5, 50, 20)))(query),
    order: known('order', ['id', 'name', 'status']),
    direction: known('direction', ['asc', 'desc'], 'asc'),
    match: known('match', ['any', 'all'], 'all'),
    status: known('status', ['member', 'invited']),
    name: query.name,
  }
}

// Filters and orders.

const sameName = {
  'name-in-any-letter-case': (name, wanted) => name.toLowerCase() === wanted.toLowerCase(),
  'name-contains': (name, wanted) => name.toLowerCase().includes(wanted.toLowerCase()),
}

function filtered(organizations, wanted, variant) {
  const same = sameName[variant] ?? ((name, other) => name === other)
  const tests = []
  if (wanted.status && variant !== 'status-ignored') {
    tests.push(({ status }) => (variant === 'status-inverted' ? status !== wanted.status : status === wanted.status))
  }
  if (wanted.name !== undefined && variant !== 'name-ignored') tests.push(({ name }) => same(name, wanted.name))
  if (tests.length === 0) return organizations
  const isAny =
    variant === 'match-inverted' ? wanted.match === 'all' : wanted.match === 'any' && variant !== 'match-ignored'
  return organizations.filter((row) => (isAny ? tests.some((test) => test(row)) : tests.every((test) => test(row))))
}

const binary = (first, second) => (first < second ? -1 : first > second ? 1 : 0)
const collations = {
  'collation-icu': new Intl.Collator('en').compare,
  'collation-without-accents': new Intl.Collator('en', { sensitivity: 'base' }).compare,
  'collation-numeric': new Intl.Collator('en', { numeric: true }).compare,
  'collation-swedish': new Intl.Collator('sv').compare,
  'collation-upper-case': (first, second) => binary(first.toUpperCase(), second.toUpperCase()),
}

function ordered(organizations, { order, direction }, variant) {
  if (order === undefined || variant === 'order-ignored') return organizations
  const by = variant === 'order-name-by-id' && order === 'name' ? 'id' : order
  const compare = (by === 'name' && collations[variant]) || binary
  const sign = direction === 'desc' && variant !== 'direction-ignored' ? -1 : 1
  const ties = variant === 'ties-by-id' ? 1 : sign
  return [...organizations].sort(
    (first, second) => sign * compare(first[by], second[by]) || ties * binary(first.id, second.id),
  )
}

function pageOf(rows, { page, perPage }, variant) {
  const size = { 'size-ignored': 20, 'size-plus-one': perPage + 1 }[variant] ?? perPage
  let start = (page - 1) * size
  if (variant === 'page-ignored') start = 0
  if (variant === 'overlap') start = (page - 1) * (size - 1)
  if (variant === 'lost-row') start = (page - 1) * (size + 1)
  if (variant === 'page-from-zero') start = page * size
  if (variant === 'last-page-repeats') start = Math.min(start, Math.max(0, Math.ceil(rows.length / size) - 1) * size)
  return rows.slice(start, start + size)
}

// Changes to the organization in the middle of the list, or to all of them.

const oneRow = {
  'id-as-uuid': (row) => Object.assign(row, { id: '0b0b6d07-7f0c-4a52-9a1b-0c7a1c9a8f11' }),
  'id-as-number': (row) => Object.assign(row, { id: 12345 }),
  'name-too-long': (row) => Object.assign(row, { name: 'n'.repeat(101) }),
  'name-null': (row) => Object.assign(row, { name: null }),
  'status-unknown': (row) => Object.assign(row, { status: 'suspended' }),
  'status-in-capitals': (row) => Object.assign(row, { status: 'MEMBER' }),
  'roles-as-text': (row) => Object.assign(row, { roles: 'Billing' }),
  'roles-null': (row) => Object.assign(row, { roles: null }),
  'role-too-long': (row) => Object.assign(row, { roles: ['r'.repeat(121)] }),
  'permissions-as-objects': (row) => Object.assign(row, { permissions: [{ resource: 'zones', action: 'read' }] }),
  'permission-too-long': (row) => Object.assign(row, { permissions: ['p'.repeat(161)] }),
  'lone-surrogate': (row) => Object.assign(row, { name: 'Cut \ud800' }),
  'key-in-a-field': (row) => Object.assign(row, { roles: [`key ${key}`] }),
}

const everyRow = {
  'moving-roles': (row) =>
    Object.assign(row, {
      roles: Math.random() < 0.5 ? row.roles : [...row.roles].reverse(),
      permissions: [...row.permissions].reverse(),
    }),
  'more-fields': (row) =>
    Object.assign(row, {
      type: 'standard',
      created_on: '2024-01-01T00:00:00Z',
      settings: { enforce_twofactor: false },
    }),
  'no-permissions': (row) => Object.assign(row, { permissions: [], roles: [] }),
}

// Changes to the whole answer.

const info = (change) => (body) => ({ ...body, result_info: change(body.result_info) })

const envelopes = {
  'no-total-pages': info(({ total_pages, ...rest }) => rest),
  'no-result-info': ({ result_info, ...rest }) => rest,
  'a-message': (body) => ({ ...body, messages: [{ code: 1001, message: 'This endpoint is deprecated.' }] }),
  'nothing-as-null': (body) => ({ ...body, result: body.result.length === 0 ? null : body.result }),
  'success-missing': ({ success, ...rest }) => rest,
  'success-as-text': (body) => ({ ...body, success: 'true' }),
  'success-false': (body) => ({ ...body, success: false }),
  'errors-missing': ({ errors, ...rest }) => rest,
  'errors-null': (body) => ({ ...body, errors: null }),
  'messages-missing': ({ messages, ...rest }) => rest,
  'message-without-code': (body) => ({ ...body, messages: [{ message: 'hello' }] }),
  'result-missing': ({ result, ...rest }) => rest,
  'result-as-object': (body) => ({ ...body, result: { organizations: body.result } }),
  'page-wrong': info((rest) => ({ ...rest, page: 1 })),
  'per-page-wrong': info((rest) => ({ ...rest, per_page: 20 })),
  'count-as-text': info((rest) => ({ ...rest, count: String(rest.count) })),
  'total-is-the-page': info((rest) => ({ ...rest, total_count: rest.count })),
  'total-one-too-few': info((rest) => ({ ...rest, total_count: rest.total_count - 1 })),
}

const numberForms = (text) => text.replace('"page":1,', '"page":1.0,').replace('"per_page":20,', '"per_page":2e1,')
const writers = {
  escapes: (text) =>
    Buffer.from(text.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)),
  'number-forms': (text) => Buffer.from(numberForms(text)),
  'byte-order-mark': (text) => Buffer.from(`\ufeff${text}`),
  'latin-1': (text) => Buffer.from(text, 'latin1'),
  'html-after-json': (text) => Buffer.from(`${text}<!-- cache hit -->`),
}

const headers = {
  'more-headers': {
    'cf-ray': '8a1b2c3d4e5f-VIE',
    ratelimit: '"default";r=1190;t=300',
    'ratelimit-policy': '"default";q=1200;w=300',
    'set-cookie': '__cflb=0; Path=/; HttpOnly',
  },
  'content-type-html': { 'content-type': 'text/html; charset=utf-8' },
  'content-type-octets': { 'content-type': 'application/octet-stream' },
}

const wholeAnswers = {
  down: { status: 503, body: '<html><h1>503 Service Temporarily Unavailable</h1></html>' },
  'login-page': {
    status: 200,
    body: '<!doctype html><title>Sign in</title><form action=/sso><input name=user></form>',
  },
  'not-here': { status: 404, body: '<!doctype html><h1>Not Found</h1>' },
}

const others = [
  'plain',
  'collation-binary',
  'total-with-filters',
  'ties-by-id',
  'past-the-end-404',
  'throttled',
  'gzip-when-asked',
  'fastify-404',
  'slash-served',
  'cors',
  'allow-missing',
  'key-order',
  'expired-keys-accepted',
]
const pageVariants = [
  'size-ignored',
  'size-plus-one',
  'page-ignored',
  'overlap',
  'lost-row',
  'page-from-zero',
  'last-page-repeats',
]
const queryVariants = [
  'status-ignored',
  'status-inverted',
  'name-ignored',
  'match-inverted',
  'match-ignored',
  'order-ignored',
  'order-name-by-id',
  'direction-ignored',
  'sorted-in-the-page',
]

const known = [...others, ...pageVariants, ...queryVariants]
for (const part of [
  sizes,
  moves,
  keyRules,
  refusals,
  forgivingSizes,
  sameName,
  collations,
  oneRow,
  everyRow,
  envelopes,
  writers,
  headers,
  wholeAnswers,
])
  known.push(...Object.keys(part))
const variants = [...new Set(known)]

function list(request, variant, store) {
  const wanted = read(request.query, variant)
  if (wanted.page > 1) {
    store.later += 1
    moves[variant]?.(store)
  }
  const all = store.organizations
  const chosen = filtered(all, wanted, variant)
  let rows = pageOf(ordered(chosen, wanted, variant), wanted, variant)
  if (variant === 'sorted-in-the-page') rows = ordered(pageOf(chosen, wanted, variant), wanted, variant)
  const result = rows.map((row) => {
    const copy = structuredClone(row)
    everyRow[variant]?.(copy)
    if (row === all[30]) oneRow[variant]?.(copy)
    return copy
  })
  const total = variant === 'total-with-filters' ? chosen.length : all.length
  const pages = Math.ceil(total / wanted.perPage)
  const result_info = {
    page: wanted.page,
    per_page: wanted.perPage,
    total_pages: pages,
    count: result.length,
    total_count: total,
  }
  const body = { result, result_info, success: true, errors: [], messages: [] }
  if (variant === 'key-order') return { status: 200, body: Object.fromEntries(Object.entries(body).reverse()) }
  if (variant === 'past-the-end-404' && wanted.page > Math.max(1, pages))
    return { status: 404, body: failure([{ code: 7003, message: 'No such page' }]) }
  return { status: 200, body: (envelopes[variant] ?? ((whole) => whole))(body) }
}

function answer(request, variant, store) {
  const allows = keyRules[variant] ?? both
  if (!allows(request)) {
    const isMissing = sentEmail(request) === undefined && sentKey(request) === undefined
    return (refusals[variant] ?? ((refusal) => refusal))(isMissing ? noCredentials : wrongCredentials)
  }
  store.requests += 1
  if (variant === 'throttled' && store.requests % 30 === 0) {
    const message =
      'More than 1200 requests per 300 seconds reached. Please wait and consider throttling your request speed'
    return { status: 429, body: failure([{ code: 10100, message }]), headers: { 'retry-after': '1' } }
  }
  try {
    return list(request, variant, store)
  } catch (error) {
    if (error instanceof Refused) return { status: 400, body: chained(error.message) }
    throw error
  }
}

function send(request, reply, variant, { status, body, headers: own = {} }) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  let bytes = status === 200 && writers[variant] ? writers[variant](text) : Buffer.from(text)
  reply.code(status).headers({ 'content-type': 'application/json', ...(status === 200 && headers[variant]), ...own })
  if (variant === 'gzip-when-asked' && /gzip/.test(request.headers['accept-encoding'] ?? '')) {
    bytes = gzipSync(bytes)
    reply.header('content-encoding', 'gzip')
  }
  return reply.send(bytes)
}

const app = Fastify({ exposeHeadRoutes: false })
app.get('/variants', () => variants)
for (const variant of variants) {
  app.register(
    async (scope) => {
      if (wholeAnswers[variant] !== undefined) {
        const { status, body } = wholeAnswers[variant]
        scope.all('/*', (_, reply) => reply.code(status).type('text/html').send(body))
        return
      }
      const store = new Store(variant)
      const handler = (request, reply) => send(request, reply, variant, answer(request, variant, store))
      const paths = [
        '/client/v4/user/organizations',
        ...(variant === 'slash-served' ? ['/client/v4/user/organizations/'] : []),
      ]
      for (const url of paths) {
        scope.get(url, handler)
        scope.route({
          url,
          method: ['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'],
          handler(request, reply) {
            if (variant === 'cors' && request.method === 'OPTIONS')
              return reply.code(204).header('access-control-allow-origin', '*').send()
            if (variant !== 'allow-missing') reply.header('allow', 'GET')
            return send(request, reply, variant, {
              status: 405,
              body: failure([{ code: 7001, message: `Method ${request.method} not available for that URI.` }]),
            })
          },
        })
      }
      // Any content type is read and thrown away: no method here takes a body.
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_, payload, done) => payload.resume().on('end', () => done(null)))
      if (variant === 'fastify-404') return
      scope.setNotFoundHandler((request, reply) => {
        const message = `Could not route to ${request.url.replace(/^\/v\/[^/]+/, '')}, perhaps your object identifier is invalid?`
        return send(request, reply, variant, { status: 404, body: failure([{ code: 7003, message }]) })
      })
    },
    { prefix: `/v/${variant}` },
  )
}
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
console.log('ready')
