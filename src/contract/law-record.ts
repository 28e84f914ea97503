import type { Redactor } from './client/secret-redactor.ts'
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

/** Characters of a body that a finding quotes. */
const excerptCharacters = 2_048
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
  readonly redactor: Redactor
  curl(exchange: Exchange): string
  /** Told of each finding that is kept, as soon as it is made. */
  readonly onFinding?: ((finding: Finding) => void) | undefined
}

export function lawRecord(options: LawRecordOptions): LawRecord {
  const { redactor } = options
  const findings: Finding[] = []
  const counts = new Map<string, number>()

  return {
    add(finding, exchange) {
      const count = (counts.get(finding.check) ?? 0) + 1
      counts.set(finding.check, count)
      if (count > findingsPerCheck) return
      const excerpt = exchange === undefined ? '' : redactor.excerpt(exchange.response.body, excerptCharacters)
      const made: Finding = {
        ...finding,
        severity: severityOf(finding, options.isLive),
        message: redactor.text(finding.message),
        promised: redactor.text(finding.promised),
        came: redactor.text(finding.came),
        ...(exchange === undefined ? {} : { exchange: exchange.index, request: options.curl(exchange) }),
        ...(excerpt === '' ? {} : { excerpt }),
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
        ...(problem === undefined ? {} : { reason: redactor.text(reasonOf(problem)) }),
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

function reasonOf(problem: unknown): string {
  if (problem instanceof CouldNotCheck || problem instanceof Skipped) return problem.message
  throw problem
}
