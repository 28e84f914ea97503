import type { Basis } from '../spec/index.ts'

/** Where an expectation may come from, the firmest first. */
export const bases = ['documented', 'observed', 'assumed'] as const satisfies readonly Basis[]

/** Whether an expectation is as firm as what is required. */
export function isAsFirm(basis: Basis, required: Basis): boolean {
  return bases.indexOf(basis) <= bases.indexOf(required)
}
