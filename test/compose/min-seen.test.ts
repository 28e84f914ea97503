import { XMLParser } from 'fast-xml-parser'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Report, runContracts } from '../../src/compose/index.ts'
import { reporters } from '../../src/contract/index.ts'

// With no organization at all a list of Nirvana shows neither a name nor an id: of what its document declares little is seen.
const options = { providers: ['nirvana'], laws: ['http/first-page'], count: 0 }

describe('a run that has to see 90 % and sees less', () => {
  let report: Report
  beforeAll(async () => {
    report = await runContracts({ ...options, minSeen: 90 })
  })

  test('breaks a law of its own, which names what never came', () => {
    const [provider] = report.providers
    expect(provider?.verdict).toBe('broken')
    expect(provider?.scenarios.map(({ scenario, verdict }) => [scenario, verdict])).toEqual([
      ['http/first-page', 'kept'],
      ['seen/enough', 'broken'],
    ])
    const [, law] = provider?.scenarios ?? []
    expect(law?.findings).toEqual([
      expect.objectContaining({
        check: 'seen/enough',
        severity: 'violation',
        message: expect.stringMatching(/^too little of what the document declares was seen: \d+ of \d+ \(\d\d %\)$/),
        promised: 'at least 90 % of it is seen',
        came: expect.stringMatching(/^never: .*property id, .*property billing_email, .*property auth_id$/),
        clause: expect.stringMatching(/\/properties\/id$/),
        location: expect.objectContaining({ file: expect.stringMatching(/nirvana\.openapi\.yaml$/) }),
      }),
    ])
  })

  test.each(['text', 'json', 'junit', 'sarif', 'markdown', 'html', 'github'] as const)('%s says so', (format) => {
    const text = reporters[format](report)
    expect(text).toContain('seen/enough')
    expect(text).toContain('property domains')
  })

  test('JUnit has a failed case for it', () => {
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(reporters.junit(report))
    expect(testsuites['@_failures']).toBe('1')
    expect(testsuites.testsuite.testcase.map((each: object) => [each['@_name' as never], 'failure' in each])).toEqual([
      ['shape', false],
      ['wire', false],
      ['envelope', false],
      ['http/first-page', false],
      ['seen/enough', true],
    ])
  })
})

test('a run that sees enough keeps the law, and a run without the option has no such law', async () => {
  const enough = await runContracts({ ...options, minSeen: 10 })
  expect(enough.providers[0]?.scenarios.at(-1)).toMatchObject({
    scenario: 'seen/enough',
    verdict: 'kept',
    findings: [],
  })
  const without = await runContracts(options)
  expect(without.providers[0]?.scenarios.map(({ scenario }) => scenario)).toEqual(['http/first-page'])
})
