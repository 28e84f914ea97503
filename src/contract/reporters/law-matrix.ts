import { everyReplyFamilies, families, isAboutEveryReply } from '../families.ts'
import type { Family, LawResult, ProviderReport, Report, Severity, Verdict } from '../types.ts'
import { breaks, type PlacedFinding, placedFindings } from './finding-order.ts'
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
        ownCount(findings) === 0 ? '' : ` (${plural(ownCount(findings), 'finding')})`
      }`,
    }))
  const marks = [...checksOf(provider, failOn).filter((check) => check.family === family), ...laws]
  const isKeptThroughout = laws.length === 0 && marks.length > 0 && marks.every(({ verdict }) => verdict === 'kept')
  return { marks, phrase: isKeptThroughout ? keptThroughout(provider) : phraseOf(marks) }
}

/** Findings about replies as such have marks of their own. */
function ownCount(findings: LawResult['findings']): number {
  return findings.filter(({ check }) => !isAboutEveryReply(check)).length
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

/** A check that judged every reply, with what it found; a family without a broken check is one of its own, which is kept. */
export interface CheckMark extends Mark {
  readonly family: Family
  readonly found: readonly PlacedFinding[]
}

/** What judged every reply of a provider: no law tells that it was kept. */
export function checksOf(provider: ProviderReport, failOn: Severity): readonly CheckMark[] {
  const all = placedFindings({ providers: [provider] })
  return everyReplyFamilies.flatMap((family) => {
    const ofFamily = all.filter(({ finding }) => finding.check.startsWith(`${family}/`))
    const marks = [...new Set(ofFamily.map(({ finding }) => finding.check))].map((id): CheckMark => {
      const found = ofFamily.filter(({ finding }) => finding.check === id)
      const verdict = found.some((each) => breaks(each, failOn)) ? 'broken' : 'kept'
      return {
        id,
        family,
        verdict,
        found,
        title: `${id}: ${verdictWords[verdict]} (${plural(found.length, 'finding')})`,
      }
    })
    if (marks.some(({ verdict }) => verdict === 'broken') || provider.requests === 0) return marks
    if (!provider.scenarios.some(({ verdict }) => verdict !== 'not-checked')) return marks
    const title = `${family}: ${keptThroughout(provider)}`
    return [{ id: family, family, verdict: 'kept', found: [], title } satisfies CheckMark, ...marks]
  })
}
