import { expect, test } from 'vitest'
import {
  breaks,
  type PlacedFinding,
  placedFindings,
  variedFirst,
  worstFirst,
} from '../../../src/contract/reporters/finding-order.ts'
import type { Finding } from '../../../src/contract/types.ts'
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

test.each([
  ['violation', [true, false, false]],
  ['drift', [true, true, false]],
  ['note', [true, true, true]],
] as const)('takes what reaches the threshold for a reason of a broken law: %s', (failOn, reasons) => {
  const findings = (['violation', 'drift', 'note'] as const).map((severity) => found({ severity }))
  expect(findings.map((each) => breaks(each, failOn))).toEqual(reasons)
})

function found(change: Partial<Finding>): PlacedFinding {
  return { ...(template as PlacedFinding), finding: { ...(template as PlacedFinding).finding, ...change } }
}
