import { families } from '../families.ts'
import type { Family, ProviderReport, Report, Severity, Verdict } from '../types.ts'
import { breaks, placedFindings } from './finding-order.ts'
import { plural, verdictWords } from './wording.ts'

/** One law, or one check, for one provider. */
export interface Mark {
  readonly id: string
  readonly verdict: Verdict
  /** One line: id, verdict and why. */
  readonly title: string
}

/** One family of laws: a cell for each provider, in the report's order. */
export interface MatrixRow {
  readonly family: Family
  readonly cells: readonly MatrixCell[]
}

export interface MatrixCell {
  readonly marks: readonly Mark[]
  /** What the marks come to, such as `12 kept, 1 broken`; empty when there are none. */
  readonly phrase: string
}

/** Judged on every reply of every law, so that no law of their own tells that they were kept. */
const judgedOnEveryReply: readonly Family[] = ['shape', 'wire', 'envelope']

/** Families by providers; families that nothing was asked of are left out. */
export function lawMatrix({ providers, failOn }: Report): readonly MatrixRow[] {
  return families
    .map((family) => ({ family, cells: providers.map((provider) => cellOf(provider, family, failOn)) }))
    .filter(({ cells }) => cells.some(({ marks }) => marks.length > 0))
}

function cellOf(provider: ProviderReport, family: Family, failOn: Severity): MatrixCell {
  const laws = provider.scenarios
    .filter((law) => law.family === family)
    .map(({ scenario, title, verdict, reason, findings }) => ({
      id: scenario,
      verdict,
      title: `${scenario}: ${verdictWords[verdict]}. ${verdict === 'not-checked' ? (reason ?? title) : title}${
        findings.length === 0 ? '' : ` (${plural(findings.length, 'finding')})`
      }`,
    }))
  const marks = judgedOnEveryReply.includes(family) ? [...checksOf(provider, family, failOn), ...laws] : laws
  const isKeptThroughout = laws.length === 0 && marks.length > 0 && marks.every(({ verdict }) => verdict === 'kept')
  return { marks, phrase: isKeptThroughout ? keptThroughout(provider) : phraseOf(marks) }
}

function phraseOf(marks: readonly Mark[]): string {
  return (['kept', 'broken', 'not-checked'] as const)
    .map((wanted) => [marks.filter(({ verdict }) => verdict === wanted).length, verdictWords[wanted]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')
}

function keptThroughout({ requests }: ProviderReport): string {
  return `kept over ${plural(requests, 'request')}`
}

function checksOf(provider: ProviderReport, family: Family, failOn: Severity): readonly Mark[] {
  const placed = placedFindings({ providers: [provider] }).filter(({ finding }) =>
    finding.check.startsWith(`${family}/`),
  )
  const marks = [...new Set(placed.map(({ finding }) => finding.check))].map((id): Mark => {
    const found = placed.filter(({ finding }) => finding.check === id)
    const verdict = found.some((each) => breaks(each, failOn)) ? 'broken' : 'kept'
    return { id, verdict, title: `${id}: ${verdictWords[verdict]} (${plural(found.length, 'finding')})` }
  })
  if (marks.some(({ verdict }) => verdict === 'broken') || provider.requests === 0) return marks
  if (!provider.scenarios.some(({ verdict }) => verdict !== 'not-checked')) return marks
  return [{ id: family, verdict: 'kept', title: `${family}: ${keptThroughout(provider)}` }, ...marks]
}
