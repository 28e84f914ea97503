import { type Needed, oneOf, type Shape } from '../options/index.ts'
import { type Basis, bases } from '../spec/index.ts'

/** Of a rule: a contract with types must have it, and one without may leave it out. */
export const basisOption = oneOf(bases) as Shape<Basis> & Needed

/** A contract without types may leave the basis out: it is assumed then. */
export function basisOf(rule: { readonly basis?: Basis }): Basis {
  return rule.basis ?? 'assumed'
}

/** Whether an expectation is as firm as what is required. */
export function isAsFirm(basis: Basis, required: Basis): boolean {
  return bases.indexOf(basis) <= bases.indexOf(required)
}
