/** Which organizations there are when nothing else is asked for, and what can be asked for: least and most, both included. */
export const defaultSeed = 1
export const maxSeed = 0xffff_ffff
export const seedBounds = [0, maxSeed] as const

export const defaultCount = 127
/** More would overflow the identifiers that rise with the index. */
export const maxCount = 10_000_000
export const countBounds = [0, maxCount] as const

/** In seconds; ten years at most. */
export const cursorLifetimeBounds = [1, 315_360_000] as const
