import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { ask, type Question } from '../support/http.ts'

// A client puts its real secret wherever it likes, in any form. Nothing that this server shows of its requests has a part of it.

fc.configureGlobal({ seed: 20261130 })

const nirvana = '/api.nirvanalabs.io/v1/organizations'
const cekura = '/api.cekura.ai/user/organizations/'
const cloudflare = '/api.cloudflare.com/client/v4/user/organizations'
const cradl = '/api.cradl.ai/v1/organizations'
const token = '/auth.cradl.ai/oauth2/token'
const operations = [nirvana, cekura, cloudflare, cradl] as const

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const alphabets = [`${letters}0123456789`, `${letters}0123456789-_`, `${letters}0123456789+/`, letters]

const secret = fc
  .tuple(
    fc.constantFrom('', 'sk-live_', 'ghp_', 'eyJhbGciOiJub25lIn0.', 'Correct.Horse-'),
    fc
      .constantFrom(...alphabets)
      .chain((alphabet) => fc.string({ unit: fc.constantFrom(...alphabet), minLength: 30, maxLength: 64 })),
    fc.constantFrom('', '=', '=='),
  )
  .map((parts) => parts.join(''))

const forms: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(`user:${text}`).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  percent: (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'percent in part': (text) => text.replace(/.{7}/g, (part) => part.slice(0, 6) + encodeURIComponent(part.slice(6))),
  'percent twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'in upper case': (text) => text.toUpperCase(),
}

const headerNames = [
  ...[
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'X-CEKURA-API-KEY',
    'X-Auth-Key',
    'X-Auth-Email',
    'Authentication',
  ],
  ...[
    'X-Auth',
    'X-AccessToken',
    'PRIVATE-TOKEN',
    'X-Amz-Security-Token',
    'X-Whatever',
    'Origin',
    'User-Agent',
    'Accept',
  ],
  ...[
    'Accept-Language',
    'Accept-Encoding',
    'If-None-Match',
    'Forwarded',
    'X-Forwarded-For',
    'Via',
    'Prefer',
    'tracestate',
  ],
  ...['baggage', 'X-Request-Id', 'traceparent', 'Cache-Control', 'Range', 'From', 'Host', 'Idempotency-Key'],
]
const schemes = [
  '',
  'Bearer ',
  'Basic ',
  'Token ',
  'Digest username="u", response=',
  'AWS4-HMAC-SHA256 Credential=',
  'gzip;q=0.5, ',
]
const parameters = [
  'limit',
  'cursor',
  'page',
  'per_page',
  'order',
  'name',
  'status',
  'nextToken',
  'search',
  'access_token',
  'foo',
  '__code',
]
const jsonType = { 'Content-Type': 'application/json' }
const formType = { 'Content-Type': 'application/x-www-form-urlencoded' }

type Place = (text: string) => { readonly target: string } & Question

const place: fc.Arbitrary<Place> = fc.oneof(
  { weight: 4, arbitrary: inHeader() },
  { weight: 4, arbitrary: inQuery() },
  fc.constantFrom<Place>(
    (text) => ({ target: nirvana, headers: { Referer: `https://app.example/reset/?access_token=${text}` } }),
    (text) => ({ target: nirvana, headers: { Referer: `https://u:${text}@app.example/#${text}` } }),
    (text) => ({ target: nirvana, headers: { Cookie: `a=1; session=${text}; b=2` } }),
    (text) => ({ target: `${nirvana}?limit=1;api_key=${text}` }),
    (text) => ({ target: `${nirvana}?${text}` }),
    (text) => ({ target: `${nirvana}?${text.slice(0, 20)}&${text.slice(20)}` }),
    (text) => ({ target: `${nirvana}?redirect=https%3A%2F%2Fx%2F%3Ftoken%3D${encodeURIComponent(text)}` }),
    (text) => ({ target: `${nirvana}#access_token=${text}` }),
    (text) => ({ target: `${nirvana}/${text}` }),
    (text) => ({ target: `${nirvana};token=${text}` }),
    (text) => ({ target: `/api.cloudflare.com/client/v4/${text}/members` }),
    (text) => ({ target: `/api.cekura.ai/user/organizations/${text}/` }),
    (text) => ({ target: `/https://u:${text}@api.nirvanalabs.io/v1/organizations` }),
    (text) => ({ target: `/${text}.example.com/a` }),
    (text) => ({ target: `/__admin/requests/${text}` }),
    (text) => ({ target: `/__admin/requests?path=${encodeURIComponent(text)}` }),
    (text) => post(jsonType, JSON.stringify({ secret: text, deep: { list: [text, 1] } })),
    (text) => post(jsonType, JSON.stringify([text])),
    (text) => post(jsonType, `{"secret":"${text}`),
    (text) =>
      post(jsonType, `{"a":{"b":"${[...text].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join('')}"}}`),
    (text) => post(formType, `grant_type=client_credentials&foo=${text}&client_assertion=${encodeURIComponent(text)}`),
    (text) => post(formType, `grant_type=${text}&scope=a+${text}`),
    (text) => post(formType, JSON.stringify({ password: text })),
    (text) => post(formType, text),
    (text) => post({}, `client_secret=${text}`),
    (text) => post({ 'Content-Type': 'text/plain' }, `my key is ${text}, a=${text}`),
    (text) => post({ 'Content-Type': `application/json; key=${text}` }, '{}'),
    (text) =>
      post(
        { 'Content-Type': 'multipart/form-data; boundary=b' },
        `--b\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\n${text}\r\n--b--\r\n`,
      ),
  ),
)

function inHeader(): fc.Arbitrary<Place> {
  return fc
    .tuple(fc.constantFrom(...operations), fc.constantFrom(...headerNames), fc.constantFrom(...schemes))
    .map(([target, header, before]) => (text: string) => ({ target, headers: { [header]: `${before}${text}` } }))
}

function inQuery(): fc.Arbitrary<Place> {
  return fc
    .tuple(fc.constantFrom(...operations), fc.constantFrom(...parameters), fc.constantFrom('', '10', 'a;token='))
    .map(([target, parameter, before]) => (text: string) => ({
      target: `${target}?limit=5&${parameter}=${before}${text}`,
    }))
}

function post(headers: Readonly<Record<string, string>>, body: string) {
  return { target: token, method: 'POST', headers, body }
}

let server: MockServer
const logged: string[] = []

beforeAll(async () => {
  const logger = pino({ level: 'trace' }, { write: (line) => logged.push(line) })
  server = await startMockServer({ count: 30, logger })
})
afterAll(() => server.close())

/** Parts of 12 characters that a text shares with what is shown, in any letter case, escaped or not. */
function shared(text: string, shown: string): string[] {
  const parts = Array.from({ length: text.length - 11 }, (_, at) => text.slice(at, at + 12).toLowerCase())
  return parts.filter((part) => shown.includes(part))
}

/** As it is, and with its escapes taken back. */
function readings(shown: string): string {
  const lower = shown.toLowerCase()
  const plain = lower.replace(/\\u00([0-9a-f]{2})|%(?:25)*([0-9a-f]{2})/g, (_, a, b) =>
    String.fromCharCode(Number.parseInt(a ?? b, 16)),
  )
  return `${lower}\n${plain.toLowerCase()}`
}

test('no part of a secret is shown, wherever a client puts it and in whatever form', async () => {
  let last = 0
  const property = fc.asyncProperty(secret, fc.constantFrom(...Object.keys(forms)), place, async (text, form, put) => {
    const sent = (forms[form] ?? String)(text)
    const { target, ...question } = put(sent)
    logged.length = 0
    await ask(server.url, target, question)
    const ndjson = await ask(server.url, `/__admin/requests?format=ndjson&since=${last}`)
    const metrics = await ask(server.url, '/metrics')
    const entries = server.requests({ since: last })
    last = entries.at(-1)?.seq ?? last
    const shown = {
      journal: JSON.stringify(entries),
      ndjson: ndjson.text,
      scorecard: JSON.stringify(server.scorecard()),
      metrics: metrics.text,
      log: logged.join(''),
    }
    const leaks = Object.entries(shown).flatMap(([where, all]) => {
      const found = readings(all)
      return [text, sent].flatMap((form) => shared(form, found)).map((part) => `${part} in the ${where}`)
    })
    expect(leaks).toEqual([])
  })
  await fc.assert(property, { numRuns: 250 })
}, 60_000)

test('what a client does with its parameters can still be seen', async () => {
  const key = server.credentials('nirvana')['apiKey'] ?? ''
  const last = server.requests().at(-1)?.seq ?? 0
  const first = await ask(server.url, `${nirvana}?limit=10`, { headers: { Authorization: `Bearer ${key}` } })
  const cursor = (first.json() as { pagination: { next_cursor: string } }).pagination.next_cursor
  await ask(server.url, `${nirvana}?limit=5O&cursor=${cursor}`, { headers: { Authorization: `Bearer ${key}` } })
  await ask(server.url, `${nirvana}?cursor=${cursor}&limit=10`, { headers: { Authorization: `Bearer ${key}` } })
  const [one, two, three] = server.requests({ since: last })
  expect(one?.request.query).toBe('limit=10')
  expect(one?.answer.body).toContain(`"next_cursor":"${cursor}"`)
  expect(two?.request.query).toMatch(/^limit=5O&cursor=\[\d+ characters, #[0-9a-f]{6}\]$/)
  expect(three?.request.query).toBe(`cursor=${cursor}&limit=10`)
})

test('names that journal.keep has are shown with their values, in the journal and in the log', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(line) })
  const keep = { headers: ['X-My-Name'], query: ['mine'] }
  await using keeping = await startMockServer({ logger, journal: { entries: 5, keep } })
  const value = 'a-long-harmless-value-0123456789'
  await ask(keeping.url, `${nirvana}?mine=${value}q&other=${value}o`, {
    headers: { 'x-my-name': `${value}h`, 'X-Other': `${value}x` },
  })
  const shown = JSON.stringify(keeping.requests()) + lines.join('')
  expect([...'qhox'].filter((letter) => shown.includes(value + letter))).toEqual(['q', 'h'])
  expect(lines.at(-1)).toContain(`mine=${value}q`)
})

test.each(['Authorization', 'cookie', 'X-Auth-Email', 'x-cekura-api-key'])(
  'journal.keep refuses %s, which carries credentials',
  async (header) => {
    await expect(startMockServer({ journal: { keep: { headers: ['X-A', header] } } })).rejects.toMatchObject({
      code: 'BAD_OPTION',
      at: '/journal/keep/headers/1',
      message: `startMockServer: journal.keep.headers[1] is ${header}, which carries credentials: it is never shown`,
    })
  },
)
