/** How much a change of a provider's answers matters, worst first. */
export const changeSeverities = ['breaking', 'notable', 'harmless'] as const
export type ChangeSeverity = (typeof changeSeverities)[number]
