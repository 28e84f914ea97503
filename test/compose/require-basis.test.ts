import { afterAll, beforeAll, expect, test } from 'vitest'
import { runContracts } from '../../src/compose/index.ts'
import { startMockServer } from '../../src/compose/mock-server.ts'

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
