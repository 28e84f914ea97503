/** The half that judges: laws, checks, and what a provider's file in contracts/ builds on. Knows nothing of the mocks. */
export { bearerCredential, clientCredentials, headerCredentials, keyCredentials } from './authorizers.ts'
export { type BodiesMode, bodiesModes } from './body-view.ts'
export { isOnThisMachine } from './client/address.ts'
export type { TransportOptions } from './client/connector.ts'
export { credentialDefect } from './client/credential-value.ts'
export { readCredentials } from './client/credentials.ts'
export { createHttpClient } from './client/http-client.ts'
export { readRate } from './client/rate-limiter.ts'
export { createRedactor } from './client/secret-redactor.ts'
export { caseless } from './collations.ts'
export { counterExamples } from './counter-examples.ts'
export { defineContract } from './define-contract.ts'
export { everyReplyFamilies, families, familyQuestions, isAboutEveryReply } from './families.ts'
export { type FindingMeaning, findingMeaning, findingMeanings } from './finding-meanings.ts'
export { itemsAt, valueAt } from './json-pointer.ts'
export { readJson } from './json-reader.ts'
export { laws } from './laws/index.ts'
export { cursorPages, lastItemPages, linkedPages, numberedPages, totalOf, wholeList, withParameter } from './pagers.ts'
export { hasHeader, hasText, hasValue } from './refusal-clauses.ts'
export {
  createProgressLine,
  parseReports,
  type ReportDestination,
  type ReportFormat,
  ReportListError,
  reporters,
  reportFormats,
  reportSchema,
  textReporter,
} from './reporters/index.ts'
export { type CheckOptions, checkProvider, type Progress } from './run.ts'
export { isAtLeast, severities } from './severity.ts'
export type { ProviderTarget } from './target-client.ts'
export type * from './types.ts'
export { CouldNotCheck } from './types.ts'
export { SchemaError } from './validator/index.ts'
export { textOf } from './value-text.ts'
export { plain, shown, words } from './words.ts'
