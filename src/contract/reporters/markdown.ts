import { changeDetail } from '../../shape/index.ts'
import type { Finding, ProviderReport, Report } from '../types.ts'
import { clausePlace, placePhrase } from './clause-place.ts'
import { placedFindings } from './finding-order.ts'
import { changesOf, lockPhrase, notLookedAt } from './lock-words.ts'
import { codeBlock, codeSpan, prose } from './markdown-text.ts'
import { type RepeatedFinding, repeatedFindings, repetitions } from './repeated-findings.ts'
import {
  bodiesPhrase,
  conformancePhrase,
  durationPhrase,
  findingCounts,
  overallSentence,
  overallVerdict,
  plural,
  readingPhrase,
  relaxedPhrase,
  sawLittle,
  seenPhrase,
  verdictMarks,
  verdictWords,
} from './wording.ts'

/** GitHub refuses a job summary of more than 1 MiB for a step; some room is left for what else the step writes there. */
const maxBytes = 1_000_000

/** A job summary: a table of the providers, then each finding folded up, worst first, as many as fit. */
export function markdownReporter(report: Report): string {
  const head = [
    `## ${verdictMarks[overallVerdict(report)]} ${overallSentence(report)}`,
    `${report.tool.name} ${prose(report.tool.version)} · target ${codeSpan(report.target)} · ${readingPhrase(report)} · ${durationPhrase(report.durationMs)}`,
    ...(report.interrupted ? ['**Interrupted: what follows is what was done until then.**'] : []),
    ...(report.providers.length === 0 ? [] : [table(report)]),
    ...sinceLock(report),
    ...unchecked(report),
  ]
  const phrases = [relaxedPhrase(report), bodiesPhrase(report)].filter((phrase) => phrase !== undefined)
  const defects = repeatedFindings(report.providers)
  const findings = placedFindings(report).length
  const blocks = fitting(defects.map(details), maxBytes - bytes(head.join('\n\n')) - 200)
  const left = defects.length - blocks.length
  return `${[
    ...head,
    ...(findings === 0 ? [] : [`### ${plural(findings, 'finding')}`]),
    ...blocks,
    ...phrases.map(prose),
    ...(left === 0 ? [] : [`**${plural(left, 'more defect')} did not fit here; the other reports have all.**`]),
  ].join('\n\n')}\n`
}

/** The first blocks that fit into so many bytes together, empty lines between them included. */
function fitting(blocks: readonly string[], room: number): readonly string[] {
  let used = 0
  const end = blocks.findIndex((block) => {
    used += bytes(block) + 2
    return used > room
  })
  return end === -1 ? blocks : blocks.slice(0, end)
}

function bytes(text: string): number {
  return Buffer.byteLength(text)
}

function table({ providers }: Report): string {
  const rows = providers.map((provider) => {
    const { violation, drift, note } = findingCounts(provider)
    const cells = [
      `**${prose(provider.title)}** (${prose(provider.provider)})`,
      `${verdictMarks[provider.verdict]} ${verdictWords[provider.verdict]}`,
      ...[violation, drift, note, keptLaws(provider)],
      provider.requests === 0 ? '–' : prose(conformancePhrase(provider)),
      provider.requests === 0 ? '–' : seenText(provider),
      provider.requests,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| Provider | Verdict | Violations | Drift | Notes | Laws kept | Bodies | Seen | Requests |',
    '| --- | --- | ---: | ---: | ---: | ---: | --- | --- | ---: |',
    ...rows,
  ].join('\n')
}

function seenText({ seen }: ProviderReport): string {
  const little = sawLittle(seen)
  return little === undefined ? seenPhrase(seen) : `${seenPhrase(seen)}; ${little}`
}

function keptLaws({ scenarios }: ProviderReport): string {
  return `${scenarios.filter(({ verdict }) => verdict === 'kept').length} of ${scenarios.length}`
}

function unchecked({ providers, skipped = [] }: Report): readonly string[] {
  const left = skipped.map(({ provider, reason }) => `- ${codeSpan(provider)} (skipped): ${prose(reason)}`)
  const others = providers.flatMap(({ provider, verdict, reason, scenarios }) => [
    ...(reason === undefined ? [] : [`- ${codeSpan(provider)} (${verdictWords[verdict]}): ${prose(reason)}`]),
    ...scenarios
      .filter((law) => law.verdict === 'not-checked' && law.reason !== reason)
      .map(
        ({ scenario, reason: why = 'no reason was given' }) =>
          `- ${codeSpan(provider)} ${codeSpan(scenario)}: ${prose(why)}`,
      ),
  ])
  const lines = [...left, ...others]
  if (lines.length === 0) return []
  return [
    `<details><summary>${plural(lines.length, 'thing')} not checked</summary>\n\n${lines.join('\n')}\n\n</details>`,
  ]
}

/** The most lines of changes: the rest is counted. */
const mostChanges = 200

function sinceLock(report: Report): readonly string[] {
  const phrase = lockPhrase(report)
  if (phrase === undefined) return []
  const changes = changesOf(report)
  const lines = changes
    .slice(0, mostChanges)
    .map(
      (change) =>
        `- **${change.severity}** ${prose(change.provider)}: ${prose(change.message)} (${prose(changeDetail(change))}), at ${codeSpan(`${change.operation} ${change.at}`)}`,
    )
  const more = changes.length > mostChanges ? [`- ${plural(changes.length - mostChanges, 'more change')}`] : []
  const unseen = notLookedAt(report)
  return [
    `### ${prose(phrase)}`,
    ...(lines.length === 0 ? [] : [[...lines, ...more].join('\n')]),
    ...(unseen.length === 0 ? [] : [`Not looked at: ${unseen.map(codeSpan).join(', ')}`]),
  ]
}

function details(defect: RepeatedFinding): string {
  const { provider, law, finding } = defect
  const { severity, check, message, request, excerpt } = finding
  const summary = `<b>${severity}</b> ${prose(provider.provider)}: ${prose(message)} (<code>${prose(check)}</code>)`
  return [
    `<details><summary>${summary}</summary>`,
    [
      `- law ${codeSpan(law.scenario)}: ${prose(law.title)}`,
      ...facts(finding),
      ...repetitions(defect).map(([label, text]) => `- ${label}: ${prose(text)}`),
    ].join('\n'),
    ...(request === undefined ? [] : [codeBlock(request, 'sh')]),
    ...(excerpt === undefined ? [] : [codeBlock(excerpt)]),
    '</details>',
  ].join('\n\n')
}

function facts(finding: Finding): readonly string[] {
  const { promised, came, basis, at, clause, erratum } = finding
  const place = clausePlace(finding)
  const written = [
    place === undefined ? '' : codeSpan(placePhrase(place)),
    clause === undefined ? '' : codeSpan(`#${clause}`),
  ]
  const clauseText = written.filter((part) => part !== '').join(' ')
  return [
    `- promised (${basis}): ${prose(promised)}`,
    `- came: ${prose(came)}`,
    ...(at === undefined ? [] : [`- at ${at === '' ? 'the whole body' : codeSpan(at)}`]),
    ...(clauseText === '' ? [] : [`- clause ${clauseText}`]),
    ...(erratum === undefined ? [] : [`- erratum ${codeSpan(erratum)}`]),
  ]
}
