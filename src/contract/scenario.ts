import type { Redactor } from './client/redactor.ts'
import {
  CouldNotCheck,
  type Exchange,
  type Family,
  type Finding,
  type NewFinding,
  type ScenarioResult,
  type Severity,
  type Verdict,
} from './types.ts'

/** Severities from which on a provider counts as broken, mildest last. */
export const severities: readonly Severity[] = ['violation', 'drift', 'note']

/** Families of laws, in the order in which reports show them. */
export const families: readonly Family[] = [
  'shape',
  'wire',
  'envelope',
  'authentication',
  'pagination',
  'query',
  'http',
  'seen',
]

/** Characters of a body that a finding quotes. */
const excerptCharacters = 2_048
/** A thousand times the same defect helps nobody: so many findings of one check are kept for a scenario. */
const findingsPerCheck = 10

/** Thrown by a law through `context.skip`: the rest cannot be checked here, and that is nobody's fault. */
export class Skipped extends Error {}

/** Thrown by a law through `context.notApplicable`: it has no meaning for this provider. */
export class NotApplicable extends Error {}

/** Collects what one scenario finds. */
export interface ScenarioRecord {
  add(finding: NewFinding, exchange?: Exchange): void
  result(problem: unknown, requests: number, durationMs: number): ScenarioResult
}

export interface RecordOptions {
  readonly id: string
  readonly family: Family
  readonly title: string
  readonly isLive: boolean
  readonly failOn: Severity
  readonly redactor: Redactor
  curl(exchange: Exchange): string
  /** Told of each finding that is kept, as soon as it is made. */
  readonly onFinding?: ((finding: Finding) => void) | undefined
}

export function scenarioRecord(options: RecordOptions): ScenarioRecord {
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
        scenario: options.id,
        family: options.family,
        title: options.title,
        verdict,
        ...(problem === undefined ? {} : { reason: redactor.text(reasonOf(problem)) }),
        findings: [...findings, ...cut.map(([check, count]) => surplus(findings, check, count))],
        requests,
        durationMs,
      }
    },
  }
}

/** Whether a severity is as bad as the threshold or worse. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold)
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
