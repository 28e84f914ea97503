import type { Law } from '../types.ts'
import { authenticationAudience } from './authentication/audience.ts'
import { authenticationBasic } from './authentication/basic.ts'
import { authenticationCookie } from './authentication/cookie.ts'
import { authenticationEmbeddedKey } from './authentication/embedded-key.ts'
import { authenticationEmpty } from './authentication/empty.ts'
import { authenticationEmptyToken } from './authentication/empty-token.ts'
import { authenticationExpired } from './authentication/expired.ts'
import { authenticationForeignToken } from './authentication/foreign-token.ts'
import { authenticationInexactValue } from './authentication/inexact-value.ts'
import { authenticationIssuer } from './authentication/issuer.ts'
import { authenticationKeyConfusion } from './authentication/key-confusion.ts'
import { authenticationLetterCase } from './authentication/letter-case.ts'
import { authenticationMissing } from './authentication/missing.ts'
import { authenticationOneHeaderOnly } from './authentication/one-header-only.ts'
import { authenticationOtherWays } from './authentication/other-ways.ts'
import { authenticationQueryString } from './authentication/query-string.ts'
import { authenticationTamperedToken } from './authentication/tampered-token.ts'
import { authenticationTokenRefused } from './authentication/token-refused.ts'
import { authenticationTokenReply } from './authentication/token-reply.ts'
import { authenticationUnderScoped } from './authentication/under-scoped.ts'
import { authenticationUnsignedToken } from './authentication/unsigned-token.ts'
import { authenticationWrongHeader } from './authentication/wrong-header.ts'
import { authenticationWrongScheme } from './authentication/wrong-scheme.ts'
import { authenticationWrongValue } from './authentication/wrong-value.ts'
import { httpFirstPage } from './http/first-page.ts'
import { httpHead } from './http/head.ts'
import { httpMethod } from './http/method.ts'
import { httpNotFound } from './http/not-found.ts'
import { httpProbes } from './http/probes.ts'
import { httpSlash } from './http/slash.ts'
import { paginationAccountEmpty } from './pagination/account-empty.ts'
import { paginationAccountOne } from './pagination/account-one.ts'
import { paginationAccountPage } from './pagination/account-page.ts'
import { paginationAlteredCursor } from './pagination/altered-cursor.ts'
import { paginationPastEnd } from './pagination/past-end.ts'
import { paginationRoundTrip } from './pagination/round-trip.ts'
import { paginationSameList } from './pagination/same-list.ts'
import { paginationSamePage } from './pagination/same-page.ts'
import { paginationSizes } from './pagination/sizes.ts'
import { paginationWalk } from './pagination/walk.ts'
import { queryCombined } from './query/combined.ts'
import { queryCursorOfAnotherList } from './query/cursor-of-another-list.ts'
import { queryFilters } from './query/filters.ts'
import { queryMatch } from './query/match.ts'
import { queryOrders } from './query/orders.ts'
import { queryRefusals } from './query/refusals.ts'

/**
 * Every law, in the order in which they run: those that need few requests first and walks over the whole list last, so that a long list
 * costs no other law its part of a budget.
 */
export const laws: readonly Law[] = [
  httpFirstPage,
  authenticationMissing,
  authenticationEmpty,
  authenticationWrongValue,
  authenticationInexactValue,
  authenticationWrongHeader,
  authenticationWrongScheme,
  authenticationEmptyToken,
  authenticationOneHeaderOnly,
  authenticationForeignToken,
  authenticationTamperedToken,
  authenticationUnsignedToken,
  authenticationEmbeddedKey,
  authenticationKeyConfusion,
  authenticationIssuer,
  authenticationAudience,
  authenticationTokenReply,
  authenticationTokenRefused,
  authenticationExpired,
  authenticationUnderScoped,
  authenticationQueryString,
  authenticationCookie,
  authenticationBasic,
  authenticationLetterCase,
  authenticationOtherWays,
  httpHead,
  httpMethod,
  httpSlash,
  httpNotFound,
  httpProbes,
  paginationSamePage,
  paginationPastEnd,
  paginationAlteredCursor,
  paginationSizes,
  queryRefusals,
  queryCursorOfAnotherList,
  paginationAccountEmpty,
  paginationAccountOne,
  paginationAccountPage,
  paginationSameList,
  paginationWalk,
  paginationRoundTrip,
  queryFilters,
  queryOrders,
  queryMatch,
  queryCombined,
]
