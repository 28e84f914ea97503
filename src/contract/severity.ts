/** How bad a finding is, the worst first. */
export const severities = ['violation', 'drift', 'note'] as const

export type Severity = (typeof severities)[number]

/** Whether a severity is as bad as the threshold or worse. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold)
}
