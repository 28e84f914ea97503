// Cradl's list of organizations behind a JWT authorizer as API Gateway has, and its token endpoint, written from the provider's
// published document alone. node:http; tokens by jose.
//
// Usage: CRADL_CLIENT_ID=… CRADL_CLIENT_SECRET=… server.mjs PORT. Each variant of rows.yaml has a base URL of its own,
// http://127.0.0.1:PORT/v/NAME/v1, and a token endpoint, /v/NAME/oauth2/token; GET /variants lists the variants that this file knows.

import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from 'jose'

const clientId = process.env.CRADL_CLIENT_ID
const clientSecret = process.env.CRADL_CLIENT_SECRET
const api = 'https://api.cradl.ai/v1'
const scopes =
  `actions.runs:read actions.runs:write actions:read actions:write agents.runs:read agents.runs:write agents.statistics:read agents:read
  agents:write appclients:read appclients:write documents:read documents:write hooks.runs:read hooks.runs:write hooks:read hooks:write logs:read
  models:read models:write organizations:read organizations:write predictions:read predictions:write users:read users:write validations.tasks:read
  validations.tasks:write validations:read validations:write workflows:read workflows:write`.split(/\s+/)

// Data: 57 organizations with every property of the document.

const counted =
  `numberOfAgentsCreated monthlyNumberOfAgentRunsCreated monthlyNumberOfHookRunsCreated numberOfHooksCreated numberOfUsersAllowed
  monthlyNumberOfPredictionsAllowed numberOfDatasetsAllowed numberOfModelsCreated numberOfTransitionsCreated monthlyNumberOfDocumentsAllowed
  numberOfActionsCreated monthlyNumberOfActionRunsAllowed monthlyNumberOfTransformationsCreated monthlyNumberOfValidationTasksCreated
  monthlyNumberOfPagePredictionsAllowed numberOfAgentsAllowed monthlyNumberOfAgentRunsAllowed monthlyNumberOfWorkflowExecutionsAllowed
  monthlyNumberOfActiveModelsUsed monthlyNumberOfDataBundlesCreated numberOfUsersCreated monthlyNumberOfActionRunsCreated
  monthlyNumberOfTransitionExecutionsCreated numberOfActionsAllowed numberOfSecretsCreated numberOfValidationsCreated
  monthlyNumberOfTransformationsAllowed monthlyNumberOfProductionWorkflowMinutesUsed numberOfAppClientsAllowed numberOfWorkflowsCreated
  monthlyNumberOfFieldPredictionsUsed monthlyNumberOfWorkflowExecutionsCreated monthlyNumberOfDataBundlesAllowed
  monthlyNumberOfTransitionExecutionsAllowed numberOfSecretsAllowed monthlyNumberOfTrainingsCreated numberOfValidationsAllowed
  monthlyNumberOfModelDeploymentUnitsUsed numberOfAppClientsCreated numberOfAssetsCreated numberOfWorkflowsAllowed numberOfConnectionsAllowed
  numberOfHooksAllowed monthlyNumberOfHookRunsAllowed monthlyNumberOfPredictionsCreated numberOfDatasetsCreated
  monthlyNumberOfPagePredictionsUsed numberOfTransitionsAllowed monthlyNumberOfDocumentsCreated numberOfConnectionsCreated numberOfModelsAllowed
  monthlyNumberOfTrainingsAllowed monthlyNumberOfFieldPredictionsAllowed monthlyNumberOfValidationTasksAllowed numberOfAssetsAllowed`.split(
    /\s+/,
  )

const optional =
  `numberOfAgentsCreated privileges monthlyNumberOfAgentRunsCreated deploymentsAllowed monthlyNumberOfHookRunsCreated numberOfHooksCreated
  numberOfDatasetsAllowed numberOfActionsCreated monthlyNumberOfActionRunsAllowed monthlyNumberOfValidationTasksCreated
  monthlyNumberOfPagePredictionsAllowed deploymentsCreated numberOfAgentsAllowed monthlyNumberOfAgentRunsAllowed pictureUrl
  monthlyNumberOfActionRunsCreated numberOfActionsAllowed numberOfValidationsCreated monthlyNumberOfProductionWorkflowMinutesUsed code
  monthlyNumberOfUserMinutesUsed numberOfValidationsAllowed monthlyNumberOfModelDeploymentUnitsUsed clientId numberOfConnectionsAllowed
  numberOfHooksAllowed monthlyNumberOfHookRunsAllowed url numberOfDatasetsCreated monthlyNumberOfPagePredictionsUsed numberOfConnectionsCreated
  monthlyNumberOfValidationTasksAllowed useNewScopes`.split(/\s+/)

const nullable = [
  'metadata',
  'planId',
  'updatedTime',
  'updatedBy',
  'pictureUrl',
  'name',
  'code',
  'description',
  'paymentMethodId',
  'clientId',
  'url',
]
const hex = (number, length) => (number * 2654435761).toString(16).padStart(length, '0').slice(0, length)

function organization(number) {
  return {
    organizationId: `cradl:organization:${hex(number, 12)}`,
    name: `Größe ${number}`,
    description: number % 2 ? 'Invoices' : null,
    createdBy: `cradl:user:${hex(number + 9, 8)}`,
    createdTime: `2025-0${1 + (number % 9)}-11T10:20:30.12345${number % 10}Z`,
    updatedBy: null,
    updatedTime: null,
    planId: 'cradl:plan:team-1:@latest',
    paymentMethodId: number % 3 ? `cradl:payment-method:${hex(number, 32).padEnd(32, 'a')}` : null,
    documentRetentionInDays: 30 + number,
    metadata: number % 2 ? { costCenter: `c${number}` } : null,
    privileges: { admin: true },
    deploymentsAllowed: { gpu: 1 },
    deploymentsCreated: {},
    monthlyUsageSummary: { predictions: number },
    monthlyNumberOfGpuHoursUsed: number / 100,
    monthlyNumberOfUserMinutesUsed: 0.07 * number,
    pictureUrl: `https://img.example.com/${number}.png`,
    code: null,
    url: 'https://example.com',
    clientId: 'a1b2c3',
    useNewScopes: true,
    ...Object.fromEntries(counted.map((name, position) => [name, (number * 13 + position * 7) % 1000])),
  }
}

const sizes = { 'empty-account': 0, 'one-organization': 1, 'full-last-page': 40 }

// DynamoDB cuts its pages first and filters afterwards: what is hidden counts for the size and does not come.
const hidden = {
  'short-pages': (all) => all.flatMap((row, index) => (index % 2 === 0 ? [row] : [row, undefined])),
  'empty-pages': (all) => [...all.slice(0, 15), ...new Array(45).fill(), ...all.slice(15)],
}

class Store {
  constructor(variant) {
    const all = Array.from({ length: sizes[variant] ?? 57 }, (_, index) => organization(index + 1))
    this.organizations = hidden[variant]?.(all) ?? all
    this.later = 0
    this.answers = 0
    this.tokens = new Map()
  }
}

const moves = {
  created({ organizations, later }) {
    if (later === 1) organizations.push(organization(58))
  },
  removed({ organizations, later }) {
    if (later === 1) organizations.splice(48, 1)
  },
}

// Tokens.

const keys = {}
for (const alg of ['RS256', 'ES256', 'EdDSA', 'PS256']) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), alg, use: 'sig', kid: `${alg}-1` }
  keys[alg] = { alg, publicKey, privateKey, jwk, pem: await exportSPKI(publicKey) }
}
const algorithms = { es256: 'ES256', eddsa: 'EdDSA', ps256: 'PS256' }
const keyOf = (variant) => keys[algorithms[variant] ?? 'RS256']
const seconds = () => Math.floor(Date.now() / 1000)

/** How the claims of a variant's tokens differ. */
const claims = {
  'tokens-of-two-seconds': () => ({ exp: seconds() + 2 }),
  'tokens-already-expired': () => ({ iat: seconds() - 7200, exp: seconds() - 3600 }),
  'tokens-not-yet-valid': () => ({ nbf: seconds() + 3600 }),
  'tokens-of-another-audience': () => ({ aud: ['https://api.other.example/v1'] }),
  'tokens-of-another-issuer': () => ({ iss: 'https://login.other.example' }),
  'one-audience': ({ aud }) => ({ aud: aud[0] }),
  'scope-as-list': ({ scope }) => ({ scope: undefined, scp: scope.split(' ') }),
}

async function newToken(variant, issuer, audience, scope, store) {
  if (variant === 'opaque-tokens') {
    const token = randomBytes(24).toString('base64url')
    store.tokens.set(token, { scope })
    return token
  }
  const key = keyOf(variant)
  const usual = {
    iss: issuer,
    aud: [audience],
    scope,
    azp: clientId,
    gty: ['client_credentials'],
    v: '2',
    jti: randomUUID(),
    iat: seconds(),
    exp: seconds() + 3600,
  }
  return new SignJWT({ ...usual, ...claims[variant]?.(usual) })
    .setProtectedHeader({ alg: key.alg, kid: key.jwk.kid, typ: 'JWT' })
    .sign(key.privateKey)
}

/** The token endpoint (RFC 6749, 4.4): mistakes in who is let in. */
const clients = {
  'any-secret': (id) => id === clientId,
  'any-client': (_, secret) => secret === clientSecret,
  'any-client-at-all': () => true,
  'empty-secret': (id, secret) => id === clientId && (secret === clientSecret || secret === '' || secret === undefined),
  'secret-cut-short': (id, secret = '') => id === clientId && secret.length > 7 && clientSecret.startsWith(secret),
  'secret-in-any-letter-case': (id, secret = '') =>
    id === clientId && secret.toLowerCase() === clientSecret.toLowerCase(),
  'credentials-refused': () => false,
}

const tokenReplies = {
  'token-type-in-lower-case': (body) => ({ ...body, token_type: 'bearer' }),
  'no-expires-in': ({ expires_in, ...rest }) => rest,
  'no-scope-in-the-reply': ({ scope, ...rest }) => rest,
  'more-in-the-reply': (body) => ({
    ...body,
    id_token: null,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  }),
  'token-type-missing': ({ token_type, ...rest }) => rest,
  'token-type-wrong': (body) => ({ ...body, token_type: 'mac' }),
  'token-type-null': (body) => ({ ...body, token_type: null }),
  'expires-in-as-text': (body) => ({ ...body, expires_in: String(body.expires_in) }),
  'expires-in-as-date': (body) => ({ ...body, expires_in: new Date(Date.now() + 3.6e6).toISOString() }),
}

const uncached = { 'cache-control': 'no-store', pragma: 'no-cache' }
const tokenHeaders = {
  'token-cacheable': { 'cache-control': 'public, max-age=600' },
  'token-cache-header-missing': {},
  'token-as-html': { ...uncached, 'content-type': 'text/html; charset=utf-8' },
}

const oauthError = (error, error_description, status = 400) => ({
  status,
  body: { error, error_description },
  headers: uncached,
})
const unknownClient = {
  'invalid-client-401': {
    ...oauthError('invalid_client', 'Client authentication failed', 401),
    headers: { ...uncached, 'www-authenticate': 'Basic realm="token"' },
  },
  'invalid-client-without-challenge': oauthError('invalid_client', 'Client authentication failed', 401),
  'bad-secret-with-200': oauthError('invalid_client', 'Client authentication failed', 200),
  'error-code-missing': { status: 400, body: { message: 'Bad client' }, headers: uncached },
  'error-code-as-number': { status: 400, body: { error: 17, error_description: 'Bad client' }, headers: uncached },
}

async function tokenEndpoint(request, body, variant, issuer, store) {
  if (variant === 'token-endpoint-down')
    return { status: 503, body: '<h1>503 Service Unavailable</h1>', headers: { 'content-type': 'text/html' } }
  if (request.method !== 'POST') return { status: 405, body: { error: 'invalid_request' }, headers: { allow: 'POST' } }
  const form = new URLSearchParams(body)
  const [scheme = '', pair = ''] = (request.headers.authorization ?? '').split(' ')
  const [id, secret] =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(pair, 'base64').toString().split(':').map(decodeURIComponent)
      : [form.get('client_id'), form.get('client_secret') ?? undefined]
  const knows = clients[variant] ?? ((name, password) => name === clientId && password === clientSecret)
  if (!knows(id, secret)) return unknownClient[variant] ?? oauthError('invalid_client', 'Client authentication failed')
  if (form.get('grant_type') !== 'client_credentials' && variant !== 'any-grant')
    return oauthError('unsupported_grant_type', 'Only client_credentials')
  const audience = form.get('audience') ?? (variant === 'any-grant' ? api : undefined)
  if (!audience) return oauthError('invalid_request', 'audience is missing')
  if (![api, `${issuer}/v1`].includes(audience) && variant !== 'any-audience')
    return oauthError('invalid_request', 'unknown audience')
  const asked = (form.get('scope') ?? '').split(' ').filter(Boolean)
  if (asked.some((scope) => !scopes.includes(scope))) return oauthError('invalid_scope', 'unknown scope')
  const scope = (asked.length === 0 || variant === 'scope-parameter-ignored' ? scopes : asked).join(' ')
  const usual = {
    access_token: await newToken(variant, issuer, audience, scope, store),
    token_type: 'Bearer',
    expires_in: variant === 'tokens-of-two-seconds' ? 2 : 3600,
    scope,
  }
  return {
    status: 200,
    body: (tokenReplies[variant] ?? ((reply) => reply))(usual),
    headers: tokenHeaders[variant] ?? uncached,
  }
}

// The authorizer.

const bearer = ({ headers }) => /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
const cookie = ({ headers }, name) =>
  (headers.cookie ?? '')
    .split(/; */)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
const places = {
  'token-in-query': (request) => bearer(request) ?? request.query.get('access_token'),
  'token-in-query-token': (request) => bearer(request) ?? request.query.get('token'),
  'token-in-cookie': (request) => bearer(request) ?? cookie(request, 'access_token'),
  'token-in-x-api-key': (request) => bearer(request) ?? request.headers['x-api-key'],
  'token-in-x-amz-security-token': (request) => bearer(request) ?? request.headers['x-amz-security-token'],
  'token-as-basic': (request) =>
    bearer(request) ??
    Buffer.from(/^basic +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '', 'base64')
      .toString()
      .split(':')
      .find((part) => part.includes('.')),
  'any-scheme': ({ headers }) => /^\S+ +(\S+)$/.exec(headers.authorization ?? '')?.[1],
  'scheme-letter-case': ({ headers }) => /^Bearer +(\S+)$/.exec(headers.authorization ?? '')?.[1],
}

const parsed = (token) => {
  const payload = decodeJwt(token)
  if (typeof payload.exp === 'number' && payload.exp < seconds()) throw new Error('expired')
  return payload
}
const isNone = (token, name) => decodeProtectedHeader(token).alg === name && token.endsWith('.')

/** Mistakes of verification: the claims, or undefined to go on with the right way. */
const verifications = {
  'signature-ignored': parsed,
  'alg-none': (token) => (isNone(token, 'none') ? parsed(token) : undefined),
  'alg-none-in-capitals': (token) =>
    ['None', 'NONE', 'nOnE'].some((name) => isNone(token, name)) ? parsed(token) : undefined,
  'signature-empty': (token) => (token.endsWith('.') ? parsed(token) : undefined),
  'hs256-with-the-public-key'(token) {
    if (decodeProtectedHeader(token).alg !== 'HS256') return undefined
    const [header, payload, signature] = token.split('.')
    const pem = keys.RS256.pem.trim()
    const right = [pem, `${pem}\n`].map((secret) =>
      createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url'),
    )
    return right.includes(signature) ? parsed(token) : undefined
  },
  async 'embedded-jwk'(token) {
    const { jwk, alg } = decodeProtectedHeader(token)
    if (jwk === undefined) return undefined
    const { payload } = await jwtVerify(token, await importJWK(jwk, alg))
    return payload
  },
  'tokens-already-expired': (token) => checked(token, { currentDate: new Date(0) }),
  'tokens-not-yet-valid': (token) => checked(token, { clockTolerance: 7200 }),
  'tokens-of-another-audience': (token) => checked(token, {}),
  'tokens-of-another-issuer': (token) => checked(token, {}),
  'any-audience': (token) => checked(token, {}),
}

async function checked(token, options, variant) {
  const { alg, publicKey } = keyOf(variant)
  return (await jwtVerify(token, publicKey, { algorithms: [alg], ...options })).payload
}

async function callerOf(request, variant, issuer, store) {
  if (variant === 'no-token') return { scope: scopes.join(' ') }
  const token = (places[variant] ?? bearer)(request)
  if (!token) return undefined
  if (variant === 'any-token') return { scope: scopes.join(' ') }
  if (variant === 'opaque-tokens') return store.tokens.get(token)
  if (variant === 'tokens-refused') return undefined
  try {
    return (
      (await verifications[variant]?.(token)) ??
      (await checked(token, { issuer, audience: [api, `${issuer}/v1`] }, variant))
    )
  } catch {
    return undefined
  }
}

function mayRead({ scope = '', scp = [] }, variant) {
  const granted = [...scope.split(' '), ...scp]
  if (variant === 'scope-not-looked-at') return true
  return (
    granted.includes('organizations:read') ||
    (variant === 'write-scope-for-read' && granted.includes('organizations:write'))
  )
}

const gatewayErrors = {
  'http-api': {
    status: 401,
    body: { message: 'Unauthorized' },
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  },
  'deny-with-capital-message': {
    status: 403,
    body: { Message: 'User is not authorized to access this resource with an explicit deny' },
  },
  'refusal-with-200': { status: 200, body: { message: 'Forbidden' } },
  'refusal-as-text': { status: 403, body: 'Forbidden', headers: { 'content-type': 'text/plain' } },
  'refusal-message-as-number': { status: 403, body: { message: 403 } },
  'refusal-as-list': { status: 403, body: [{ message: 'Forbidden' }] },
}
const forbidden = { status: 403, body: { message: 'Forbidden' }, headers: { 'x-amzn-errortype': 'ForbiddenException' } }

// Pages: a token is the next row's number, sealed, and another one each time.

const sealKey = randomBytes(32)

function seal(next) {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealKey, iv)
  return Buffer.concat([iv, cipher.update(JSON.stringify({ next })), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  )
}

// Buffer reads base64url leniently: unused bits and foreign letters do not count.
function unseal(text) {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < 29) return undefined
  const cipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16))
  try {
    return JSON.parse(Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()])).next
  } catch {
    return undefined
  }
}

const sizesRead = {
  'size-clamped': (text) => Math.max(1, Math.min(100, Number.parseInt(text, 10) || 20)),
  'sizes-to-1000': (text) => (/^[1-9]\d{0,2}$|^1000$/.test(text) ? Number(text) : undefined),
  'bad-size-ignored': (text) => (/^[1-9]\d?$|^100$/.test(text) ? Number(text) : 20),
  'size-ignored': () => 20,
  'size-doubled': (text) => (/^[1-9]\d?$|^100$/.test(text) ? Number(text) * 2 : undefined),
}
const usualSize = (text) => (/^[1-9]\d?$|^100$/.test(text) ? Number(text) : undefined)

/** Where a page ends and where the next one begins; `end` is past the rows at the end. */
const cuts = {
  overlap: (start, size) => ({ end: start + size, next: start + Math.max(1, size - 1) }),
  'lost-row': (start, size) => ({ end: start + size, next: start + size + 1 }),
  'stops-early': (start, size) => ({
    end: start + size,
    next: start + size >= 30 ? Number.POSITIVE_INFINITY : undefined,
  }),
}

const ends = {
  'full-last-page': (rows, size, end) => (rows.length === size ? seal(end) : null),
  'empty-token-at-the-end': () => '',
  endless: () => seal(0),
  'endless-empty-pages': (_, __, end) => seal(end),
}

// Changes to organization 34, on the second page, or to all of them.

const put = (changes) => (row) => Object.assign(row, changes)
const without = (name) => (row) => delete row[name]
const oneRow = {
  'id-missing': without('organizationId'),
  'created-by-missing': without('createdBy'),
  'users-created-missing': without('numberOfUsersCreated'),
  'usage-summary-missing': without('monthlyUsageSummary'),
  'name-missing': without('name'),
  'count-negative': put({ numberOfUsersCreated: -1 }),
  'count-as-text': put({ numberOfModelsCreated: '12' }),
  'count-not-whole': put({ numberOfAssetsAllowed: 2.5 }),
  'count-null': put({ numberOfWorkflowsAllowed: null }),
  'retention-zero': put({ documentRetentionInDays: 0 }),
  'retention-of-six-years': put({ documentRetentionInDays: 2190 }),
  'gpu-hours-negative': put({ monthlyNumberOfGpuHoursUsed: -0.01 }),
  'id-in-capitals': put({ organizationId: 'cradl:organization:ABCDEF' }),
  'id-with-another-prefix': put({ organizationId: 'lucid:organization:abcdef' }),
  'plan-id-wrong': put({ planId: 'team' }),
  'payment-method-wrong': put({ paymentMethodId: 'cradl:payment-method:12345' }),
  'picture-by-ftp': put({ pictureUrl: 'ftp://img.example.com/1.png' }),
  'client-id-in-capitals': put({ clientId: 'A1B2C3' }),
  'name-too-long': put({ name: 'n'.repeat(4097) }),
  'created-time-null': put({ createdTime: null }),
  'created-time-missing-offset': put({ createdTime: '2025-03-11T10:20:30' }),
  'offset-hours-only': put({ createdTime: '2025-03-11T10:20:30+05' }),
  'time-as-number': put({ updatedTime: 1741688430 }),
  'usage-summary-null': put({ monthlyUsageSummary: null }),
  'metadata-as-text': put({ metadata: '{}' }),
  'new-scopes-as-text': put({ useNewScopes: 'true' }),
  'lone-surrogate': put({ name: 'Cut \ud83d' }),
  'secret-in-a-field': put({ description: `app client with ${clientSecret}` }),
  'day-that-does-not-exist': put({ createdTime: '2025-02-30T10:20:30Z' }),
  'hour-24': put({ createdTime: '2025-03-11T24:00:00Z' }),
}

const everyRow = {
  'nulls-everywhere': put(Object.fromEntries(nullable.map((name) => [name, null]))),
  'only-what-is-required': (row) => {
    for (const name of optional) delete row[name]
  },
  'compact-times': put({ createdTime: '20250311T102030Z', updatedTime: '2025-03-11 10:20:30.5+01:00' }),
  'offset-without-colon': put({ createdTime: '2025-03-11T10:20:30+0530' }),
  'offset-to-the-west': put({ createdTime: '2025-03-11T10:20:30-05:00' }),
  'old-prefix': (row) => Object.assign(row, { organizationId: row.organizationId.replace('cradl', 'las') }),
  'moving-counters': (row, store) =>
    Object.assign(row, {
      monthlyNumberOfPredictionsCreated: store.answers,
      monthlyNumberOfGpuHoursUsed: store.answers * 0.07,
    }),
  'a-new-field': put({ numberOfRobotsCreated: 1 }),
}

const envelopes = {
  'key-order': (body) => ({
    organizations: body.organizations.map((row) => Object.fromEntries(Object.entries(row).reverse())),
    nextToken: body.nextToken,
  }),
  'next-missing-at-the-end': ({ nextToken, ...rest }) => (nextToken === null ? rest : { nextToken, ...rest }),
  'next-as-number': (body) => ({ ...body, nextToken: body.nextToken && 20 }),
  'next-too-long': (body) => ({ ...body, nextToken: body.nextToken && `${body.nextToken}${'='.repeat(4097)}` }),
  'organizations-missing': ({ organizations, ...rest }) => ({ ...rest, items: organizations }),
  'organizations-null': (body) => ({ ...body, organizations: null }),
  'bare-list': (body) => body.organizations,
  // Lambda's proxy integration, switched off: the answer is inside the answer.
  'lambda-envelope': (body) => ({ statusCode: 200, headers: {}, body: JSON.stringify(body) }),
}

const writers = {
  escapes: (text) => text.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'number-forms': (text) =>
    text
      .replaceAll('"documentRetentionInDays":50', '"documentRetentionInDays":5.0e1')
      .replaceAll('"deploymentsAllowed":{"gpu":1}', '"deploymentsAllowed":{"gpu":1.0}'),
  'not-a-number': (text) => text.replace(/"monthlyNumberOfGpuHoursUsed":[\d.]+/, '"monthlyNumberOfGpuHoursUsed":NaN'),
  'cut-off': (text) => text.slice(0, -25),
  'base64-body': (text) => Buffer.from(text).toString('base64'),
}

const listHeaders = {
  'no-cors': {},
  'amazon-headers': {
    'X-Amzn-RequestId': randomUUID(),
    'X-AMZ-APIGW-ID': 'aBcDe=',
    'Access-Control-Allow-Origin': '*',
  },
  'content-type-text': { 'content-type': 'text/plain' },
}
const statuses = { 'partial-instead-of-ok': 206 }

const wholeAnswers = {
  down: { status: 503, body: '<h1>503 Service Unavailable</h1>' },
  'login-page': {
    status: 200,
    body: '<!doctype html><title>Sign in</title><form action=/sso><input name=user></form>',
  },
  'not-here': { status: 404, body: '<!doctype html><h1>Not Found</h1>' },
}

function list(query, variant, store) {
  const size = (sizesRead[variant] ?? usualSize)(query.get('maxResults') ?? '20')
  if (size === undefined) return { status: 400, body: { message: 'maxResults must be from 1 to 100' } }
  let start = 0
  if (query.get('nextToken') && variant !== 'next-token-ignored') {
    start = unseal(query.get('nextToken'))
    if (start === undefined) return { status: 400, body: { message: 'Invalid nextToken' } }
    store.later += 1
    moves[variant]?.(store)
  }
  store.answers += 1
  const { end, next = end } = (cuts[variant] ?? ((from, length) => ({ end: from + length })))(start, size)
  const rows = store.organizations
    .slice(start, end)
    .filter(Boolean)
    .map((row) => {
      const copy = structuredClone(row)
      everyRow[variant]?.(copy, store)
      if (row === store.organizations[33]) oneRow[variant]?.(copy)
      return copy
    })
  const isLast = next >= store.organizations.length
  const nextToken = isLast ? (ends[variant]?.(rows, size, end) ?? null) : seal(next)
  const body = { nextToken, organizations: rows }
  return { status: statuses[variant] ?? 200, body: (envelopes[variant] ?? ((whole) => whole))(body) }
}

// Routes.

const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Authorization,Content-Type' }

async function gateway(request, variant, issuer, store) {
  if (wholeAnswers[variant]) return { ...wholeAnswers[variant], headers: { 'content-type': 'text/html' } }
  const isHttpApi = variant === 'http-api'
  const unknown = isHttpApi
    ? { status: 404, body: { message: 'Not Found' } }
    : { status: 403, body: { message: 'Missing Authentication Token' } }
  if (request.path !== '/v1/organizations') return unknown
  if (request.method === 'OPTIONS')
    return { status: 200, body: {}, headers: { ...cors, 'Access-Control-Allow-Methods': 'GET,OPTIONS' } }
  if (request.method !== 'GET') return unknown
  const caller = await callerOf(request, variant, issuer, store)
  if (caller === undefined) return gatewayErrors[variant] ?? forbidden
  if (!mayRead(caller, variant)) return isHttpApi ? forbidden : (gatewayErrors[variant] ?? forbidden)
  const { status, body } = list(request.query, variant, store)
  const text = JSON.stringify(body)
  return { status, body: writers[variant]?.(text) ?? text, headers: listHeaders[variant] ?? cors, isList: true }
}

function metadata(path, variant, issuer) {
  if (/^\/\.well-known\/jwks(\.json)?$/.test(path)) return { status: 200, body: { keys: [keyOf(variant).jwk] } }
  if (/^\/\.well-known\/(openid-configuration|oauth-authorization-server)$/.test(path)) {
    const body = {
      issuer,
      token_endpoint: `${issuer}/oauth2/token`,
      jwks_uri: `${issuer}/.well-known/jwks`,
      grant_types_supported: ['client_credentials'],
      scopes_supported: scopes,
    }
    return { status: 200, body }
  }
  return undefined
}

const others = [
  'plain',
  'tokens-refused',
  'token-endpoint-down',
  'expired-tokens-accepted',
  'any-token',
  'no-token',
  'any-grant',
  'scope-parameter-ignored',
  'opaque-tokens',
  'write-scope-for-read',
]
others.push('scope-not-looked-at', 'next-token-ignored', 'chunked', 'gzip-when-asked')
const parts = [
  sizes,
  hidden,
  moves,
  algorithms,
  claims,
  clients,
  tokenReplies,
  tokenHeaders,
  unknownClient,
  places,
  verifications,
  gatewayErrors,
  sizesRead,
]
parts.push(cuts, ends, oneRow, everyRow, envelopes, writers, listHeaders, statuses, wholeAnswers)
const variants = [...new Set([...others, ...parts.flatMap((part) => Object.keys(part))])]
const stores = new Map(variants.map((variant) => [variant, new Store(variant)]))

async function read(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function answer(request, body) {
  const url = new URL(request.url, `http://${request.headers.host}`)
  if (url.pathname === '/variants') return { status: 200, body: variants }
  const [, variant = '', path = ''] = /^\/v\/([a-z0-9-]+)(\/.*)$/.exec(url.pathname) ?? []
  const issuer = `${url.origin}/v/${variant}`
  const store = stores.get(variant)
  if (store === undefined) return { status: 404, body: { message: 'no such variant' } }
  Object.assign(request, { path, query: url.searchParams, variant })
  if (path === '/oauth2/token') return tokenEndpoint(request, body, variant, issuer, store)
  return metadata(path, variant, issuer) ?? gateway(request, variant, issuer, store)
}

createServer(async (request, response) => {
  const { status, body, headers = {}, isList } = await answer(request, await read(request))
  let bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  response.statusCode = status
  for (const [name, value] of Object.entries({ 'Content-Type': 'application/json', ...headers }))
    response.setHeader(name, value)
  if (isList && request.variant === 'gzip-when-asked' && /gzip/.test(request.headers['accept-encoding'] ?? '')) {
    bytes = gzipSync(bytes)
    response.setHeader('Content-Encoding', 'gzip')
  }
  if (isList && request.variant === 'chunked') response.write(bytes.subarray(0, 64))
  else response.setHeader('Content-Length', bytes.length)
  response.end(isList && request.variant === 'chunked' ? bytes.subarray(64) : bytes)
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'))
