/** The package's public API: the room where specs, mocks and the server are put together. */

export {
  createProgressLine,
  parseReports,
  type Report,
  type ReportDestination,
  ReportListError,
  readRate,
  reportSchema,
  SchemaError,
} from '../contract/index.ts'
export { createLogger } from '../server/index.ts'
export { SpecError } from '../spec/index.ts'
export { findProviders, loadContract, loadSpec, type ProviderFiles } from './catalogue.ts'
export { type ContractOptions, listLaws, liveBudget, runContracts } from './check.ts'
export { SetupError, type SetupErrorCode } from './errors.ts'
export {
  createMockApp,
  describeProviders,
  type MockAppOptions,
  type MockServer,
  type MockServerOptions,
  startMockServer,
} from './mock-server.ts'
export { defaultCount, defaultSeed, maxSeed, type ProviderOptions } from './providers.ts'
export { isBelowSeen, writeReport } from './reports.ts'
export { contractSuite, type SuiteOptions, type SuiteRunner } from './suite.ts'
export { packageVersion } from './version.ts'
