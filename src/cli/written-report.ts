import {
  type ProviderReport,
  type Report,
  type ReportFormat,
  reporters,
  seenPercent,
  textReporter,
} from '../contract/index.ts'

/** A report in one format. */
export function writeReport(report: Report, format: ReportFormat, { color = false }: { color?: boolean } = {}): string {
  return format === 'text' ? textReporter({ color })(report) : reporters[format](report)
}

/** Whether a provider that was checked showed less than so many percent of what its document declares. */
export function isBelowSeen({ seen }: ProviderReport, minimum: number): boolean {
  return seenPercent(seen) < minimum
}
