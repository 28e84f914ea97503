import { expect, test } from 'vitest'
import { repeatedFindings, repetitions } from '../../../src/contract/reporters/repeated-findings.ts'
import type { Finding, LawResult, ProviderReport } from '../../../src/contract/types.ts'
import { reportFixture } from './report-fixture.ts'

const finding: Finding = {
  check: 'shape/body',
  severity: 'violation',
  basis: 'documented',
  message: 'a message',
  promised: 'a promise',
  came: 'something else',
  at: '/result/1/name',
  clause: '/paths',
}

test.each([
  ['another row', { at: '/result/22/name' }, 1],
  ['another message and exchange', { message: 'other', exchange: 7 }, 1],
  ['another place', { at: '/result/1/id' }, 2],
  ['another clause', { clause: '/components' }, 2],
  ['another check', { check: 'shape/undeclared' }, 2],
  ['another severity', { severity: 'note' }, 2],
] as const)('tells defects apart: %s', (_, change, count) => {
  expect(repeatedFindings([provider([law('a/b', finding), law('c/d', { ...finding, ...change })])])).toHaveLength(count)
})

test('tells the same defect of two providers apart', () => {
  const first = provider([law('a/b', finding)])
  expect(repeatedFindings([first, { ...first, provider: 'other' }])).toHaveLength(2)
})

test('puts the worst defect first, and each in the law that met it first', () => {
  const laws = [law('a/b', { ...finding, severity: 'note', check: 'x/note' }), law('c/d', finding), law('e/f', finding)]
  expect(repeatedFindings([provider(laws)]).map((defect) => [defect.finding.check, defect.law.scenario])).toEqual([
    ['shape/body', 'c/d'],
    ['x/note', 'a/b'],
  ])
})

test('counts the other findings of a defect, and names their laws', () => {
  const laws = ['a/1', 'a/2', 'a/2', 'a/3', 'a/4', 'a/5'].map((id) => law(id, finding))
  const phrases = [1, 2, 3, 4, 5, 6].map((count) => {
    const [defect] = repeatedFindings([provider(laws.slice(0, count))])
    return defect && Object.fromEntries(repetitions(defect))['also']
  })
  expect(phrases).toEqual([
    undefined,
    '1 more finding, in a/2',
    '2 more findings, in a/2',
    '3 more findings, in a/2, a/3',
    '4 more findings, in a/2, a/3, a/4',
    '5 more findings, in a/2, a/3, a/4 and 1 more law',
  ])
})

test('names what else is promised at the same place, and how often the first finding came again', () => {
  const fields = ['a promise', 'another', 'a third'].map((promised) => ({ ...finding, promised, again: 7 }))
  const [defect] = repeatedFindings([provider([law('a/b', ...fields)])])
  expect(defect && repetitions(defect)).toEqual([
    ['also', '2 more findings: another, a third'],
    ['again', '7 more times'],
  ])
})

function provider(scenarios: readonly LawResult[]): ProviderReport {
  const [template] = reportFixture.providers
  if (template === undefined) throw new Error('the fixture has lost its providers')
  return { ...template, scenarios }
}

function law(scenario: string, ...findings: readonly Finding[]): LawResult {
  return { scenario, family: 'shape', title: scenario, verdict: 'broken', findings, requests: 1, durationMs: 1 }
}
