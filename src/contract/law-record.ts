import type { Basis, KnownDrift } from '../spec/index.ts'
import { basisOf, isAsFirm } from './bases.ts'
import type { BodyView } from './body-view.ts'
import type { Repeats } from './repeats.ts'
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

/** Characters of a sentence or a place: names and ids of a body get into them. */
const sentenceCharacters = 500
/** A thousand times the same defect helps nobody: so many findings of one check are kept for a law. */
const findingsPerCheck = 10

/** Thrown by a law through `context.skip`: the rest cannot be checked here, and that is nobody's fault. */
export class Skipped extends Error {}

/** Thrown by a law through `context.notApplicable`: it has no meaning for this provider. */
export class NotApplicable extends Error {}

/** Collects what is found while one law runs. */
export interface LawRecord {
  add(finding: NewFinding, exchange?: Exchange): void
  /** `problem` says why the law was not checked to its end. */
  result(problem: CouldNotCheck | Skipped | undefined, requests: number, durationMs: number): LawResult
}

export interface LawRecordOptions {
  readonly law: Law
  /** Breaches of what is less firm are notes. */
  readonly requireBasis: Basis
  readonly failOn: Severity
  /** Puts findings into text, with as much of bodies as may be shown. */
  readonly view: BodyView
  curl(exchange: Exchange): string
  /** Of the run: a drift or a note is kept once, whatever law finds it. */
  readonly repeats: Repeats
  /** Told of each finding that is kept, as soon as it is made. */
  readonly onFinding?: ((finding: Finding) => void) | undefined
}

export function lawRecord(options: LawRecordOptions): LawRecord {
  const { view } = options
  const findings: Finding[] = []
  const counts = new Map<string, number>()

  return {
    add(finding, exchange) {
      const count = counts.get(finding.check) ?? 0
      if (count >= findingsPerCheck) return void counts.set(finding.check, count + 1)
      const { rule, message, promised, came, at, movedOn, lastIsName = false, ...more } = finding
      const why = hasMovedOn(movedOn, options.requireBasis)
        ? ` (known${movedOn.since === undefined ? `, last seen ${movedOn.seen}` : ` since ${movedOn.since}`}: ${movedOn.source})`
        : ''
      const made: Finding = {
        ...more,
        basis: basisOf(rule),
        severity: severityOf(finding, options.requireBasis),
        message: `${cut(view.text(message))}${why}`,
        promised: cut(view.text(promised)),
        came: cut(view.text(came)),
        ...(at === undefined ? {} : { at: cut(view.pointer(at, { lastIsName })) }),
        ...(exchange === undefined ? {} : { exchange: exchange.index, request: options.curl(exchange) }),
        ...(exchange === undefined ? {} : excerptOf(exchange, view)),
      }
      if (!isAtLeast(made.severity, options.failOn) && options.repeats.count(made)) return
      counts.set(finding.check, count + 1)
      findings.push(made)
      options.onFinding?.(made)
    },
    result(problem, requests, durationMs) {
      const isBroken = findings.some(({ severity }) => isAtLeast(severity, options.failOn))
      const verdict: Verdict = isBroken ? 'broken' : problem === undefined ? 'kept' : 'not-checked'
      const surpluses = [...counts].filter(([, count]) => count > findingsPerCheck)
      return {
        scenario: options.law.id,
        family: options.law.family,
        title: options.law.title,
        verdict,
        ...(problem === undefined ? {} : { reason: cut(reasonOf(problem, view)) }),
        findings: [...findings, ...surpluses.map(([check, count]) => surplus(findings, check, count))],
        requests,
        durationMs,
      }
    },
  }
}

function severityOf({ severity = 'violation', rule, movedOn }: NewFinding, requireBasis: Basis): Severity {
  if (!isAsFirm(basisOf(rule), requireBasis)) return 'note'
  return hasMovedOn(movedOn, requireBasis) ? 'drift' : severity
}

/** Our own servers are as their documents have it. */
function hasMovedOn(movedOn: NewFinding['movedOn'], requireBasis: Basis): movedOn is KnownDrift {
  return movedOn !== undefined && requireBasis !== 'assumed'
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

/** Of a text that is redacted already. */
function cut(text: string): string {
  return text.length <= sentenceCharacters ? text : `${text.slice(0, sentenceCharacters)}…`
}

function excerptOf({ response, json }: Exchange, view: BodyView): Pick<Finding, 'excerpt'> {
  const excerpt = view.excerpt(response.body, json.ok ? json : undefined)
  return excerpt === undefined ? {} : { excerpt }
}

function reasonOf(problem: CouldNotCheck | Skipped, view: BodyView): string {
  return problem instanceof CouldNotCheck ? view.text(problem.words) : problem.message
}
