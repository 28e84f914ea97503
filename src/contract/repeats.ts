import { isAboutEveryReply } from './families.ts'
import { withoutRows } from './json-pointer.ts'
import { isAtLeast } from './severity.ts'
import type { Finding, Law, LawResult, Severity } from './types.ts'

type Defect = Pick<Finding, 'severity' | 'check' | 'clause' | 'at' | 'promised'>

/** What tells two defects of a provider apart: what is promised where, rows aside, whatever law asked. */
export function defectKey({ severity, check, clause = '', at, promised }: Defect): string {
  // The same promise of a refusal is kept or broken in every family.
  const name = at === undefined && clause === '' ? [check.split('/').at(-1), promised] : [check]
  return JSON.stringify([severity, ...name, clause, withoutRows(at ?? '')])
}

/** The findings of a run, each once, with how often it came again. */
export interface Repeats {
  /** Whether the same was kept before; it counts then. */
  isAgain(law: string, finding: Defect): boolean
  /** Makes a finding known that is kept. */
  keep(law: string, finding: Defect): void
  /** The results with their counts. */
  counted(results: readonly LawResult[]): readonly LawResult[]
}

/**
 * What breaks a law is kept once for the law. What is about replies as such, and what breaks no contract, is kept once for the run, whatever
 * laws met it.
 */
export function createRepeats(failOn: Severity): Repeats {
  const counts = new Map<string, number>()

  function keyOf(law: Law['id'], finding: Defect): string {
    const isOfRun = isAboutEveryReply(finding.check) || !isAtLeast(finding.severity, failOn)
    // Two members that one object lacks have the same place and the same clause.
    return JSON.stringify([isOfRun ? '' : law, defectKey(finding), finding.promised])
  }
  return {
    isAgain(law, finding) {
      const key = keyOf(law, finding)
      const before = counts.get(key)
      if (before === undefined) return false
      counts.set(key, before + 1)
      return true
    },
    keep: (law, finding) => void counts.set(keyOf(law, finding), 0),
    counted: (results) =>
      results.map((result) => ({
        ...result,
        findings: result.findings.map((finding) => {
          const again = counts.get(keyOf(result.scenario, finding)) ?? 0
          return again === 0 ? finding : { ...finding, again }
        }),
      })),
  }
}
