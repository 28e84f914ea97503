import type { Evidence, Grade, GradeVerdict, Scorecard } from './types.ts'
import { plural, ranges } from './words.ts'

type Paint = (text: string) => string

/** How to set a text off; picocolors' own object is one. Without it the text is plain. */
export interface ScorecardStyle {
  readonly bold: Paint
  readonly dim: Paint
  readonly green: Paint
  readonly red: Paint
}

const plain: ScorecardStyle = { bold: same, dim: same, green: same, red: same }

function same(text: string): string {
  return text
}

const marks: Readonly<Record<GradeVerdict, string>> = { passed: '✓', failed: '✗', 'left-early': '→', 'not-seen': '·' }

/** The cards for a terminal: a line for each grade, and behind a failed one why it matters and what shows it. Nothing is wrapped. */
export function formatScorecards(cards: readonly Scorecard[], style: ScorecardStyle = plain): string {
  if (cards.length === 0) return 'No requests to judge yet.\n'
  const sections = cards.map((card) => cardLines(card, style).join('\n'))
  return `${[...sections, style.dim(`${marks.passed} passed, ${marks.failed} failed, ${marks['left-early']} left early, ${marks['not-seen']} not seen`)].join('\n\n')}\n`
}

function cardLines({ title, provider, tenant, requests, grades }: Scorecard, style: ScorecardStyle): string[] {
  const who = tenant === undefined ? 'nobody’s requests' : `tenant ${tenant}`
  const failed = grades.filter(({ verdict }) => verdict === 'failed').length
  const passed = grades.filter(({ verdict }) => verdict === 'passed').length
  const result =
    failed > 0 ? style.red(`${failed} failed`) : passed > 0 ? style.green('nothing to blame') : 'nothing to judge'
  return [
    `${style.bold(title)} (${provider}), ${who}: ${plural(requests, 'request')}, ${passed} passed, ${result}`,
    ...grades.flatMap((grade) => gradeLines(grade, style)),
  ]
}

function gradeLines({ verdict, title, why, basis, evidence, findings }: Grade, style: ScorecardStyle): string[] {
  switch (verdict) {
    case 'passed':
      return [`  ${style.green(marks.passed)} ${title}`]
    case 'not-seen':
      return [
        style.dim(`  ${marks['not-seen']} ${title}`),
        ...evidence.map((one) => `      ${evidenceLine(one, style)}`),
      ]
    case 'left-early':
      return [
        `  ${marks['left-early']} ${title}: left early`,
        ...evidence.map((one) => `      ${evidenceLine(one, style)}`),
      ]
    case 'failed': {
      const more = findings - evidence.length
      return [
        `  ${style.red(marks.failed)} ${style.bold(title)}`,
        `      ${why} ${style.dim(`(${basis})`)}`,
        ...evidence.map((one) => `      ${evidenceLine(one, style)}`),
        ...(more > 0 ? [`      and ${more} more like ${more === 1 ? 'this' : 'these'}`] : []),
      ]
    }
  }
}

function evidenceLine({ requests, message }: Evidence, style: ScorecardStyle): string {
  const numbers = requests.length <= 2 ? requests.join(', ') : ranges(requests)
  return `${style.red(`#${numbers}`)}  ${message}`
}
