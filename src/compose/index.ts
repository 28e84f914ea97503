/** The package's public API: the room where specs, mocks, contracts and the server are put together. */

export type { Report } from '../contract/index.ts'
export type { AccountEntry, CredentialEntry, ErrorEntry } from '../mock/index.ts'
export { createLogger, type ProviderEntry } from '../server/index.ts'
export { type Erratum, SpecError } from '../spec/index.ts'
export { liveBudget } from './budget.ts'
export { findProviders, loadContract, loadSpec, type ProviderFiles } from './catalogue.ts'
export type { ContractOptions } from './check.ts'
export { SetupError, type SetupErrorCode } from './errors.ts'
export { runContracts, runSelfTest } from './lazy.ts'
export {
  createMockApp,
  describeCredentials,
  describeErrors,
  describeProviders,
  type MockAppOptions,
  type MockServer,
  type MockServerOptions,
  startMockServer,
} from './mock-server.ts'
export {
  defaultCount,
  defaultSeed,
  maxSeed,
  type ProviderOptions,
  type ProviderSettings,
} from './providers.ts'
export { type TlsFiles, writeTlsFiles } from './tls.ts'
export { packageVersion } from './version.ts'
