import { expect, test } from 'vitest'
import { formatSelfTest, type MutantResult, type SelfTestResult } from '../../src/self-test/index.ts'

function result(id: string, isKilled: boolean): MutantResult {
  const [provider = '', family = ''] = id.split('/')
  const mutant = { id, provider, class: family, description: 'it lies' } as MutantResult['mutant']
  return {
    mutant,
    isKilled,
    others: isKilled ? [] : ['wire/json'],
    requests: 1,
    durationMs: 1,
    ...(isKilled ? {} : { reason: 'nothing was found' }),
  }
}

const whole: SelfTestResult = {
  results: [
    result('cekura/shape/a', true),
    result('cekura/wire/b', true),
    result('cradl/shape/c', true),
    result('cradl/shape/d', false),
  ],
  equivalents: [
    {
      id: 'cradl/wire/e',
      provider: 'cradl',
      class: 'wire',
      reason: 'white space means nothing',
      mutation: () => async (r, f) => f(r),
    },
    { id: 'cekura/wire/e', provider: 'cekura', class: 'wire', reason: 'white space means nothing' },
  ],
  cleanRuns: 4,
  falseAlarms: [
    {
      provider: 'cekura',
      where: 'count 0, seed 1',
      finding: {
        check: 'http/head',
        severity: 'violation',
        basis: 'assumed',
        message: 'HEAD differs',
        promised: '',
        came: '',
      },
    },
  ],
  durationMs: 61_400,
  isPassed: false,
}

test('prints the kill rate by class and provider, the survivors, the false alarms and what nothing has to see', () => {
  expect(formatSelfTest(whole)).toBe(`\
killed  wire  shape  all
cekura   1/1    1/1  2/2   100 %
cradl      -    1/2  1/2  50.0 %
all      1/1    2/3  3/4  75.0 %

3 of 4 mutants killed by a check that names the defect (75.0 %), in 61 s
1 of these tripped other checks as well, before the one that names the defect
  survived: cradl/shape/d: it lies: nothing was found
1 false alarms in 4 runs without a defect and 1 with a harmless difference
  false alarm: cekura, count 0, seed 1: http/head: HEAD differs
2 differences that nothing has to see
  white space means nothing: cradl/wire/e, cekura/wire/e
`)
})

test('never rounds up to 100 %', () => {
  const results = Array.from({ length: 3_000 }, (_, i) => result('cekura/shape/a', i > 0))
  expect(formatSelfTest({ ...whole, results })).toContain(
    '2999 of 3000 mutants killed by a check that names the defect (99.9 %)',
  )
})

test('has nothing to say about nothing', () => {
  const empty = { ...whole, results: [], equivalents: [], falseAlarms: [], cleanRuns: 0 }
  expect(formatSelfTest(empty)).toContain('0 of 0 mutants killed by a check that names the defect (-)')
})
