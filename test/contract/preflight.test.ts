import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { clientCredentials, hasValue, laws } from '../../src/contract/index.ts'
import { checked, contract, law } from './checked.ts'

const walking = law('pagination/a', async ({ send }) => void (await send({ purpose: 'a page' })))
const refusing = law('authentication/b', async ({ send }) => {
  await send({ purpose: 'no credential', authorization: 'none', expect: { status: [401], basis: 'documented' } })
})

function replying(status: number, body: string, type = 'text/html'): RequestListener {
  return (_request, response) => void response.writeHead(status, { 'content-type': type }).end(body)
}

const invalidKey = hasValue('/code', [9103], 'observed')
const badRequest = { status: [400], basis: 'observed', also: [invalidKey] } as const

test.each<[string, RequestListener, RegExp, number]>([
  ['401', replying(401, '{}', 'application/json'), /^the credentials were refused: .*\/v1\/orgs .*status 401/, 1],
  ['403', replying(403, 'no'), /^the credentials were refused: .* are those of ACME_KEY right\?$/, 1],
  ['a code of the contract', replying(400, '{"code":9103}', 'application/json'), /^the credentials were refused: /, 1],
  ['a proxy that wants credentials', replying(407, ''), /^a proxy before .* wants credentials of its own/, 1],
  ['an outage', replying(503, 'busy'), /^the provider is down: 503 three times in \d s$/, 3],
  ['a login page', replying(200, '<!doctype html><title>Sign in</title>'), /a page of HTML: it is a login page/, 1],
  ['another endpoint', replying(404, 'nope'), /\/v1\/orgs answered status 404: is the base URL right\?/, 1],
])('%s is why nothing can be said of a contract', async (_what, answer, reason, requests) => {
  for (const chosen of [
    [walking, refusing],
    [refusing, walking],
  ]) {
    const { report, heard } = await checked(
      chosen,
      answer,
      {
        client: { retries: 2 },
        contract: () => ({ ...contract, refusals: { ...contract.refusals, unknown: badRequest } }),
      },
      { isOwn: false },
    )
    expect(report).toMatchObject({ verdict: 'not-checked', reason: expect.stringMatching(reason) })
    expect(report.scenarios.flatMap(({ findings }) => findings)).toEqual([])
    expect(heard).toEqual(Array(requests).fill('GET /v1/orgs'))
  }
})

test.each(['/v1', '/v1/orgs', '/eu/v1'])(
  'a base URL that ends in %s, which the path has too, is the cause',
  async (basePath) => {
    const { report } = await checked([walking], replying(404, 'nope'), {}, { isOwn: false, basePath })
    expect(report.reason).toContain(`leave out ${basePath.replace('/eu', '')}`)
  },
)

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
  const authorizer = clientCredentials({
    audience: 'acme',
    variables: { clientId: 'ACME_ID', clientSecret: 'ACME_SECRET' },
  })
  const credentials = { clientId: 'an-id', clientSecret: 'a-secret' }
  const { report, heard } = await checked(
    [thrice],
    answer,
    { contract: () => ({ ...contract, authorizer }) },
    { isOwn: false, credentials, tokenPath: '/token' },
  )
  expect(report.verdict).toBe('kept')
  expect(heard.map((line) => `${line}\n`).join('')).toMatch(pattern)
})
