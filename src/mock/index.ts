/** The mock's pure core: what a provider's file in mocks/ builds on. */

export { maxCount, shell } from '../spec/index.ts'
export { apiKey } from './auth/api-key.ts'
export { bearer, bearerToken } from './auth/bearer.ts'
export {
  type ClientCredentialsOptions,
  type ClientCredentialsScheme,
  clientCredentials,
  type DocumentedOAuth,
  documentedOAuth,
  type OAuthClient,
} from './auth/client-credentials.ts'
export type { Credential } from './auth/credentials.ts'
export { headerPair, type PairCredential } from './auth/header-pair.ts'
export { keys, noKey } from './auth/keys.ts'
export { safeEqual } from './auth/safe-equal.ts'
export { invalidClient, tokenHeaders } from './auth/token-errors.ts'
export { boundedCache } from './bounded-cache.ts'
export {
  type AccountEntry,
  type CredentialEntry,
  credentialEntries,
  type TenantGrammar,
  type TenantWord,
} from './credential-entries.ts'
export { defineProvider } from './define-provider.ts'
export { declares, enumValues } from './enum-values.ts'
export { type ErrorEntry, errorEntries } from './error-entries.ts'
export { ConfigError, type ConfigErrorCode } from './errors.ts'
export { type FakeSource, fakeSources, referenceDate } from './fake-source.ts'
export { generalError } from './general-errors.ts'
export { hexWord } from './hex.ts'
export { mediaType } from './media-type.ts'
export { ownText } from './own-text.ts'
export { type CursorInfo, cursor } from './pagination/cursor.ts'
export { type OpaqueCodec, opaqueCodec } from './pagination/cursor-codec.ts'
export { type ForwardTokenInfo, forwardToken } from './pagination/forward-token.ts'
export { type PageNumberInfo, pageNumber } from './pagination/page-number.ts'
export { linkHeader, type PageInfo, pages } from './pagination/pages.ts'
export { wholeList } from './pagination/whole-list.ts'
export { parameterReader } from './parameters.ts'
export { publishedBytes } from './published.ts'
export { parseQuery } from './query-string.ts'
export { fixedWindow } from './rate-limit/fixed-window.ts'
export { slidingLog } from './rate-limit/sliding-log.ts'
export { tokenBucket } from './rate-limit/token-bucket.ts'
export { headerList, jsonReply } from './reply.ts'
export { describeTenant } from './scenario-words.ts'
export { tenantAccount, tenantNamePattern, testAccount, testCredential, testPrefix } from './scenarios.ts'
export { type ListQuery, selector } from './selection.ts'
export { allowMethods, isPath, operationPath, type RequiredParameters, requiredParameters } from './steps.ts'
export type * from './types.ts'
export { uuid } from './uuid.ts'
export { wireFaultMeanings, wireFaults } from './wire-faults.ts'
export { type Client, workshop } from './workshop.ts'
