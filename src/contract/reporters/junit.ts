import { type Change, changeCounts, changeLines } from '../../shape/index.ts'
import { isAboutEveryReply } from '../families.ts'
import type { LawResult, ProviderReport, Report, Severity, SkippedProvider } from '../types.ts'
import { clausePlace, placePhrase } from './clause-place.ts'
import { breaks, type PlacedFinding, worstFirst } from './finding-order.ts'
import { type CheckMark, checksOf } from './law-matrix.ts'
import { fails } from './lock-words.ts'
import { oneLine, visibleText } from './visible-text.ts'
import { conformancePhrase, plural, seenPhrase, verdictWords } from './wording.ts'
import { type Element, xmlDocument } from './xml.ts'

// Written here and not with a package: junit-report-builder (5.1) has no place for the reason of a skipped case, lets control
// characters through that XML 1.0 forbids, and brings lodash.

/**
 * JUnit XML as CI servers read it: a suite for each provider, a case for each law and for what judges every reply. What is broken is one
 * failure, whose body lists all its findings; findings that break nothing are the case's output. What was not checked is skipped, with the
 * reason. Only elements and attributes that every version of the schema of Jenkins' xUnit plugin has (junit-8.xsd to junit-10.xsd): the
 * root element has no count of skipped cases, so each suite has its own.
 */
export function junitReporter(report: Report): string {
  const { providers, skipped = [] } = report
  const suites = [...providers.map((provider) => suite(provider, report)), ...skipped.map(skippedSuite)]
  const { skipped: _, ...counts } = totals(suites)
  return xmlDocument({
    name: 'testsuites',
    attributes: { name: 'orgmock check', ...counts, time: seconds(report.durationMs) },
    children: suites.map(({ element }) => element),
  })
}

interface Suite {
  readonly element: Element
  readonly tests: number
  readonly failures: number
  readonly skipped: number
}

function totals(suites: readonly Omit<Suite, 'element'>[]): Omit<Suite, 'element'> & { readonly errors: number } {
  const sum = (key: 'tests' | 'failures' | 'skipped') => suites.reduce((total, each) => total + each[key], 0)
  return { tests: sum('tests'), failures: sum('failures'), errors: 0, skipped: sum('skipped') }
}

function suite(provider: ProviderReport, report: Report): Suite {
  const { scenarios } = provider
  const checks = checksOf(provider, report.failOn)
  // A suite without cases would pass in silence.
  const cases =
    scenarios.length === 0
      ? [unreachedCase(provider, report)]
      : [
          ...checks.map((check) => checkCase(check, provider, report.failOn)),
          ...scenarios.map((law) => lawCase(law, provider, report.failOn)),
          ...lockCases(provider, report),
        ]
  const counts = {
    tests: cases.length,
    failures:
      [...checks, ...scenarios].filter(({ verdict }) => verdict === 'broken').length +
      failedOf(provider, report).length,
    skipped: scenarios.length === 0 ? 1 : scenarios.filter(({ verdict }) => verdict === 'not-checked').length,
  }
  const element: Element = {
    name: 'testsuite',
    attributes: {
      name: provider.provider,
      ...totals([counts]),
      time: seconds(scenarios.reduce((total, { durationMs }) => total + durationMs, 0)),
      timestamp: report.startedAt,
    },
    children: [{ name: 'properties', children: properties(provider, report) }, ...cases],
  }
  return { element, ...counts }
}

function skippedSuite({ provider, reason }: SkippedProvider): Suite {
  const counts = { tests: 1, failures: 0, skipped: 1 }
  const children = [skippedCase(provider, reason)]
  return { element: { name: 'testsuite', attributes: { name: provider, ...totals([counts]) }, children }, ...counts }
}

function properties(provider: ProviderReport, { tool, reading, failOn, interrupted }: Report): readonly Element[] {
  const values: Record<string, string | undefined> = {
    title: provider.title,
    target: provider.target,
    reading,
    'fail-on': failOn,
    version: tool.version,
    verdict: verdictWords[provider.verdict],
    reason: provider.reason,
    requests: String(provider.requests),
    bodies: provider.requests === 0 ? undefined : conformancePhrase(provider),
    seen: provider.requests === 0 ? undefined : seenPhrase(provider.seen),
    interrupted: String(interrupted),
  }
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: 'property', attributes: { name, value } }],
  )
}

function unreachedCase({ provider, reason }: ProviderReport, { interrupted }: Report): Element {
  return skippedCase(provider, reason ?? (interrupted ? 'the run was interrupted before' : 'no law was run'))
}

function skippedCase(classname: string, message: string): Element {
  return {
    name: 'testcase',
    attributes: { classname, name: 'not-checked', time: seconds(0) },
    children: [{ name: 'skipped', text: message }],
  }
}

function lawCase(law: LawResult, provider: ProviderReport, failOn: Severity): Element {
  const own = law.findings.filter(({ check }) => !isAboutEveryReply(check))
  const found = own.map((finding) => ({ provider, law, finding }))
  const reason = law.verdict === 'not-checked' ? (law.reason ?? 'no reason was given') : undefined
  return testcase(
    { classname: provider.provider, name: law.scenario, time: seconds(law.durationMs) },
    found,
    failOn,
    reason,
  )
}

function checkCase({ id, found }: CheckMark, { provider }: ProviderReport, failOn: Severity): Element {
  return testcase({ classname: provider, name: id, time: seconds(0) }, found, failOn)
}

function testcase(
  attributes: NonNullable<Element['attributes']>,
  found: readonly PlacedFinding[],
  failOn: Severity,
  skipped?: string,
): Element {
  const placed = worstFirst(found)
  const breaking = placed.filter((each) => breaks(each, failOn))
  const others = placed.filter((each) => !breaks(each, failOn))
  return {
    name: 'testcase',
    attributes,
    children: [
      ...failure(breaking),
      ...(skipped === undefined ? [] : [{ name: 'skipped', text: skipped }]),
      ...(others.length === 0 ? [] : [{ name: 'system-out', text: others.map(block).join('\n\n') }]),
    ],
  }
}

/** What makes the run fail of what changed since the lock; one failure of the suite at the most. */
function failedOf({ sinceLock, scenarios }: ProviderReport, { lock }: Report): readonly (readonly Change[])[] {
  if (sinceLock === undefined || lock === undefined || scenarios.length === 0) return []
  const failing = sinceLock.changes.filter((change) => fails(change, lock))
  return failing.length === 0 ? [] : [failing]
}

/** A case for the comparison with the lock, where the lock has the provider. */
function lockCases(provider: ProviderReport, report: Report): readonly Element[] {
  const { sinceLock, provider: classname } = provider
  if (sinceLock === undefined) return []
  const { changes, notLookedAt } = sinceLock
  const text = (shown: readonly Change[]) => changeLines(shown).map(oneLine).join('\n')
  const failures = failedOf(provider, report)
  const others = changes.filter((change) => !failures.flat().includes(change))
  const output = [text(others), ...notLookedAt.map((what) => `not looked at: ${oneLine(what)}`)].filter(Boolean)
  return [
    {
      name: 'testcase',
      attributes: { classname, name: 'since-lock', time: seconds(0) },
      children: [
        ...failures.map((failing) => ({
          name: 'failure',
          attributes: { type: 'since-lock', message: `${changeCounts(failing)} since the lock` },
          text: text(failing),
        })),
        ...(output.length === 0 ? [] : [{ name: 'system-out', text: output.join('\n') }]),
      ],
    },
  ]
}

function failure(breaking: readonly PlacedFinding[]): readonly Element[] {
  const [first] = breaking
  if (first === undefined) return []
  const more = breaking.length === 1 ? '' : ` (and ${plural(breaking.length - 1, 'more finding')})`
  const message = `${first.finding.message}${more}`
  const attributes = { type: first.finding.check, message }
  return [{ name: 'failure', attributes, text: breaking.map(block).join('\n\n') }]
}

function block({ finding }: PlacedFinding): string {
  const place = clausePlace(finding)
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['promised', `${finding.promised} (${finding.basis})`],
    ['came', finding.came],
    ['at', finding.at === '' ? 'the whole body' : finding.at],
    ['clause', finding.clause],
    ['written in', place === undefined ? undefined : placePhrase(place)],
    ['erratum', finding.erratum],
    ['repeat', finding.request],
    ['again', finding.again === undefined ? undefined : plural(finding.again, 'more time')],
  ]
  const lines = rows.flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${oneLine(value)}`]))
  // Behind a bar, so that no line of a body is taken for one of ours, or for a command by a build that prints the file.
  const excerpt = finding.excerpt === undefined ? [] : visibleText(finding.excerpt).split('\n')
  return [
    `${finding.severity} ${finding.check}: ${oneLine(finding.message)}`,
    ...lines,
    ...excerpt.map((line) => `| ${line}`),
  ].join('\n')
}

/** JUnit counts in seconds. */
function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
