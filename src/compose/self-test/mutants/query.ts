import { pagesOf } from '../pages.ts'
import type { Mutant, Subject } from '../types.ts'
import { mutantsFrom } from './make.ts'
import { filterDefects } from './query-filters.ts'
import { matchDefects } from './query-match.ts'
import { orderDefects } from './query-orders.ts'
import { refusalDefects } from './query-refusals.ts'

/** Filters and orders that are not what the document says (for a provider that has them). */
export function queryMutants(subject: Subject): readonly Mutant[] {
  const { query } = subject.contract
  if (query === undefined) return []
  const pages = pagesOf(subject)
  return mutantsFrom(subject, 'query', [
    ...filterDefects(subject, pages),
    ...matchDefects(subject, pages),
    ...orderDefects(subject, pages),
    ...refusalDefects(subject, pages),
  ])
}
