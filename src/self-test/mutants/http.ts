import type { Mutant, Subject } from '../types.ts'
import { heads, methods } from './http-methods.ts'
import { paths, probes } from './http-paths.ts'
import { contentTypes, statuses } from './http-replies.ts'
import { mutantsFrom } from './make.ts'

/** Statuses, content types, methods and paths that are not as the provider has them. */
export function httpMutants(subject: Subject): readonly Mutant[] {
  return [
    ...mutantsFrom(subject, 'http', [
      ...statuses(subject),
      ...heads(subject),
      ...methods(subject),
      ...paths(subject),
      ...probes(subject),
    ]),
    ...mutantsFrom(subject, 'shape', contentTypes(subject)),
  ]
}
