export const defaultSeed = 1
export const defaultCount = 127
export const maxSeed = 0xffff_ffff
