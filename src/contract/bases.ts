import { type Basis, bases } from '../spec/index.ts'

/** A contract without types may leave the basis out: it is assumed then. */
export function basisOf(rule: { readonly basis?: Basis }): Basis {
  return rule.basis ?? 'assumed'
}

/** Whether an expectation is as firm as what is required. */
export function isAsFirm(basis: Basis, required: Basis): boolean {
  return bases.indexOf(basis) <= bases.indexOf(required)
}
