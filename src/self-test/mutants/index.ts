import type { MutantSet, Subject } from '../types.ts'
import { authenticationMutants } from './authentication.ts'
import { envelopeMutants } from './envelope.ts'
import { harmlessDifferences } from './equivalents.ts'
import { headerMutants } from './headers.ts'
import { httpMutants } from './http.ts'
import { paginationMutants } from './pagination.ts'
import { queryMutants } from './query.ts'
import { schemaMutants } from './schema.ts'
import { seenMutants } from './seen.ts'
import { wireMutants } from './wire.ts'

/** All mutants of one provider, and the differences that nothing has to see. */
export function mutantsOf(subject: Subject): MutantSet {
  const schema = schemaMutants(subject)
  const headers = headerMutants(subject)
  const authentication = authenticationMutants(subject)
  return {
    mutants: [
      ...schema.mutants,
      ...headers.mutants,
      ...wireMutants(subject),
      ...envelopeMutants(subject),
      ...authentication.mutants,
      ...paginationMutants(subject),
      ...queryMutants(subject),
      ...httpMutants(subject),
      ...seenMutants(subject),
    ],
    equivalents: [
      ...schema.equivalents,
      ...headers.equivalents,
      ...authentication.equivalents,
      ...harmlessDifferences(subject),
    ],
  }
}
