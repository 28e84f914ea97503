import type { Edition } from './types.ts'

/** Every edition; the first is the default. */
export const editions = ['documents', 'latest'] as const satisfies readonly Edition[]
