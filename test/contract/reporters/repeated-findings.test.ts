import { expect, test } from 'vitest'
import { repeatedFindings, repetitionPhrase } from '../../../src/contract/reporters/repeated-findings.ts'
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

test('says how often a defect was found again, and by which laws', () => {
  const laws = ['a/1', 'a/2', 'a/2', 'a/3', 'a/4', 'a/5'].map((id) => law(id, finding))
  const phrases = [1, 2, 3, 4, 5, 6].map((count) => {
    const [defect] = repeatedFindings([provider(laws.slice(0, count))])
    return defect && repetitionPhrase(defect)
  })
  expect(phrases).toEqual([
    undefined,
    '1 more time, in a/2',
    '2 more times, in a/2',
    '3 more times, in a/2, a/3',
    '4 more times, in a/2, a/3, a/4',
    '5 more times, in a/2, a/3, a/4 and 1 more law',
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
