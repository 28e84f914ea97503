import { bases } from '../../spec/index.ts'
import { isAtLeast, severities } from '../severity.ts'
import type { Finding, LawResult, ProviderReport, Report, Severity } from '../types.ts'

/** A finding with the law and the provider that it was found in. */
export interface PlacedFinding {
  readonly provider: ProviderReport
  readonly law: LawResult
  readonly finding: Finding
}

/** Every finding of a report in the order of the run. */
export function placedFindings({ providers }: Pick<Report, 'providers'>): readonly PlacedFinding[] {
  return providers.flatMap((provider) =>
    provider.scenarios.flatMap((law) => law.findings.map((finding) => ({ provider, law, finding }))),
  )
}

/** Worst first: by severity, then by basis, then in the order of the run. */
export function worstFirst(placed: readonly PlacedFinding[]): readonly PlacedFinding[] {
  return [...placed].sort(
    ({ finding: a }, { finding: b }) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      bases.indexOf(a.basis) - bases.indexOf(b.basis),
  )
}

/** Whether a finding is a reason why its law counts as broken. */
export function breaks({ finding }: Pick<PlacedFinding, 'finding'>, failOn: Severity): boolean {
  return isAtLeast(finding.severity, failOn)
}

/** Keeps the order, but lets the first finding of each check come before any second one: ten places show ten defects. */
export function variedFirst<Placed extends PlacedFinding>(placed: readonly Placed[]): readonly Placed[] {
  const counts = new Map<string, number>()
  const numbered = placed.map((each) => {
    const key = `${each.finding.severity} ${each.provider.provider} ${each.finding.check}`
    const number = counts.get(key) ?? 0
    counts.set(key, number + 1)
    return { each, number }
  })
  return numbered.sort((a, b) => a.number - b.number).map(({ each }) => each)
}
