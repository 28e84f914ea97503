import { Ajv2020 } from 'ajv/dist/2020.js'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { reporters, reportSchema } from '../../../src/contract/index.ts'
import type { Report } from '../../../src/contract/types.ts'
import type { Change } from '../../../src/shape/index.ts'
import { reportFixture as fixture } from './report-fixture.ts'

const [provider] = fixture.providers
if (provider === undefined) throw new Error('the fixture has no provider')

const change = (more: Partial<Change>): Change => ({
  provider: provider.provider,
  operation: '/rows',
  kind: 'removed',
  severity: 'breaking',
  at: '200 application/json /items/*/plan',
  message: 'the required field /items/*/plan no longer comes',
  before: 'in all 40',
  now: 'in none of 40',
  fingerprint: 'a'.repeat(32),
  ...more,
})
const changes = [
  change({}),
  change({
    kind: 'added',
    severity: 'notable',
    message: 'the field /items/*/tier is new',
    fingerprint: 'b'.repeat(32),
  }),
  change({
    kind: 'length',
    severity: 'harmless',
    message: '/items has other lengths',
    fingerprint: 'c'.repeat(32),
    isFew: true,
  }),
]

function compared(lock: Partial<NonNullable<Report['lock']>>): Report {
  const sinceLock = { changes, notLookedAt: ['http/slash'] }
  return {
    ...fixture,
    skipped: [],
    interrupted: false,
    providers: [{ ...provider, verdict: 'kept', scenarios: [], requests: 3, sinceLock } as Report['providers'][number]],
    lock: {
      file: 'a.lock.yaml',
      verdict: 'broken',
      failOnChange: 'breaking',
      isWritten: false,
      looked: 9,
      notLookedAt: ['acme'],
      ...lock,
    },
  }
}

const broken = compared({})

describe('changes since the lock', () => {
  test.each(['text', 'json', 'sarif', 'markdown', 'html', 'github'] as const)('are in %s', (format) => {
    const text = reporters[format](broken).replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    expect(text).toContain('the required field /items/*/plan no longer comes')
    expect(text).toContain('the field /items/*/tier is new')
    if (format !== 'github') expect(text).toContain('/items has other lengths')
    if (format !== 'github') expect(text).toContain('http/slash')
  })

  test('are a case of JUnit: what makes the run fail is a failure, the rest is output', () => {
    const law = fixture.providers.flatMap(({ scenarios }) => scenarios).find(({ verdict }) => verdict === 'kept')
    const withLaw = {
      ...broken,
      providers: broken.providers.map((one) => ({ ...one, scenarios: law === undefined ? [] : [law] })),
    }
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(
      reporters.junit(withLaw),
    )
    expect(testsuites).toMatchObject({ tests: String(testsuites.testsuite.testcase.length), failures: '1' })
    const { failure, 'system-out': output } = testsuites.testsuite.testcase.find(
      ({ name }: { name: string }) => name === 'since-lock',
    )
    expect(failure.message).toBe('1 breaking since the lock')
    expect(failure['#text']).toContain('/items/*/plan')
    expect(output).toMatch(/tier is new(?:.*\n)*.*few samples.*\n(?:.*\n)*.*not looked at: http\/slash/)
  })

  test('have levels and stable fingerprints in SARIF', () => {
    const { runs } = JSON.parse(reporters.sarif(broken))
    const results = runs[0].results.map(
      ({ ruleId, level, partialFingerprints }: Record<string, Record<string, string>>) => [
        ruleId,
        level,
        partialFingerprints?.['orgmock/v1'],
      ],
    )
    expect(results).toEqual([
      ['since-lock/removed', 'error', 'a'.repeat(32)],
      ['since-lock/added', 'warning', 'b'.repeat(32)],
      ['since-lock/length', 'note', 'c'.repeat(32)],
    ])
    const rules: { id: string }[] = runs[0].tool.driver.rules
    expect(runs[0].results.map(({ ruleIndex }: { ruleIndex: number }) => rules[ruleIndex]?.id)).toEqual(
      results.map(([id]: string[]) => id),
    )
  })

  test('are annotations, but for harmless ones', () => {
    const kinds = reporters.github(broken).match(/^::\w+/gm)
    expect(kinds).toEqual(['::error', '::warning'])
  })

  test('are what the schema of the JSON report says', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(reportSchema)
    validate(JSON.parse(reporters.json(broken)))
    expect(validate.errors).toBeNull()
  })
})

test.each<[string, Parameters<typeof compared>[0], string]>([
  ['compared', {}, '1 breaking, 1 notable, 1 harmless since the lock a.lock.yaml.'],
  [
    'written anew',
    { verdict: 'kept', isWritten: true },
    '1 breaking, 1 notable, 1 harmless since the lock a.lock.yaml, which is written anew.',
  ],
  [
    'written first',
    { verdict: 'kept', isWritten: true, looked: 0 },
    'The lock a.lock.yaml is written: later runs are compared with it.',
  ],
  ['not looked at', { verdict: 'not-checked', looked: 0 }, 'Nothing of the lock a.lock.yaml was looked at.'],
])('a lock that was %s is named so', (_, lock, sentence) => {
  expect(reporters.text(compared(lock))).toContain(sentence)
})
