import type { Equivalent, Mutant, Subject } from '../types.ts'
import { schemaMutants } from './schema.ts'

/** All mutants of one provider, and the defects that nothing can see. */
export function mutantsOf(subject: Subject): { mutants: readonly Mutant[]; equivalents: readonly Equivalent[] } {
  const schema = schemaMutants(subject)
  return { mutants: [...schema.mutants], equivalents: schema.equivalents }
}
