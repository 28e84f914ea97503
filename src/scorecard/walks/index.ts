import type { Sent } from '../sent.ts'
import type { GradedProvider } from '../types.ts'
import { cursorWalks } from './cursor-walks.ts'
import { numberedWalks } from './numbered-walks.ts'
import { filterNames, readPageRequest } from './page-request.ts'
import type { ClientWalk } from './types.ts'

export { crowdEvidence } from './crowd.ts'
export { effectiveSize } from './numbered-walks.ts'
export { filterNames, hasFilters, pageKey } from './page-request.ts'
export type { ClientWalk, PageRequest, Step } from './types.ts'

/** Tells apart the walks in what one tenant sent, in order. A list without pages is a walk of one step each time. */
export function walksOf(sent: readonly Sent[], provider: GradedProvider): ClientWalk[] {
  const { paging } = provider.listGuide
  if (paging === undefined) return []
  const filters = filterNames(provider)
  const requests = sent.flatMap((one) => (one.kind === 'page' ? (readPageRequest(one, paging, filters) ?? []) : []))
  return paging.page === undefined ? cursorWalks(requests) : numberedWalks(requests)
}
