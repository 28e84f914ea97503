/** The package's public API: the room where specs, mocks, contracts and the server are put together. */

export type { Report } from '../contract/index.ts'
export {
  type Clock,
  type ClockState,
  ControlError,
  type ControlErrorCode,
  createLogger,
  type JournalEntry,
  type JournalLimits,
  type NewTenant,
  type ProviderEntry,
  type RequestFilter,
  type Scorecard,
  type ScorecardFilter,
  type TenantEntry,
} from '../server/index.ts'
export { SpecError } from '../spec/index.ts'
export { readAdminToken } from './admin-token.ts'
export { liveBudget } from './budget.ts'
export { findProviders, loadContract, loadSpec, type ProviderFiles } from './catalogue.ts'
export type { ContractOptions } from './check.ts'
export type { Controls } from './controls.ts'
export { SetupError, type SetupErrorCode } from './errors.ts'
export { runContracts, runSelfTest } from './lazy.ts'
export {
  createMockApp,
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
export { packageVersion } from './version.ts'
