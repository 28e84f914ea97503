/** Families of laws and checks, in the order in which reports show them. */
export const families = ['shape', 'wire', 'envelope', 'authentication', 'pagination', 'query', 'http', 'seen'] as const

export type Family = (typeof families)[number]
