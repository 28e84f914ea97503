import { changeDetail } from '../../shape/index.ts'
import type { Report, Severity } from '../types.ts'
import { clausePlace } from './clause-place.ts'
import { variedFirst } from './finding-order.ts'
import { type RepeatedFinding, repeatedFindings, repetitions } from './repeated-findings.ts'
import { oneLine, visibleText } from './visible-text.ts'
import { plural } from './wording.ts'

/** GitHub shows so many annotations of each kind for a step and drops the rest without a word. */
const shownPerKind = 10

type Kind = 'error' | 'warning' | 'notice'
const kinds: Readonly<Record<Severity, Kind>> = { violation: 'error', drift: 'warning', note: 'notice' }

interface Annotation {
  readonly kind: Kind
  readonly title: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/**
 * Workflow commands that GitHub turns into annotations: ten of each kind at most, first those that tell the most (every provider that
 * could not be checked, then one defect of each check, worst first), and a line that says how many did not fit.
 */
export function githubReporter(report: Report): string {
  const annotations = [
    ...unchecked(report),
    ...changed(report),
    ...variedFirst(repeatedFindings(report.providers)).map(annotationOf),
  ]
  const byKind = (['error', 'warning', 'notice'] as const).map((kind) =>
    annotations.filter((each) => each.kind === kind),
  )
  const shown = byKind.flatMap((each) => each.slice(0, shownPerKind))
  const left = byKind.flatMap((each) => {
    const [first] = each
    return first === undefined || each.length <= shownPerKind ? [] : [plural(each.length - shownPerKind, first.kind)]
  })
  const end =
    left.length === 0 ? [] : [`orgmock: ${left.join(' and ')} not shown as annotations; the other reports have all.`]
  const lines = [...shown.map(command), ...end]
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function unchecked({ providers, skipped = [], interrupted }: Report): readonly Annotation[] {
  const left: Annotation = {
    kind: 'notice',
    title: `${plural(skipped.length, 'provider')} skipped`,
    message: skipped.map(({ provider, reason }) => `${provider}: ${reason}`).join('\n'),
  }
  const stopped: Annotation = {
    kind: 'warning',
    title: 'interrupted',
    message: 'The run was interrupted before its end.',
  }
  return [
    ...(interrupted ? [stopped] : []),
    ...providers
      .filter(({ verdict }) => verdict === 'not-checked')
      .map(
        ({ provider, reason }): Annotation => ({
          kind: 'warning',
          title: `${provider}: not checked`,
          message: reason ?? 'no reason was given',
        }),
      ),
    ...(skipped.length === 0 ? [] : [left]),
  ]
}

/** Changes since the lock that are more than harmless. */
function changed({ providers }: Report): readonly Annotation[] {
  return providers.flatMap(({ provider, document, sinceLock }) =>
    (sinceLock?.changes ?? [])
      .filter(({ severity }) => severity !== 'harmless')
      .map((change) => ({
        kind: change.severity === 'breaking' ? 'error' : 'warning',
        title: `${provider}: ${change.kind} since the lock`,
        message: [change.message, changeDetail(change), `at: ${change.operation} ${change.at}`].map(oneLine).join('\n'),
        ...(document === undefined ? {} : { file: document }),
      })),
  )
}

function annotationOf(defect: RepeatedFinding): Annotation {
  const { provider, law, finding } = defect
  const { severity, check, message, promised, came, basis, at, request } = finding
  const lines = [
    message,
    `promised: ${promised} (${basis})`,
    `came: ${came}`,
    ...(at === undefined || at === '' ? [] : [`at: ${at}`]),
    `law: ${law.scenario}`,
    ...(request === undefined ? [] : [`repeat: ${request}`]),
    ...repetitions(defect).map(([label, text]) => `${label}: ${text}`),
  ]
  return {
    kind: kinds[severity],
    title: `${provider.provider}: ${check}`,
    message: lines.map(oneLine).join('\n'),
    ...placeOf(defect),
  }
}

/** The line of the clause, or the document as a whole. */
function placeOf({ provider, finding }: RepeatedFinding): Pick<Annotation, 'file' | 'line' | 'column'> {
  return clausePlace(finding) ?? (provider.document === undefined ? {} : { file: provider.document })
}

function command({ kind, title, message, file, line, column }: Annotation): string {
  const properties = Object.entries({ file, line, col: column, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join(',')
  return `::${kind} ${properties}::${escapedData(message)}`
}

/** What the runner takes back: https://github.com/actions/toolkit, packages/core/src/command.ts. */
function escapedData(text: string): string {
  return visibleText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
