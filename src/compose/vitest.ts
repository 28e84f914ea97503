import { test as base } from 'vitest'
import {
  formatScorecards,
  type MockServer,
  type MockServerOptions,
  type Scorecard,
  startMockServer,
  type TenantOf,
} from './index.ts'

/** What a test gets of the server that its file shares. */
export interface Orgmock extends Pick<MockServer, 'tenant'> {
  readonly server: MockServer
  /** How the test's own tenants were treated by the client, judged by what it sent. */
  scorecard(): Scorecard[]
}

interface Fixtures {
  /** Of the server; `test.extend({ orgmockOptions: [{ count: 250 }, { scope: 'file' }] })` gives others. */
  orgmockOptions: MockServerOptions
  /** One server for each file of tests. */
  orgmockServer: MockServer
  /** Makes tenants of this test's own; when the test fails, their scorecards are printed. */
  orgmock: Orgmock
}

/**
 * vitest's `test` with a mock server: `test('…', async ({ orgmock }) => { const { baseUrl, credentials } = orgmock.tenant({ provider:
 * 'nirvana' }) })`. Tests that make their own tenants can run at the same time.
 */
export const test = base.extend<Fixtures>({
  orgmockOptions: [{}, { scope: 'file' }],
  orgmockServer: [
    async ({ orgmockOptions }, use) => {
      const server = await startMockServer(orgmockOptions)
      try {
        await use(server)
      } finally {
        await server.close()
      }
    },
    { scope: 'file' },
  ],
  orgmock: async ({ orgmockServer: server, onTestFailed }, use) => {
    const made: TenantOf<string>[] = []
    const orgmock: Orgmock = {
      server,
      tenant(options) {
        const tenant = server.tenant(options)
        made.push(tenant)
        return tenant
      },
      scorecard: () => made.flatMap(({ provider, tenant }) => server.scorecard({ provider, tenant })),
    }
    onTestFailed(() => console.error(formatScorecards(orgmock.scorecard())))
    await use(orgmock)
  },
})
