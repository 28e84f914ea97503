/** The package's public API: the room where specs, mocks, contracts and the server are put together. */

export type {
  Family,
  Finding,
  LawResult,
  Progress,
  ProviderReport,
  Report,
  Severity,
  Verdict,
} from '../contract/index.ts'
// Types only, errors too: the modules themselves are loaded when they are first needed. Recognize an error by its name and code.
export type {
  AccountEntry,
  ConfigError,
  ConfigErrorCode,
  CredentialEntry,
  ErrorEntry,
  FaultRule,
  PublishedAccount,
  RateLimit,
  TenantSettings,
  WireFault,
} from '../mock/index.ts'

import { contractDoor } from './contract-door.ts'
import { newProvider, runContracts, runSelfTest } from './lazy-contract.ts'

export { OptionError } from '../options/index.ts'
export { formatScorecards } from '../scorecard/index.ts'
export type {
  Clock,
  ClockState,
  ControlError,
  ControlErrorCode,
  CreatedTenant,
  Evidence,
  Grade,
  GradeVerdict,
  HeaderLine,
  JournalEntry,
  JournalLimits,
  JournalOptions,
  KeptNames,
  Logger,
  NewTenant,
  ProviderEntry,
  RequestFilter,
  Scorecard,
  ScorecardFilter,
  TenantEntry,
} from '../server/index.ts'
export { defaultCount, defaultSeed, type Erratum, maxSeed, SpecError } from '../spec/index.ts'
export { adminTokenVariable, newAdminToken, readAdminToken } from './admin-token.ts'
export type { ContractOptions } from './check.ts'
export type { Controls, TenantOf } from './controls.ts'
export { SetupError, type SetupErrorCode } from './errors.ts'
export { type KeptToken, keepAdminToken, keptAdminToken, keptOrigins } from './kept-token.ts'
export { compareLocks, listCandidates, readLock } from './lazy-contract.ts'
export {
  createLogger,
  createMockApp,
  createOutput,
  describeCredentials,
  describeErrors,
  describeProviders,
  providerSettingsSchema,
  startMockServer,
  wireFaultMeanings,
  writeTlsFiles,
} from './lazy-mocks.ts'
export { liveRequestBudget } from './live-request-budget.ts'
export type { MockAppOptions, MockServer, MockServerOptions, StartMockServer } from './mock-server.ts'
export type { Candidate, NewProvider, NewProviderOptions } from './new-provider.ts'
export type { CredentialsOf, ProviderCredentials, ProviderId } from './provider-credentials.ts'
export { findProviders, loadContract, loadSpec, type ProviderFiles } from './provider-files.ts'
export type { ProviderOptions, ProviderSettings } from './providers.ts'
export type { TlsFiles } from './tls.ts'
export { packageVersion } from './version.ts'
export { newProvider, runContracts, runSelfTest }

contractDoor.runContracts = runContracts
