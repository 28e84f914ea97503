import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Consumer, installedConsumer } from './consumer.ts'

// jest as it comes, without a configuration and without Node's --experimental-vm-modules: its tests are CommonJS.

let consumer: Consumer

beforeAll(async () => {
  consumer = await installedConsumer()
  await consumer.install('jest@30.5.2')
}, 300_000)

afterAll(() => consumer.remove())

/** Runs one file of tests; jest writes its report to stderr. */
async function jest(
  body: string,
  ...options: readonly string[]
): Promise<{ readonly code: number | null; readonly report: string }> {
  await consumer.write('orgmock.test.js', body)
  const { code, stderr } = await consumer.node(
    ...options,
    'node_modules/jest/bin/jest.js',
    '--ci',
    '--cacheDirectory=.jest',
  )
  return { code, report: stderr }
}

test('a test starts a server, lists, looks at the journal, and holds the mock against its contract', async () => {
  const { code, report } = await jest(`
    const { runContracts, startMockServer } = require('orgmock')
    test('lists', async () => {
      const server = await startMockServer({ seed: 7, count: 3, tls: {} })
      try {
        const { operationUrl, credentials } = server.providers.find(({ id }) => id === 'nirvana')
        const response = await fetch(operationUrl, { headers: { authorization: 'Bearer ' + credentials.apiKey } })
        expect((await response.json()).items).toHaveLength(3)
        expect(server.requests({ provider: 'nirvana' })).toHaveLength(1)
        expect((await fetch(server.url + '/__admin/providers')).status).toBe(200)
        expect((await fetch(server.url + '/metrics')).status).toBe(200)
      } finally {
        await server.close()
      }
    })
    test('checks', async () => {
      const report = await runContracts({ providers: ['cradl', 'nirvana'], laws: ['http'] })
      expect(report.providers.map(({ verdict }) => verdict)).toEqual(['kept', 'kept'])
    }, 30_000)
    test('knows errors of Node', async () => {
      process.env.NIRVANA_LABS_API_KEY = 'opens nothing'
      const report = await runContracts({ providers: ['nirvana'], baseUrl: 'http://127.0.0.1:1', laws: ['http'] })
      expect(JSON.stringify(report)).toContain('nothing listens at')
    })
    test('refuses', async () => {
      await expect(startMockServer({ only: ['nope'] })).rejects.toMatchObject({ code: 'UNKNOWN_PROVIDER' })
    })
  `)
  expect(report).toContain('Tests:       4 passed, 4 total')
  expect(code).toBe(0)
}, 120_000)

test('a directory of the user’s own providers needs --experimental-vm-modules, and the error says so', async () => {
  const program = 'node_modules/orgmock/dist/src/cli/main.js'
  const document = 'node_modules/orgmock/dist/specs/nirvana.openapi.yaml'
  await consumer.node(program, 'new', 'mine', '--from', document, '--path', '/v1/organizations')
  const serving = `
    const { startMockServer } = require('orgmock')
    test('serves', async () => {
      const server = await startMockServer({ providerDirectories: ['providers'], only: ['mine'] })
      await server.close()
    })
  `
  const without = await jest(serving)
  expect(without.report).toMatch(/SetupError: .*mine\.js does not load: .*--experimental-vm-modules/)
  const allowed = await jest(serving, '--experimental-vm-modules')
  expect(allowed.report).toContain('Tests:       1 passed, 1 total')
}, 120_000)
