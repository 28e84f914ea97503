import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { runContracts } from '../../src/compose/index.ts'
import { startMockServer } from '../../src/compose/mock-server.ts'
import { contractSuite } from '../../src/compose/suite.ts'

const environment = { NIRVANA_LABS_API_KEY: '6rT7s0jy-b0-RbSofrrNvawFQcaNVbGtUM7cKCW7xKp' }
const chosen = { providers: ['nirvana'], laws: ['http/first-page'], environment }
let open: Awaited<ReturnType<typeof startMockServer>>
let locked: typeof open

beforeAll(async () => {
  open = await startMockServer({ port: 0, only: ['nirvana'] })
  locked = await startMockServer({ port: 0, only: ['nirvana'], adminToken: 'open-sesame-open-sesame' })
})
afterAll(() => Promise.all([open.close(), locked.close()]))

test('every rule counts for mocks that were started for the check', async () => {
  expect((await runContracts(chosen)).requireBasis).toBeUndefined()
})

test('every rule counts for a server that answers as ours, also when it wants its admin token', async () => {
  expect((await runContracts({ ...chosen, target: open.url })).requireBasis).toBeUndefined()
  expect((await runContracts({ ...chosen, target: locked.url })).requireBasis).toBeUndefined()
})

test('only what is documented counts for a base URL, whoever serves it', async () => {
  const baseUrl = `${open.url}/api.nirvanalabs.io`
  expect((await runContracts({ ...chosen, baseUrl })).requireBasis).toBe('documented')
})

test('a team can require more of its own fake', async () => {
  const baseUrl = `${open.url}/api.nirvanalabs.io`
  expect((await runContracts({ ...chosen, baseUrl, requireBasis: 'observed' })).requireBasis).toBe('observed')
  expect((await runContracts({ ...chosen, baseUrl, requireBasis: 'assumed' })).requireBasis).toBeUndefined()
})

test('a suite requires what it is told to: of an unknown path only assumed rules speak', async () => {
  const server = createServer(async (request, response) => {
    const { authorization = '' } = request.headers
    const answer = await fetch(`${open.url}/api.nirvanalabs.io${request.url}`, { headers: { authorization } })
    response.writeHead(answer.status === 404 ? 403 : answer.status, { 'content-type': 'application/json' })
    response.end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const law = (requireBasis: 'documented' | 'assumed') => {
    const tests: ((context: { skip(note?: string): unknown }) => Promise<void>)[] = []
    contractSuite(
      { describe: (_name, body) => body(), test: (_name, body) => tests.push(body) },
      { ...chosen, environment: { ...open.providers[0]?.env }, baseUrl, laws: ['http/not-found'], requireBasis },
    )
    return tests[0]?.({ skip: () => expect.unreachable() })
  }
  await expect(law('documented')).resolves.toBeUndefined()
  await expect(law('assumed')).rejects.toThrow(/answered with status 403/)
})
