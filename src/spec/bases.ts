import type { Basis } from './types.ts'

/** Where an expectation may come from, the firmest first. */
export const bases = ['documented', 'observed', 'assumed'] as const satisfies readonly Basis[]
