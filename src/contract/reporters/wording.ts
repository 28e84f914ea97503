import { isAsFirm } from '../bases.ts'
import { seenPercent } from '../seen.ts'
import { severities } from '../severity.ts'
import type { ProviderReport, Report, Seen, Severity, Verdict } from '../types.ts'

/** How the formats say things, so that all of them say the same. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  kept: 'kept',
  broken: 'broken',
  'not-checked': 'not checked',
}

/** Never by colour alone. */
export const verdictMarks: Readonly<Record<Verdict, string>> = { kept: '✓', broken: '✗', 'not-checked': '–' }

/** What a severity means for the reader. */
export const severityMeanings: Readonly<Record<Severity, string>> = {
  violation: 'a promise is broken',
  drift: 'the server has moved on from its document; nothing that was promised is broken',
  note: 'worth knowing; the expectation is not documented, or nothing depends on it',
}

/** Below this share the run is too small to say much about a provider. */
const littleSeen = 0.5

/** The worst verdict of all providers and of the comparison with the lock; a run without any has checked nothing. */
export function overallVerdict({ providers, lock }: Report): Verdict {
  const verdicts = [...providers, ...(lock === undefined ? [] : [lock])].map(({ verdict }) => verdict)
  if (verdicts.includes('broken')) return 'broken'
  return providers.length === 0 || verdicts.includes('not-checked') ? 'not-checked' : 'kept'
}

/** Such as `2 of 4 providers broke their contract, 1 could not be checked`. */
export function overallSentence({ providers, interrupted, skipped = [], lock }: Report): string {
  if (providers.length === 0) return 'No provider was checked'
  const of = (wanted: Verdict) => providers.filter(({ verdict }) => verdict === wanted).length
  const [broken, unchecked, all] = [of('broken'), of('not-checked'), providers.length]
  const left = skipped.length === 0 ? '' : `, ${skipped.length} skipped`
  const tail = `${unchecked === 0 ? '' : `, ${unchecked} could not be checked`}${left}`
  const changed = lock?.verdict === 'broken' ? ', and answers have changed since the lock' : ''
  const end = `${tail}${changed}${interrupted ? ' (interrupted)' : ''}`
  if (broken > 0)
    return `${broken} of ${plural(all, 'provider')} broke ${broken === 1 ? 'its' : 'their'} contract${end}`
  if (unchecked === all)
    return `${all === 1 ? 'The provider could not' : `None of ${all} providers could`} be checked${left}${interrupted ? ' (interrupted)' : ''}`
  return `${all - unchecked} of ${plural(all, 'provider')} kept ${all - unchecked === 1 ? 'its' : 'their'} contract${end}`
}

/** What to do to see more of the server's bodies; undefined when all is shown. */
export function bodiesPhrase({ bodies }: Pick<Report, 'bodies'>): string | undefined {
  if (bodies === undefined) return undefined
  return bodies === 'none'
    ? 'Values of bodies are left out; --bodies full shows them.'
    : 'Texts of bodies are masked, but for those that the document declares; --bodies full shows them.'
}

/** How many rules are broken that are too weak to count, and how to make them count; undefined when there are none. */
export function relaxedPhrase({
  requireBasis,
  providers,
}: Pick<Report, 'requireBasis' | 'providers'>): string | undefined {
  if (requireBasis === undefined) return undefined
  const broken = providers.flatMap(({ provider, scenarios }) =>
    scenarios.flatMap(({ findings }) =>
      findings
        .filter(({ basis }) => !isAsFirm(basis, requireBasis))
        .map(({ check, basis }) => ({ rule: `${provider} ${check}`, basis })),
    ),
  )
  if (broken.length === 0) return undefined
  const rules = new Set(broken.map(({ rule }) => rule)).size
  const weakest = broken.some(({ basis }) => basis === 'assumed') ? 'assumed' : 'observed'
  return `${plural(rules, 'broken rule')} ${rules === 1 ? 'is a note' : 'are notes'} only, being no more than ${weakest}; --require-basis ${weakest} makes ${rules === 1 ? 'it' : 'them'} count.`
}

/** How many findings of each severity a provider has, over all laws. */
export function findingCounts({ scenarios }: ProviderReport): Readonly<Record<Severity, number>> {
  const counts = { violation: 0, drift: 0, note: 0 }
  for (const { findings } of scenarios) for (const { severity } of findings) counts[severity] += 1
  return counts
}

/** Such as `3 violations, 1 note`; `no findings` when there are none. */
export function findingsPhrase(provider: ProviderReport): string {
  const counts = findingCounts(provider)
  const parts = severities.flatMap((severity) =>
    counts[severity] === 0 ? [] : [plural(counts[severity], severity, severity === 'drift' ? 'drifts' : undefined)],
  )
  return parts.length === 0 ? 'no findings' : parts.join(', ')
}

/** Such as `38 laws: 33 kept, 2 broken, 3 not checked`. */
export function lawsPhrase({ scenarios }: ProviderReport): string {
  const parts = (['kept', 'broken', 'not-checked'] as const).flatMap((wanted) => {
    const count = scenarios.filter(({ verdict }) => verdict === wanted).length
    return count === 0 ? [] : [`${count} ${verdictWords[wanted]}`]
  })
  return `${plural(scenarios.length, 'law')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`
}

/** Such as `96 conform, 14 conform with E-CF-001 repaired, 2 violate`. */
export function conformancePhrase({ conformance }: ProviderReport): string {
  const { conforms, underErrata, violates } = conformance
  const parts = [
    `${conforms} ${conforms === 1 ? 'conforms' : 'conform'}`,
    ...Object.entries(underErrata).map(
      ([errata, n]) => `${n} ${n === 1 ? 'conforms' : 'conform'} with ${errataPhrase(errata)} repaired`,
    ),
    ...(violates === 0 ? [] : [`${violates} ${violates === 1 ? 'violates' : 'violate'}`]),
  ]
  return parts.join(', ')
}

/** What the errata are that bodies needed, and where to read of them; undefined where no body needed one. */
export function errataRemark({ providers }: Pick<Report, 'providers'>): string | undefined {
  const ids = providers.flatMap(({ conformance }) =>
    Object.keys(conformance.underErrata).flatMap((key) => key.split(' ')),
  )
  const [first] = ids
  if (first === undefined) return undefined
  const named = [...new Set(ids)].sort().join(', ')
  return `Known defects of the documents, repaired before bodies were judged: ${named}. orgmock explain ${first} says what is wrong.`
}

/** Such as `E-CF-001 and E-CF-004`, from the ids as a report joins them. */
export function errataPhrase(ids: string): string {
  return ids.split(' ').join(' and ')
}

/** Such as `71 of 94 (75 %)`. */
export function seenPhrase(seen: Seen): string {
  return seen.total === 0 ? 'nothing to see' : `${seen.witnessed} of ${seen.total} (${seenPercent(seen)} %)`
}

/** A warning when a run saw so little that a kept contract means little, or undefined. */
export function sawLittle({ witnessed, total }: Seen): string | undefined {
  return total > 0 && witnessed / total < littleSeen ? 'this run saw little, so that it says little' : undefined
}

/** Such as `1 law`, `2 laws`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`
}

/** Such as `repaired reading`, and where a run is stricter than usual, `repaired reading, failing on drift`. */
export function readingPhrase({ reading, failOn }: Pick<Report, 'reading' | 'failOn'>): string {
  return failOn === 'violation' ? `${reading} reading` : `${reading} reading, failing on ${failOn}`
}

/** Such as `840 ms`, `3.2 s`, `2 min 5 s`. */
export function durationPhrase(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
