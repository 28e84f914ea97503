/** The edge: the only room that knows Express. */

export { type ProviderEntry, providerEntries } from './admin.ts'
export { type AppOptions, createApp, type Express, type ServableApp, servable } from './app.ts'
export { certificatesOf, checkTls, type IssuedCertificate, makeCertificate, type TlsProblem } from './certificate.ts'
export type { Clock, ClockState } from './clock.ts'
export { ControlError, type ControlErrorCode } from './control-error.ts'
export type { JournalLimits } from './journal.ts'
export type { JournalEntry } from './journal-entry.ts'
export { type Listener, listen, type TlsMaterial } from './listener.ts'
export { createLogger, type Logger } from './logger.ts'
export { bracketed } from './origin.ts'
export { createWorld, type World } from './world.ts'
