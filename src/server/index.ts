/** The edge: the only room that knows Express. */

export type { Evidence, Grade, GradeVerdict, Scorecard } from '../scorecard/index.ts'
export { namedProvider, providerId } from './admin/addressed.ts'
export { providerSettings, tellProvider } from './admin/provider-settings.ts'
export { type ProviderEntry, providerEntries } from './admin/providers.ts'
export { requestFilter } from './admin/requests.ts'
export { resetTenant, resetWorld } from './admin/reset.ts'
export { gradeRequests, type ScorecardFilter, scorecardFilter } from './admin/scorecard.ts'
export type { TenantEntry } from './admin/tenant-entry.ts'
export { tenantQuery } from './admin/tenant-name.ts'
export { type CreatedTenant, createTenant, type NewTenant, newTenant } from './admin/tenants.ts'
export { type AdminAccess, isLoopbackAddress } from './admin-access.ts'
export { type AppOptions, createApp, createServableApp } from './app.ts'
export {
  type Backstage,
  type ContractRuns,
  type ContractState,
  type ContractTarget,
  type DocumentName,
  type Documents,
  documentForms,
} from './backstage.ts'
export {
  certificatesOf,
  checkTls,
  type IssuedCertificate,
  makeAuthority,
  makeCertificate,
  type TlsProblem,
} from './certificate.ts'
export { watchExpiry } from './certificate-expiry.ts'
export type { Clock, ClockState } from './clock.ts'
export { ControlError, type ControlErrorCode } from './control-error.ts'
export type { JournalLimits } from './journal.ts'
export type { HeaderLine, JournalEntry } from './journal-entry.ts'
export { type RequestFilter, readRequests } from './journal-filter.ts'
export { type KeptNames, secretHeaders } from './journal-redactor.ts'
export { type Listener, listen, type TlsMaterial } from './listener.ts'
export { createLogger, type Logger } from './logger.ts'
export { createOutput, type OutputOptions } from './output.ts'
export type { PageFiles } from './page-files.ts'
export { createWorld, type JournalOptions, type World } from './world.ts'
