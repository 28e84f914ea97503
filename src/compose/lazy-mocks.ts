/** The mock half, loaded when it is first asked for: a check of another server starts without Express and faker. */
type Mocks = typeof import('./mock-server.ts')
type Tls = typeof import('./tls.ts')

/** The mock server as a function that answers requests, for supertest or for mounting at the root of a server of one's own. */
export const createMockApp: Mocks['createMockApp'] = async (...given) => (await mocks()).createMockApp(...given)

/** Starts the mock server. Throws SetupError, SpecError, ConfigError. */
export const startMockServer: Mocks['startMockServer'] = async (...given) => (await mocks()).startMockServer(...given)

/** What `GET /__admin/providers` would say of a server at this origin, without one. Throws SetupError, SpecError, ConfigError. */
export const describeProviders: Mocks['describeProviders'] = async (...given) =>
  (await mocks()).describeProviders(...given)

/** Every error that the mocks can say, each with its reply. Throws SetupError, SpecError, ConfigError. */
export const describeErrors: Mocks['describeErrors'] = async (...given) => (await mocks()).describeErrors(...given)

/** Every credential of a server at this origin, without one. Throws SetupError, SpecError, ConfigError. */
export const describeCredentials: Mocks['describeCredentials'] = async (...given) =>
  (await mocks()).describeCredentials(...given)

/** JSON Schema of what one provider may be told: `ProviderSettings`. */
export async function providerSettingsSchema(): Promise<Readonly<Record<string, unknown>>> {
  return (await mocks()).providerSettingsSchema
}

/** What each fault on the wire does, by its name. */
export async function wireFaultMeanings(): Promise<Mocks['wireFaultMeanings']> {
  return (await mocks()).wireFaultMeanings
}

/** A logger that writes NDJSON to stderr. */
export async function createLogger(
  ...given: Parameters<Mocks['createLogger']>
): Promise<ReturnType<Mocks['createLogger']>> {
  return (await mocks()).createLogger(...given)
}

/** Writes to stdout or stderr, and never waits for a reader. */
export async function createOutput(
  ...given: Parameters<Mocks['createOutput']>
): Promise<ReturnType<Mocks['createOutput']>> {
  return (await mocks()).createOutput(...given)
}

/** Writes ca.pem, tls.pem and tls.key into a directory, which is made when it is not there. Throws SetupError BAD_FILE. */
export const writeTlsFiles: Tls['writeTlsFiles'] = async (...given) =>
  (await import('./tls.ts')).writeTlsFiles(...given)

function mocks(): Promise<Mocks> {
  return import('./mock-server.ts')
}
