/** The mock half, loaded when it is first asked for: a check of another server starts without Express and faker. */
import { late } from './late.ts'
import type { StartMockServer } from './mock-server.ts'

const mocks = () => import('./mock-server.ts')

/** The mock server as a function that answers requests, for supertest or for mounting at the root of your own server. */
export const createMockApp = late(mocks, 'createMockApp')

/** Starts the mock server. Throws OptionError, SetupError, SpecError, ConfigError. */
export const startMockServer: StartMockServer = late(mocks, 'startMockServer')

/** What `GET /__admin/providers` would say of a server at this origin, without one. Throws as startMockServer. */
export const describeProviders = late(mocks, 'describeProviders')

/** Every error that the mocks can say, each with its reply. Throws as startMockServer. */
export const describeErrors = late(mocks, 'describeErrors')

/** Every credential of a server at this origin, without one. Throws as startMockServer. */
export const describeCredentials = late(mocks, 'describeCredentials')

/** JSON Schema of `ProviderSettings`. */
export async function providerSettingsSchema(): Promise<Readonly<Record<string, unknown>>> {
  return (await mocks()).providerSettingsSchema
}

/** What each fault on the wire does, by its name. */
export async function wireFaultMeanings(): Promise<Awaited<ReturnType<typeof mocks>>['wireFaultMeanings']> {
  return (await mocks()).wireFaultMeanings
}

/** A logger that writes NDJSON to stderr. */
export const createLogger = late(mocks, 'createLogger')

/** Writes to stdout or stderr, and never waits for a reader. */
export const createOutput = late(mocks, 'createOutput')

/** Writes ca.pem, tls.pem and tls.key into a directory, which is made when it is not there. Throws OptionError, SetupError BAD_FILE. */
export const writeTlsFiles = late(() => import('./tls.ts'), 'writeTlsFiles')
