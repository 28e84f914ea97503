import type { IncomingMessage, RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { bearerCredential, clientCredentials, laws } from '../../../src/contract/index.ts'
import { checked, contract } from '../checked.ts'

const clients = clientCredentials({
  audience: 'acme',
  variables: { clientId: 'ACME_ID', clientSecret: 'ACME_SECRET' },
})
const credentials = { clientId: 'an-id-of-acme', clientSecret: 'a-secret-of-acme' }
const forgeries = ['unsigned-token', 'embedded-key', 'key-confusion', 'audience', 'issuer'].map(
  (name) => `authentication/${name}`,
)

interface Habits {
  readonly token?: string
  /** Status of the nth wrong token request. */
  readonly refusing?: (request: number) => number
  /** Whether the API takes another credential than the token. */
  readonly takes?: (request: IncomingMessage) => boolean
}

function server({
  token = 'opaque-token-of-acme',
  refusing = () => 400,
  takes = () => false,
}: Habits): RequestListener {
  let refused = 0
  return (request, response) => {
    let form = ''
    request.on('data', (bytes) => {
      form += bytes
    })
    request.on('end', () => {
      const isToken = request.method === 'POST'
      const asked = new URLSearchParams(form)
      const isKnown =
        asked.get('client_secret') === credentials.clientSecret &&
        asked.get('client_id') === credentials.clientId &&
        asked.get('grant_type') === 'client_credentials'
      const isLetIn = isToken ? isKnown : request.headers.authorization === `Bearer ${token}` || takes(request)
      const status = isLetIn ? 200 : isToken ? refusing(refused++) : 403
      response.writeHead(status, { 'content-type': 'application/json' })
      const body = isToken ? { access_token: token, token_type: 'Bearer', expires_in: 3_600 } : []
      response.end(JSON.stringify(isLetIn ? body : { error: 'invalid_client' }))
    })
  }
}

const refusal = { status: [403], basis: 'assumed' } as const

function run(ids: readonly string[], habits: Habits, authorizer = clients) {
  const refusals = { ...contract.refusals, missing: refusal, malformed: refusal, unknown: refusal, forbidden: refusal }
  return checked(
    laws.filter(({ id }) => ids.includes(id)),
    server(habits),
    { requireBasis: 'documented', contract: () => ({ ...contract, authorizer, refusals }) },
    authorizer === clients ? { credentials, tokenPath: '/token' } : { credentials: { key: 'opaque-token-of-acme' } },
  )
}

test('what forges a token is not checked where tokens are opaque, and has no meaning where a key is the credential', async () => {
  const { report } = await run(forgeries, {})
  expect(report.scenarios.map(({ scenario }) => scenario).sort()).toEqual([...forgeries].sort())
  for (const { verdict, reason } of report.scenarios) {
    expect({ verdict, reason }).toMatchObject({ verdict: 'not-checked', reason: expect.stringContaining('token') })
  }
  const { report: ofKeys } = await run(forgeries, {}, bearerCredential('key', 'ACME_KEY'))
  expect(ofKeys.scenarios).toEqual([])
})

test.each<[string, Habits['refusing'], readonly [severity: string, again: number][]]>([
  ['always, is found', () => 500, [['violation', 8]]],
  ['once for each, is no finding', (request) => (request % 2 === 0 ? 503 : 400), []],
  ['never, is no finding', () => 400, []],
])('a token endpoint that answers a wrong client with an error of its own %s', async (_, refusing, found) => {
  const { report } = await run(['authentication/token-refused'], refusing === undefined ? {} : { refusing })
  const [result] = report.scenarios
  expect(result?.findings.map(({ severity, again }) => [severity, again])).toEqual(found)
})

test('the id and the secret of a client open the token endpoint alone', async () => {
  const pair = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')
  const takes = ({ headers }: IncomingMessage) => headers.authorization === `Basic ${pair}`
  const { report } = await run(['authentication/basic'], { takes })
  expect(report.scenarios.flatMap(({ findings }) => findings.map(({ severity }) => severity))).toEqual(['violation'])
  const { report: sound } = await run(['authentication/basic'], {})
  expect(sound.scenarios.map(({ verdict }) => verdict)).toEqual(['kept'])
})
