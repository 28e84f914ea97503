import type { Law } from '../types.ts'
import { authenticationCase, authenticationMatrix } from './authentication.ts'
import { firstPage } from './first-page.ts'
import { httpHead, httpMethod, httpNotFound, httpProbes, httpSlash } from './http.ts'
import { paginationAlteredCursor, paginationRoundTrip } from './pagination-cursors.ts'
import { paginationAccounts, paginationPastEnd } from './pagination-ends.ts'
import { paginationSameList, paginationSamePage, paginationSizes } from './pagination-sizes.ts'
import { paginationWalk } from './pagination-walk.ts'
import { queryFilters, queryMatch } from './query-filters.ts'
import { queryCombined, queryOrders } from './query-orders.ts'
import { queryRefusals } from './query-refusals.ts'

/** Every law, in the order in which they run: the most telling first, so that a small budget is well spent. */
export const laws: readonly Law[] = [
  firstPage,
  // pagination
  paginationWalk,
  paginationSamePage,
  paginationPastEnd,
  paginationAlteredCursor,
  paginationRoundTrip,
  paginationSizes,
  paginationSameList,
  ...paginationAccounts,
  // authentication
  ...authenticationMatrix,
  authenticationCase,
  // query
  queryFilters,
  queryMatch,
  queryOrders,
  queryCombined,
  queryRefusals,
  // http
  httpHead,
  httpMethod,
  httpSlash,
  httpNotFound,
  httpProbes,
]
