import { expect, test } from 'vitest'
import {
  breaks,
  type PlacedFinding,
  placedFindings,
  variedFirst,
  worstFirst,
} from '../../../src/contract/reporters/finding-order.ts'
import type { Finding, ScenarioResult } from '../../../src/contract/types.ts'
import { reportFixture } from './report-fixture.ts'

const [template] = placedFindings(reportFixture)
if (template === undefined) throw new Error('the fixture has lost its findings')

test('puts severity before basis, and leaves equals in the order of the run', () => {
  const placed = [
    found({ severity: 'note', basis: 'documented', message: '1' }),
    found({ severity: 'violation', basis: 'assumed', message: '2' }),
    found({ severity: 'drift', basis: 'documented', message: '3' }),
    found({ severity: 'violation', basis: 'documented', message: '4' }),
    found({ severity: 'violation', basis: 'observed', message: '5' }),
    found({ severity: 'violation', basis: 'documented', message: '6' }),
  ]
  expect(worstFirst(placed).map(({ finding }) => finding.message)).toEqual(['4', '6', '5', '2', '3', '1'])
})

test('lets the first finding of each check come before any second one', () => {
  const placed = ['a 1', 'a 2', 'a 3', 'b 1', 'c 1', 'b 2'].map((message) =>
    found({ check: message.slice(0, 1), message }),
  )
  expect(variedFirst(placed).map(({ finding }) => finding.message)).toEqual(['a 1', 'b 1', 'c 1', 'a 2', 'b 2', 'a 3'])
})

test('takes every violation for a reason of a broken law, and the worst there is when there is none', () => {
  expect(reasons('broken', ['violation', 'drift', 'note'])).toEqual([true, false, false])
  // With --fail-on drift.
  expect(reasons('broken', ['drift', 'note'])).toEqual([true, false])
  expect(reasons('kept', ['drift', 'note'])).toEqual([false, false])
})

function found(change: Partial<Finding>): PlacedFinding {
  return { ...(template as PlacedFinding), finding: { ...(template as PlacedFinding).finding, ...change } }
}

function reasons(verdict: ScenarioResult['verdict'], severities: readonly Finding['severity'][]): readonly boolean[] {
  const findings = severities.map((severity) => found({ severity }).finding)
  const scenario = { ...(template as PlacedFinding).scenario, verdict, findings }
  return findings.map((finding) => breaks({ scenario, finding }))
}
