import { withoutRows } from './json-pointer.ts'
import type { Finding, LawResult } from './types.ts'

type Defect = Pick<Finding, 'severity' | 'check' | 'clause' | 'at' | 'promised'>

/** What tells two defects of a provider apart: what is promised where, rows aside, whatever law asked. */
export function defectKey({ severity, check, clause = '', at, promised }: Defect): string {
  // The same promise of a refusal is kept or broken in every family.
  const name = at === undefined && clause === '' ? [check.split('/').at(-1), promised] : [check]
  return JSON.stringify([severity, ...name, clause, withoutRows(at ?? '')])
}

/** The findings of a run that break no contract, each once, with how often it came again. */
export interface Repeats {
  /** Whether the same was found before; it counts then. */
  count(finding: Finding): boolean
  /** The results with their counts. */
  counted(results: readonly LawResult[]): readonly LawResult[]
}

/** Two members that one object lacks have the same place and the same clause. */
function keyOf(finding: Finding): string {
  return `${defectKey(finding)} ${finding.promised}`
}

export function createRepeats(): Repeats {
  const counts = new Map<string, number>()
  return {
    count(finding) {
      const key = keyOf(finding)
      const before = counts.get(key)
      counts.set(key, before === undefined ? 0 : before + 1)
      return before !== undefined
    },
    counted: (results) =>
      results.map((result) => ({
        ...result,
        findings: result.findings.map((finding) => {
          const again = counts.get(keyOf(finding)) ?? 0
          return again === 0 ? finding : { ...finding, again }
        }),
      })),
  }
}
