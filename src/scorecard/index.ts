/** Judges clients by what they sent: pure, over the journal's observations. */
export { formatScorecards } from './format.ts'
export { scorecards } from './scorecards.ts'
export type * from './types.ts'
