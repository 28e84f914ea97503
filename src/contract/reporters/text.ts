import { call, options, truth, wanted, wholeNumber } from '../../options/index.ts'
import { changeLines } from '../../shape/index.ts'
import { grouped } from '../grouped.ts'
import type { ProviderReport, Report, Reporter } from '../types.ts'
import { clausePlace, placePhrase } from './clause-place.ts'
import { lawMatrix } from './law-matrix.ts'
import { changesOf, lockPhrase, notLookedAt } from './lock-words.ts'
import { type RepeatedFinding, repeatedFindings, repetitions } from './repeated-findings.ts'
import { type Colors, terminalColors } from './terminal-colors.ts'
import { oneLine } from './visible-text.ts'
import {
  bodiesPhrase,
  conformancePhrase,
  durationPhrase,
  errataRemark,
  findingsPhrase,
  lawsPhrase,
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

export interface TextOptions {
  /** Whether to write ANSI colours, default not; the caller knows the terminal, NO_COLOR and FORCE_COLOR. */
  readonly color?: boolean | undefined
  /** Width of the terminal: the table of laws fits into it. Default: as wide as it needs. */
  readonly columns?: number | undefined
}

type Lines = readonly string[]

/** The summary for a terminal or a log: what a person reads first. Every line stands for itself; nothing is wrapped. */
export const textReporter = call(
  'textReporter',
  [wanted(options<TextOptions>({ color: truth, columns: wholeNumber(1, 1_000_000) }))],
  colored,
)

function colored({ color = false, columns = Number.POSITIVE_INFINITY }: TextOptions): Reporter {
  const colors = terminalColors(color)
  return function text(report) {
    const sections = [
      [...causeLines(report, colors), heading(report)],
      [...report.providers.flatMap((provider) => providerLines(provider, colors)), ...skippedLines(report, colors)],
      report.providers.some(isJudged) ? matrixLines(report, colors, columns) : [],
      ...findingBlocks(report, colors),
      lockLines(report, colors),
      uncheckedLines(report, colors),
      [colors.verdict(overallVerdict(report))(`${overallSentence(report)}.`), ...remarks(report, colors)],
    ]
    return `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`
  }
}

function remarks(report: Report, colors: Colors): Lines {
  const isAnyJudged = report.providers.some(isJudged)
  const phrases = [relaxedPhrase(report), errataRemark(report), isAnyJudged ? bodiesPhrase(report) : undefined]
  return phrases.filter((phrase) => phrase !== undefined).map(colors.dim)
}

/** Whether anything can be said of a provider: a law came to a verdict, or something was found. */
function isJudged({ scenarios }: ProviderReport): boolean {
  return scenarios.some(({ verdict, findings }) => verdict !== 'not-checked' || findings.length > 0)
}

/** What keeps a provider from being checked comes before all else. */
function causeLines({ providers }: Report, colors: Colors): Lines {
  return providers.flatMap(({ provider, verdict, reason }) =>
    reason === undefined ? [] : [`${colors.verdict(verdict)(safe(provider))}: ${safe(reason)}`],
  )
}

function heading(report: Report): string {
  const { tool, target, durationMs, interrupted } = report
  const end = interrupted ? 'interrupted after' : 'in'
  return `${tool.name} ${tool.version} checked ${safe(target)} (${readingPhrase(report)}) ${end} ${durationPhrase(durationMs)}`
}

function providerLines(provider: ProviderReport, colors: Colors): Lines {
  const { verdict, seen } = provider
  const color = colors.verdict(verdict)
  const found = isJudged(provider) ? `, ${findingsPhrase(provider)}` : ''
  const title = `${color(verdictMarks[verdict])} ${colors.bold(safe(provider.title))} (${safe(provider.provider)}): ${color(verdictWords[verdict])}${found}`
  const little = sawLittle(seen)
  // Why a provider was not checked is said above all else.
  if (!isJudged(provider)) return [title]
  const details = [
    `laws     ${lawsPhrase(provider)}; ${plural(provider.requests, 'request')}`,
    `bodies   ${safe(conformancePhrase(provider))}`,
    `seen     ${seenPhrase(seen)} of what the document declares${little === undefined ? '' : colors.warning(`; ${little}`)}`,
  ]
  return [title, ...details.map((line) => `    ${line}`)]
}

function skippedLines({ skipped = [] }: Report, colors: Colors): Lines {
  return skipped.flatMap(({ provider, title, reason }) => [
    `${verdictMarks['not-checked']} ${colors.bold(safe(title))} (${safe(provider)}): skipped`,
    `    reason   ${safe(reason)}`,
  ])
}

/** The providers side by side, as many as the width takes; the others below. */
function matrixLines(report: Report, colors: Colors, columns: number): Lines {
  const rows = lawMatrix(report)
  if (rows.length === 0) return []
  const names = report.providers.map(({ provider }) => safe(provider))
  const widths = names.map((name, i) => Math.max(name.length, ...rows.map(({ cells }) => cells[i]?.marks.length ?? 0)))
  const first = Math.max(...rows.map(({ family }) => family.length), 'laws'.length)
  const blocks: number[][] = []
  let room = 0
  for (const [i, width] of widths.entries()) {
    room -= width + 2
    if (room < 0) {
      blocks.push([])
      room = columns - first - width - 2
    }
    blocks.at(-1)?.push(i)
  }
  const lines = blocks.flatMap((block) => [
    colors.bold(['laws'.padEnd(first), ...block.map((i) => names[i]?.padEnd(widths[i] ?? 0))].join('  ').trimEnd()),
    ...rows.map(({ family, cells }) => {
      const cellTexts = block.map((i) => {
        const marks = cells[i]?.marks ?? []
        const padding = ' '.repeat((widths[i] ?? 0) - marks.length)
        return marks.map(({ verdict }) => colors.verdict(verdict)(verdictMarks[verdict])).join('') + padding
      })
      return [family.padEnd(first), ...cellTexts].join('  ').trimEnd()
    }),
  ])
  const legend = (['kept', 'broken', 'not-checked'] as const).map((v) => `${verdictMarks[v]} ${verdictWords[v]}`)
  return [...lines, colors.dim(`(${legend.join(', ')}; one mark for each law)`)]
}

function findingBlocks({ providers }: Report, colors: Colors): readonly Lines[] {
  return repeatedFindings(providers).map((defect) => findingLines(defect, colors))
}

function findingLines(defect: RepeatedFinding, colors: Colors): Lines {
  const { provider, law, finding } = defect
  const { severity, check, message } = finding
  const place = `${safe(provider.provider)}, ${safe(law.scenario)}`
  return [
    `${colors.severity(severity)(severity)}  ${colors.bold(safe(check))}  ${colors.dim(`(${place})`)}`,
    `    ${safe(message)}`,
    ...details(defect).map(([label, value]) => `    ${colors.dim(label.padEnd(8))} ${value}`),
  ]
}

function details(defect: RepeatedFinding): readonly (readonly [label: string, value: string])[] {
  const { finding } = defect
  const { promised, came, basis, at, clause, erratum, request } = finding
  const place = clausePlace(finding)
  const clauseParts = [place === undefined ? undefined : safe(placePhrase(place)), clause && `#${safe(clause)}`]
  const clauseText = clauseParts.filter((part) => part !== undefined && part !== '').join('  ')
  return [
    ['promised', `${safe(promised)} (${basis})`],
    ['came', safe(came)],
    ...(at === undefined ? [] : [['at', at === '' ? 'the whole body' : safe(at)] as const]),
    ...(clauseText === '' ? [] : [['clause', clauseText] as const]),
    ...(erratum === undefined ? [] : [['erratum', safe(erratum)] as const]),
    ...(request === undefined ? [] : [['repeat', safe(request)] as const]),
    ...repetitions(defect).map(([label, text]) => [label, safe(text)] as const),
  ]
}

/** Changes since the lock that matter, and what else there is in a line. */
function lockLines(report: Report, colors: Colors): Lines {
  const phrase = lockPhrase(report)
  if (phrase === undefined) return []
  const unseen = notLookedAt(report)
  return [
    colors.bold(safe(phrase)),
    ...changesOf(report).flatMap((change) => changeLines([change]).map(safe)),
    ...(unseen.length === 0 ? [] : [colors.dim(`not looked at: ${safe(unseen.join('; '))}`)]),
  ]
}

function uncheckedLines({ providers }: Report, colors: Colors): Lines {
  const unchecked = providers.flatMap(({ provider, reason: ofProvider, scenarios }) =>
    scenarios
      .filter(({ verdict, reason }) => verdict === 'not-checked' && (reason === undefined || reason !== ofProvider))
      .map(({ scenario, reason }) => ({ provider, scenario, reason: reason ?? 'no reason was given' })),
  )
  if (unchecked.length === 0) return []
  return [
    colors.bold('not checked'),
    ...grouped(unchecked, ({ provider, reason }) => JSON.stringify([provider, reason])).map((laws) => {
      const [{ provider, reason }] = laws
      return `    ${safe(provider)}: ${laws.map(({ scenario }) => safe(scenario)).join(', ')}: ${safe(reason)}`
    }),
  ]
}

/**
 * One line that steers neither a terminal nor a build log: GitHub's runner obeys `##[command]` anywhere in a line, and `::command`
 * where the first sign of a line stands.
 */
function safe(text: string): string {
  return oneLine(text)
    .replaceAll('##[', '##\\[')
    .replace(/^(\s*)::/, '$1\\::')
}
