/** The mock half, loaded when it is first asked for: a check of another server starts without Express and faker. */
import type { createLogger as createServerLogger, Express } from '../server/index.ts'
import type {
  describeProviders as describeMocks,
  MockAppOptions,
  MockServer,
  MockServerOptions,
} from './mock-server.ts'
import type { ProviderOptions } from './providers.ts'

/** The mock server as an Express app, for supertest or for mounting at the root of a server of one's own. */
export async function createMockApp(options: MockAppOptions = {}): Promise<Express> {
  const mocks = await import('./mock-server.ts')
  return mocks.createMockApp(options)
}

/** Starts the mock server. Throws SetupError, SpecError, ConfigError. */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const mocks = await import('./mock-server.ts')
  return mocks.startMockServer(options)
}

/** What `GET /__admin/providers` would say of a server at this origin, without one. Throws SetupError, SpecError, ConfigError. */
export async function describeProviders(
  origin: string,
  options: ProviderOptions = {},
): ReturnType<typeof describeMocks> {
  const mocks = await import('./mock-server.ts')
  return mocks.describeProviders(origin, options)
}

/** A logger that writes NDJSON to stderr. */
export async function createLogger(
  ...options: Parameters<typeof createServerLogger>
): Promise<ReturnType<typeof createServerLogger>> {
  const mocks = await import('./mock-server.ts')
  return mocks.createLogger(...options)
}
