import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { runContracts, startMockServer } from '../../src/compose/index.ts'

test('an orgmock that wants its admin token says so, and not that credentials are missing', async () => {
  const server = createServer((request, response) => {
    const isAdmin = request.url?.startsWith('/__admin/') === true
    response.writeHead(401, isAdmin ? { 'WWW-Authenticate': 'Bearer realm="orgmock admin"' } : {}).end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { providers } = await runContracts({ providers: ['nirvana'], target, environment: {} })
  expect(providers[0]?.reason).toMatch(/^this orgmock wants its admin token .*: set ORGMOCK_ADMIN_TOKEN/)
})

test('an account that is refused stops the check of a server that the check did not start', async () => {
  await using server = await startMockServer({ only: ['cloudflare'] })
  const environment = {
    CLOUDFLARE_EMAIL: 'someone@example.com',
    CLOUDFLARE_API_KEY: '0123456789abcdef0123456789abcdef01234',
  }
  const baseUrl = server.baseUrl('cloudflare')
  const { providers } = await runContracts({ providers: ['cloudflare'], baseUrl, environment })
  expect(providers[0]).toMatchObject({ verdict: 'not-checked', requests: 1 })
  expect(providers[0]?.reason).toMatch(/^the credentials were refused: .* status 403/)
})

test.each([
  ['forbidden', 'authentication/under-scoped', 'one that may not read the list'],
  ['expired', 'authentication/expired', 'one that has expired'],
])(
  'a credential that is %s is tried where the environment has one, and named where it has none',
  async (name, law, what) => {
    await using server = await startMockServer({ only: ['nirvana'] })
    const [entry] = server.providers
    const [key, further] = [entry?.credentials['apiKey'], entry?.accounts?.[name]?.credentials['apiKey']]
    const variable = `NIRVANA_LABS_API_KEY_${name.toUpperCase()}`
    async function check(more: object) {
      const { providers } = await runContracts({
        baseUrl: server.baseUrl('nirvana'),
        laws: ['authentication/missing', law],
        providers: ['nirvana'],
        environment: { NIRVANA_LABS_API_KEY: key, ...more },
      })
      return providers[0]?.scenarios.find(({ scenario }) => scenario === law)
    }
    expect(await check({})).toMatchObject({
      verdict: 'not-checked',
      reason: expect.stringMatching(new RegExp(`set ${variable} \\(or …_FILE\\) to ${what}$`)),
    })
    expect(await check({ [variable]: further })).toMatchObject({ verdict: 'kept' })
    expect(await check({ [variable]: key })).toMatchObject({ verdict: 'broken' })
  },
)

test('tokens of another API that the environment names are refused, and named where there are none', async () => {
  await using server = await startMockServer({ only: ['cradl'] })
  const [entry] = server.providers
  const { clientId = '', clientSecret = '' } = entry?.credentials ?? {}
  const environment = { CRADL_CLIENT_ID: clientId, CRADL_CLIENT_SECRET: clientSecret }
  async function check(more: object) {
    const { providers } = await runContracts({
      baseUrl: server.baseUrl('cradl'),
      ...(entry?.tokenUrl === undefined ? {} : { tokenUrl: entry.tokenUrl }),
      laws: ['authentication/missing', 'authentication/audience'],
      providers: ['cradl'],
      environment: { ...environment, ...more },
    })
    return providers[0]?.scenarios.find(({ scenario }) => scenario === 'authentication/audience')
  }
  expect(await check({})).toMatchObject({
    verdict: 'not-checked',
    reason:
      'the token endpoint gives no token for another audience; no credential of another API is known: set CRADL_CLIENT_ID_FOREIGN or CRADL_CLIENT_SECRET_FOREIGN (or …_FILE) to a client whose tokens are for another API',
  })
  // Its own client is not foreign.
  expect(await check({ CRADL_CLIENT_ID_FOREIGN: clientId })).toMatchObject({ verdict: 'broken' })
})
