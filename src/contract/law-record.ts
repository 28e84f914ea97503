import type { Basis, KnownDrift } from '../spec/index.ts'
import { basisOf, isAsFirm } from './bases.ts'
import type { BodyView } from './body-view.ts'
import { isAboutEveryReply } from './families.ts'
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
/** Different findings of one check and one severity that are kept for a law. Only a server that makes up names reaches it. */
const findingsPerCheck = 100

/** Why a law was not checked that needs the organizations of a page which has no list. */
const unreadable = 'a page came without its list of organizations; other findings say what is wrong with it'

/** Thrown by a law through `context.skip`: the rest cannot be checked here, and that is nobody's fault. */
export class Skipped extends Error {}

/** Thrown by a law through `context.notApplicable`: it has no meaning for this provider. */
export class NotApplicable extends Error {}

/** Collects what is found while one law runs. */
export interface LawRecord {
  add(finding: NewFinding, exchange?: Exchange): void
  /** A page that the law needs has no list. */
  cannotRead(): void
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
  /** Of the run: knows what was kept before. */
  readonly repeats: Repeats
  /** Told of each finding that is kept, as soon as it is made. */
  readonly onFinding?: ((finding: Finding) => void) | undefined
}

export function lawRecord(options: LawRecordOptions): LawRecord {
  const { view, repeats } = options
  const { id } = options.law
  const findings: Finding[] = []
  let isUnreadable = false

  return {
    add(finding, exchange) {
      const { rule, message, promised, came, at, movedOn, lastIsName = false, ...more } = finding
      const why = hasMovedOn(movedOn, options.requireBasis)
        ? ` (known${movedOn.since === undefined ? `, last seen ${movedOn.seen}` : ` since ${movedOn.since}`}: ${movedOn.source})`
        : ''
      const found: Finding = {
        ...more,
        basis: basisOf(rule),
        severity: severityOf(finding, options.requireBasis),
        message: `${cut(view.text(message))}${why}`,
        promised: cut(view.text(promised)),
        came: cut(view.text(came)),
        ...(at === undefined ? {} : { at: cut(view.pointer(at, { lastIsName })) }),
      }
      if (repeats.isAgain(id, found)) return
      const alike = findings.filter(({ check, severity }) => check === found.check && severity === found.severity)
      if (alike.length > findingsPerCheck) return
      const made = alike.length === findingsPerCheck ? closing(found) : { ...found, ...shownOf(exchange) }
      repeats.keep(id, made)
      findings.push(made)
      options.onFinding?.(made)
    },
    cannotRead() {
      isUnreadable = true
    },
    result(problem, requests, durationMs) {
      const isBroken = findings.some(
        ({ check, severity }) => isAtLeast(severity, options.failOn) && !isAboutEveryReply(check),
      )
      const reason = problem === undefined ? (isUnreadable ? unreadable : undefined) : reasonOf(problem, view)
      const verdict: Verdict = isBroken ? 'broken' : reason === undefined ? 'kept' : 'not-checked'
      return {
        scenario: options.law.id,
        family: options.law.family,
        title: options.law.title,
        verdict,
        ...(reason === undefined ? {} : { reason: cut(reason) }),
        findings,
        requests,
        durationMs,
      }
    },
  }

  function shownOf(exchange: Exchange | undefined): Pick<Finding, 'exchange' | 'request' | 'excerpt'> {
    if (exchange === undefined) return {}
    return { exchange: exchange.index, request: options.curl(exchange), ...excerptOf(exchange, view) }
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

/** The last finding of a check that is kept: it says that there are more. */
function closing({ check, severity, basis, promised }: Finding): Finding {
  const message = `more than ${findingsPerCheck} different findings of ${check}: the others are not listed`
  return { check, severity, basis, message, promised, came: `more than ${findingsPerCheck} different findings` }
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
