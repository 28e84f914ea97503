import type { MutantSet, Subject } from '../types.ts'
import { authenticationMutants } from './authentication.ts'
import { envelopeMutants } from './envelope.ts'
import { harmlessDifferences } from './equivalents.ts'
import { headerMutants } from './headers.ts'
import { heads, methods } from './http-methods.ts'
import { paths, probes } from './http-paths.ts'
import { contentTypes, statuses } from './http-replies.ts'
import { mutantsFrom } from './make.ts'
import { paginationMutants } from './pagination.ts'
import { queryMutants } from './query.ts'
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
