/** Judges clients by what they sent: pure, over the journal's observations. */
export { formatScorecards } from './format.ts'
export { gradeDefinitions } from './grades/index.ts'
export { scorecards } from './scorecards.ts'
export type * from './types.ts'
export { gradeVerdicts } from './types.ts'
