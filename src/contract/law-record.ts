import type { BodyView } from './body-view.ts'
import { isAtLeast } from './severity.ts'
import {
  CouldNotCheck,
  type Exchange,
  type Finding,
  type Law,
  type LawResult,
  type NewFinding,
  type Severity,
  type Verdict,
} from './types.ts'

/** A thousand times the same defect helps nobody: so many findings of one check are kept for a law. */
const findingsPerCheck = 10

/** Thrown by a law through `context.skip`: the rest cannot be checked here, and that is nobody's fault. */
export class Skipped extends Error {}

/** Thrown by a law through `context.notApplicable`: it has no meaning for this provider. */
export class NotApplicable extends Error {}

/** Collects what is found while one law runs. */
export interface LawRecord {
  add(finding: NewFinding, exchange?: Exchange): void
  result(problem: unknown, requests: number, durationMs: number): LawResult
}

export interface LawRecordOptions {
  readonly law: Law
  readonly isLive: boolean
  readonly failOn: Severity
  /** Puts findings into text, with as much of bodies as may be shown. */
  readonly view: BodyView
  curl(exchange: Exchange): string
  /** Told of each finding that is kept, as soon as it is made. */
  readonly onFinding?: ((finding: Finding) => void) | undefined
}

export function lawRecord(options: LawRecordOptions): LawRecord {
  const { view } = options
  const findings: Finding[] = []
  const counts = new Map<string, number>()

  return {
    add(finding, exchange) {
      const count = (counts.get(finding.check) ?? 0) + 1
      counts.set(finding.check, count)
      if (count > findingsPerCheck) return
      const { message, promised, came, at } = finding
      const made: Finding = {
        ...finding,
        severity: severityOf(finding, options.isLive),
        message: view.text(message),
        promised: view.text(promised),
        came: view.text(came),
        ...(at === undefined ? {} : { at: view.pointer(at) }),
        ...(exchange === undefined ? {} : { exchange: exchange.index, request: options.curl(exchange) }),
        ...(exchange === undefined ? {} : excerptOf(exchange, view)),
      }
      findings.push(made)
      options.onFinding?.(made)
    },
    result(problem, requests, durationMs) {
      const isBroken = findings.some(({ severity }) => isAtLeast(severity, options.failOn))
      const verdict: Verdict = isBroken ? 'broken' : problem === undefined ? 'kept' : 'not-checked'
      const cut = [...counts].filter(([, count]) => count > findingsPerCheck)
      return {
        scenario: options.law.id,
        family: options.law.family,
        title: options.law.title,
        verdict,
        ...(problem === undefined ? {} : { reason: reasonOf(problem, view) }),
        findings: [...findings, ...cut.map(([check, count]) => surplus(findings, check, count))],
        requests,
        durationMs,
      }
    },
  }
}

/** Against a live target only what is documented can be a violation; the rest is worth a note. */
function severityOf({ severity = 'violation', basis }: NewFinding, isLive: boolean): Severity {
  return isLive && basis !== 'documented' ? 'note' : severity
}

function surplus(findings: readonly Finding[], check: string, count: number): Finding {
  const first = findings.find((finding) => finding.check === check) as Finding
  return {
    check,
    severity: 'note',
    basis: first.basis,
    message: `${count - findingsPerCheck} more findings of ${check} are not listed`,
    promised: first.promised,
    came: `${count} findings in all`,
  }
}

function excerptOf({ response, json }: Exchange, view: BodyView): Pick<Finding, 'excerpt'> {
  const excerpt = view.excerpt(response.body, json.ok ? json : undefined)
  return excerpt === undefined ? {} : { excerpt }
}

function reasonOf(problem: unknown, view: BodyView): string {
  if (problem instanceof CouldNotCheck) return view.text(problem.words)
  if (problem instanceof Skipped) return problem.message
  throw problem
}
