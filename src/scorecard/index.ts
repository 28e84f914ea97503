/** Judges clients by what they sent: pure, over the journal's observations. */
export type * from './types.ts'
