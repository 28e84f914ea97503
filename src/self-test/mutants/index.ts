import { pagesOf } from '../pages.ts'
import type { Mutant, MutantSet, Subject } from '../types.ts'
import { authenticationMutants } from './authentication.ts'
import { envelopeMutants } from './envelope.ts'
import { harmlessDifferences } from './equivalents.ts'
import { headerMutants } from './headers.ts'
import { heads, methods } from './http-methods.ts'
import { paths, probes } from './http-paths.ts'
import { contentTypes, statuses } from './http-replies.ts'
import { mutantsFrom } from './make.ts'
import { paginationMutants } from './pagination.ts'
import { boundCursorDefects } from './query-cursors.ts'
import { filterDefects } from './query-filters.ts'
import { matchDefects } from './query-match.ts'
import { orderDefects } from './query-orders.ts'
import { refusalDefects } from './query-refusals.ts'
import { queryOf } from './query-semantics.ts'
import { schemaMutants } from './schema.ts'
import { seenMutants } from './seen.ts'
import { wireMutants } from './wire.ts'

/** All mutants of one provider, and the differences that nothing has to see. */
export function mutantsOf(subject: Subject): MutantSet {
  const sets = [schemaMutants(subject), headerMutants(subject), authenticationMutants(subject)]
  const http = [statuses, heads, methods, paths, probes].flatMap((defectsOf) => defectsOf(subject))
  return {
    mutants: [
      ...sets.flatMap(({ mutants }) => mutants),
      ...wireMutants(subject),
      ...envelopeMutants(subject),
      ...paginationMutants(subject),
      ...queryMutants(subject),
      ...mutantsFrom(subject, 'http', http),
      ...mutantsFrom(subject, 'shape', contentTypes(subject)),
      ...seenMutants(subject),
    ],
    equivalents: [...sets.flatMap(({ equivalents }) => equivalents), ...harmlessDifferences(subject)],
  }
}

/** Filters and orders that are not what the document says, for a provider that has them. */
function queryMutants(subject: Subject): readonly Mutant[] {
  const { query: rules } = subject.contract
  if (rules === undefined) return []
  const pages = pagesOf(subject)
  const query = queryOf(subject, pages, rules)
  return mutantsFrom(subject, 'query', [
    ...filterDefects(subject, pages, query),
    ...matchDefects(subject, pages, query),
    ...orderDefects(pages, query),
    ...boundCursorDefects(subject, query),
    ...refusalDefects(subject, pages),
  ])
}
