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

test('expired credentials are tried where the environment has one, and named as not tried where it has none', async () => {
  await using server = await startMockServer({ only: ['nirvana'] })
  const [entry] = server.providers
  const [key, expired] = [entry?.credentials['apiKey'], entry?.accounts?.['expired']?.credentials['apiKey']]
  const baseUrl = server.baseUrl('nirvana')
  const environment = { NIRVANA_LABS_API_KEY: key }
  const check = async (more: object) => {
    const options = { baseUrl, laws: ['authentication/missing', 'authentication/expired'] }
    const { providers } = await runContracts({
      ...options,
      providers: ['nirvana'],
      environment: { ...environment, ...more },
    })
    return providers[0]?.scenarios.find(({ scenario }) => scenario === 'authentication/expired')
  }
  expect(await check({})).toMatchObject({
    verdict: 'not-checked',
    reason: 'no expired credential is known: set NIRVANA_LABS_API_KEY_EXPIRED (or …_FILE) to one that has expired',
  })
  expect(await check({ NIRVANA_LABS_API_KEY_EXPIRED: expired })).toMatchObject({ verdict: 'kept' })
  expect(await check({ NIRVANA_LABS_API_KEY_EXPIRED: key })).toMatchObject({ verdict: 'broken' })
})
