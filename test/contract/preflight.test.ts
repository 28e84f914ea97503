import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import {
  clientCredentials,
  hasValue,
  laws,
  type ProviderReport,
  type Report,
  reporters,
} from '../../src/contract/index.ts'
import { checked, contract, law } from './checked.ts'

const ofClients = clientCredentials({
  audience: 'acme',
  variables: { clientId: 'ACME_ID', clientSecret: 'ACME_SECRET' },
})

function reportOf(provider: ProviderReport): Report {
  return {
    tool: { name: 'orgmock', version: '0.0.0' },
    target: provider.target,
    reading: 'repaired',
    failOn: 'violation',
    startedAt: '',
    durationMs: 0,
    interrupted: false,
    providers: [provider],
  }
}

const walking = law('pagination/a', async ({ send }) => void (await send({ purpose: 'a page' })))
const refusing = law('authentication/b', async ({ send }) => {
  await send({ purpose: 'no credential', authorization: 'none', expect: { status: [401], basis: 'documented' } })
})

function replying(status: number, body: string, type = 'text/html'): RequestListener {
  return (_request, response) => void response.writeHead(status, { 'content-type': type }).end(body)
}

/** A client whose waits pass at once. */
function hurried(now = 0) {
  return {
    retries: 2,
    now: () => now,
    async sleep(ms: number) {
      now += ms
    },
  }
}

function redirecting(location: string): RequestListener {
  return (_request, response) => void response.writeHead(302, { location }).end()
}

const invalidKey = hasValue('/code', [9103], 'observed')
const badRequest = { status: [400], basis: 'observed', also: [invalidKey] } as const

test.each<[string, RequestListener, RegExp, number]>([
  ['401', replying(401, '{}', 'application/json'), /^the credentials were refused: .*\/v1\/orgs .*status 401/, 1],
  ['403', replying(403, 'no'), /^the credentials were refused: .* are those of ACME_KEY right\?$/, 1],
  ['a code of the contract', replying(400, '{"code":9103}', 'application/json'), /^the credentials were refused: /, 1],
  ['a proxy that wants credentials', replying(407, ''), /^a proxy before .* wants credentials of its own/, 1],
  ['an outage', replying(503, 'busy'), /^the provider is down: 503 three times in 21 s$/, 3],
  ['a login page', replying(200, '<!doctype html><title>Sign in</title>'), /a page of HTML: it is a login page/, 1],
  ['another endpoint', replying(404, 'nope'), /\/v1\/orgs answered status 404: is the base URL right\?/, 1],
  [
    'a login',
    redirecting('https://login.example/sso?state=s3cr3t'),
    /redirects to https:\/\/login\.example \(status 302\): log in, leave the proxy out/,
    1,
  ],
  ['a moved path', redirecting('/login'), /\/v1\/orgs redirects to another path of its own \(status 302\)/, 1],
  ['a redirect to nowhere', redirecting('http://['), /\/v1\/orgs redirects \(status 302\)/, 1],
])('%s is why nothing can be said of a contract', async (_what, answer, reason, requests) => {
  for (const chosen of [
    [walking, refusing],
    [refusing, walking],
  ]) {
    const { report, heard } = await checked(
      chosen,
      answer,
      {
        client: hurried(),
        contract: () => ({ ...contract, refusals: { ...contract.refusals, unknown: badRequest } }),
      },
      { isOwn: false },
    )
    expect(report).toMatchObject({ verdict: 'not-checked', reason: expect.stringMatching(reason) })
    expect(report.scenarios.flatMap(({ findings }) => findings)).toEqual([])
    expect(reporters.text(reportOf(report)).split('\n')[0]).toBe(`${report.provider}: ${report.reason}`)
    expect(JSON.stringify(report)).not.toContain('s3cr3t')
    expect(heard).toEqual(Array(requests).fill('GET /v1/orgs'))
  }
})

test.each(['/v1', '/v1/orgs', '/eu/v1'])(
  'a base URL that ends in %s, which the path has too, is the cause',
  async (basePath) => {
    const gone = { status: [404], reason: 'it was given up', basis: 'observed' } as const
    const firstPage = laws.filter(({ id }) => id === 'http/first-page')
    for (const body of ['nope', '{"errors":[]}']) {
      const { report } = await checked(
        firstPage,
        replying(404, body),
        { contract: () => ({ ...contract, gone }) },
        { isOwn: false, basePath },
      )
      expect(report.reason).toContain(`leave out ${basePath.replace('/eu', '')}`)
    }
  },
)

test('a server that starts within 20 s is checked', async () => {
  let asked = 0
  const { report, heard } = await checked(
    [walking],
    (_request, response) => {
      asked += 1
      const status = asked < 3 ? 503 : 200
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' }).end('[]')
    },
    { client: hurried() },
    { isOwn: false },
  )
  expect(report.verdict).toBe('kept')
  expect(heard).toHaveLength(3)
})

test.each([
  [400, '{"error":"invalid_client","error_description":"no such client"}'],
  [401, '{"error":"access_denied"}'],
  [403, '{"error":"unauthorized_client"}'],
])('client credentials that the token endpoint refuses with %d %s are named', async (status, body) => {
  const { report } = await checked(
    [walking],
    ({ method }, response) =>
      void response.writeHead(method === 'POST' ? status : 200, { 'content-type': 'application/json' }).end(body),
    { contract: () => ({ ...contract, authorizer: ofClients }) },
    { isOwn: false, credentials: { clientId: 'an-id', clientSecret: 'a-secret' }, tokenPath: '/token' },
  )
  expect(report.reason).toMatch(
    /^the credentials were refused: the token endpoint at .* gave no token: it answered 40[013], .*; are those of ACME_ID and ACME_SECRET right\?$/,
  )
})

test('against a server that the run started the cause is a violation, with the same first line', async () => {
  const chosen = laws.filter(({ id }) => id === 'http/first-page')
  const { report } = await checked(chosen, replying(401, '{}', 'application/json'))
  const [finding] = report.scenarios.flatMap(({ findings }) =>
    findings.filter(({ check }) => check === 'http/first-page'),
  )
  expect(report.verdict).toBe('broken')
  expect(finding?.message).toMatch(/^the credentials were refused: /)
  expect(report.reason).toBe(finding?.message)
})

test('a refusal that a law did not meet with the ordinary request is judged', async () => {
  const { report } = await checked(
    [walking, refusing],
    ({ headers }, response) =>
      void response.writeHead(headers['x-bad'] ? 500 : 200, { 'content-type': 'application/json' }).end('[]'),
    {},
    { isOwn: false },
  )
  expect(report.scenarios.map(({ verdict }) => verdict)).toEqual(['kept', 'broken'])
})

test('a target that is not there comes before credentials that are not there', async () => {
  const away = {
    isOwn: false,
    root: 'http://127.0.0.1:1',
    credentials: undefined,
    noCredentials: 'no credentials: set ACME_KEY',
  }
  const { report } = await checked([walking], replying(200, '[]'), {}, away as never)
  expect(report.reason).toMatch(/^nothing listens at http:\/\/127\.0\.0\.1:1 /)
  const { root: _, ...there } = away
  const { report: reached } = await checked([walking], replying(401, ''), {}, there as never)
  expect(reached.reason).toBe('no credentials: set ACME_KEY')
})

test.each([
  [0.000_001, /^(POST \/token\n(GET \/v1\/orgs\n)?){3,}/],
  [3600, /^POST \/token\n(GET \/v1\/orgs\n){3}$/],
])('a token that lives for %d s is renewed before it dies', async (life, pattern) => {
  const thrice = law('pagination/a', async ({ send }) => {
    for (const purpose of ['one', 'two', 'three']) await send({ purpose })
  })
  const answer: RequestListener = ({ method }, response) => {
    const reply = method === 'POST' ? { access_token: 'a-token', token_type: 'Bearer', expires_in: life } : []
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
  }
  const credentials = { clientId: 'an-id', clientSecret: 'a-secret' }
  const { report, heard } = await checked(
    [thrice],
    answer,
    { contract: () => ({ ...contract, authorizer: ofClients }) },
    { isOwn: false, credentials, tokenPath: '/token' },
  )
  expect(report.verdict).toBe('kept')
  expect(heard.map((line) => `${line}\n`).join('')).toMatch(pattern)
})
