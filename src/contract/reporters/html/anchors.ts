import type { ProviderReport } from '../../types.ts'
import { repeatedFindings } from '../repeated-findings.ts'

/** Where the page tells of the provider at this place of the report. */
export function providerAnchor(index: number): string {
  return `p${index + 1}`
}

/** Where the page tells of a defect of a provider. */
export function defectAnchor(provider: string, index: number): string {
  return `${provider}-${index + 1}`
}

/** Where the page tells of the first defect that a law found, or undefined when it found none. */
export function lawAnchor(provider: ProviderReport, index: number, law: string): string | undefined {
  const found = repeatedFindings([provider]).findIndex((defect) =>
    [defect, ...defect.others].some((placed) => placed.law.scenario === law),
  )
  return found === -1 ? undefined : defectAnchor(providerAnchor(index), found)
}
