import type { Equivalent, Mutant, Subject } from '../types.ts'
import { authenticationMutants } from './authentication.ts'
import { envelopeMutants } from './envelope.ts'
import { headerMutants } from './headers.ts'
import { httpMutants } from './http.ts'
import { paginationMutants } from './pagination.ts'
import { queryMutants } from './query.ts'
import { schemaMutants } from './schema.ts'
import { wireMutants } from './wire.ts'

/** All mutants of one provider, and the defects that nothing can see. */
export function mutantsOf(subject: Subject): { mutants: readonly Mutant[]; equivalents: readonly Equivalent[] } {
  const schema = schemaMutants(subject)
  const headers = headerMutants(subject)
  return {
    mutants: [
      ...schema.mutants,
      ...headers.mutants,
      ...wireMutants(subject),
      ...envelopeMutants(subject),
      ...authenticationMutants(subject),
      ...paginationMutants(subject),
      ...queryMutants(subject),
      ...httpMutants(subject),
    ],
    equivalents: [...schema.equivalents, ...headers.equivalents],
  }
}
