/** The package's public API: the room where specs, mocks, contracts and the server are put together. */

export type { Report } from '../contract/index.ts'
export { createLogger } from '../server/index.ts'
export { SpecError } from '../spec/index.ts'
export { liveBudget } from './budget.ts'
export { findProviders, loadContract, loadSpec, type ProviderFiles } from './catalogue.ts'
export type { ContractOptions } from './check.ts'
export { SetupError, type SetupErrorCode } from './errors.ts'
export { newProvider, runContracts, runSelfTest } from './lazy.ts'
export {
  createMockApp,
  describeProviders,
  type MockAppOptions,
  type MockServer,
  type MockServerOptions,
  startMockServer,
} from './mock-server.ts'
export type { NewProvider, NewProviderOptions } from './new-provider.ts'
export { defaultCount, defaultSeed, maxSeed, type ProviderOptions } from './providers.ts'
export { packageVersion } from './version.ts'
