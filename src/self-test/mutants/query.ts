import { pagesOf } from '../pages.ts'
import type { Mutant, Subject } from '../types.ts'
import { mutantsFrom } from './make.ts'
import { filterDefects } from './query-filters.ts'
import { matchDefects } from './query-match.ts'
import { orderDefects } from './query-orders.ts'
import { refusalDefects } from './query-refusals.ts'
import { queryOf } from './query-semantics.ts'

/** Filters and orders that are not what the document says (for a provider that has them). */
export function queryMutants(subject: Subject): readonly Mutant[] {
  const { query: rules } = subject.contract
  if (rules === undefined) return []
  const pages = pagesOf(subject)
  const query = queryOf(subject, pages, rules)
  return mutantsFrom(subject, 'query', [
    ...filterDefects(subject, pages, query),
    ...matchDefects(subject, pages, query),
    ...orderDefects(pages, query),
    ...refusalDefects(subject, pages),
  ])
}
