import { describe, expect, test } from 'vitest'
import { judge, type Seen } from './outcome.mjs'
import { servers } from './servers.mjs'

// How a run of check is held against a row, and what every list of rows has.

const finding = (severity: string, check: string, message = 'as it is') => ({ severity, check, message, law: check })
const report = (verdict: string, ...findings: ReturnType<typeof finding>[]): Seen => ({
  verdict,
  findings,
  notChecked: [],
})
const kept = report('kept')
const outcome = (row: Parameters<typeof judge>[0], seen: Seen, usual = kept) => judge(row, seen, usual).outcome

describe('a sound server', () => {
  test('is right when it is kept, whatever notes there are', () => {
    expect(outcome({ kind: 'sound' }, report('kept', finding('note', 'http/head')))).toBe('right')
  })

  test('is blamed when it is broken or could not be checked', () => {
    expect(outcome({ kind: 'sound' }, report('broken', finding('violation', 'http/head')))).toBe('blamed')
    expect(outcome({ kind: 'sound' }, { ...report('not-checked'), reason: 'budget spent' })).toBe('blamed')
    expect(outcome({ kind: 'sound' }, { error: 'check failed' })).toBe('blamed')
  })

  test('has to show its known drift', () => {
    const row = { kind: 'sound', drift: 'billing_state' }
    expect(outcome(row, kept)).toBe('missed')
    expect(outcome(row, report('kept', finding('note', 'shape/fields', 'billing_state is new')))).toBe('missed')
    expect(outcome(row, report('kept', finding('drift', 'shape/fields', 'billing_state is new')))).toBe('right')
  })
})

describe('a defect', () => {
  const row = { kind: 'defect', finding: 'authentication' }

  test('is found by a violation that names it', () => {
    expect(outcome(row, report('broken', finding('violation', 'authentication/missing')))).toBe('right')
  })

  test('is found by another check when no violation names it', () => {
    expect(
      outcome(row, report('broken', finding('violation', 'wire/json'), finding('note', 'authentication/missing'))),
    ).toBe('other')
  })

  test('is missed when nothing is a violation', () => {
    expect(outcome(row, report('kept', finding('drift', 'authentication/missing')))).toBe('missed')
    expect(outcome(row, { error: 'check failed' })).toBe('missed')
  })

  test('is not found by what the plain server is blamed for too', () => {
    const usual = report('broken', finding('violation', 'authentication/missing'))
    expect(outcome(row, usual, usual)).toBe('missed')
    expect(outcome(row, report('broken', finding('violation', 'authentication/missing', 'status 200')), usual)).toBe(
      'right',
    )
  })
})

describe('a cause', () => {
  const row = { kind: 'cause', finding: 'down' }

  test('is right when nothing is said of the contract, for this reason', () => {
    expect(outcome(row, { ...report('not-checked'), reason: 'the provider is down' })).toBe('right')
    expect(outcome(row, { ...report('not-checked'), reason: 'no credentials' })).toBe('other')
    expect(outcome(row, report('broken', finding('violation', 'http/first-page', 'the provider is down')))).toBe(
      'missed',
    )
  })
})

test('what one credential cannot show has to be listed with its reason', () => {
  const row = { kind: 'untried', finding: 'authentication/expired' }
  expect(outcome(row, kept)).toBe('missed')
  expect(outcome(row, { ...kept, notChecked: [{ law: 'authentication/expired' }] })).toBe('missed')
  expect(
    outcome(row, { ...kept, notChecked: [{ law: 'authentication/expired', reason: 'needs an expired account' }] }),
  ).toBe('right')
})

const keys = new Set(['id', 'kind', 'class', 'what', 'source', 'finding', 'drift', 'base'])

describe.each(servers)('the rows of $id', ({ rows }) => {
  test('have at least 12 sound variants and 25 defects', () => {
    expect(rows.filter(({ kind }) => kind === 'sound').length).toBeGreaterThanOrEqual(12)
    expect(rows.filter(({ kind }) => kind === 'defect').length).toBeGreaterThanOrEqual(25)
  })

  test('say what each variant does, why it may or may not, and what has to find it', () => {
    for (const row of rows) {
      expect(row).toMatchObject({
        id: expect.stringMatching(/^[a-z0-9-]+$/),
        class: expect.any(String),
        what: expect.any(String),
        source: expect.any(String),
      })
      expect(['sound', 'defect', 'cause', 'untried']).toContain(row.kind)
      // A comma in a plain YAML text begins another key.
      expect(
        Object.keys(row).filter((name) => !keys.has(name)),
        row.id,
      ).toEqual([])
      expect(row.finding !== undefined, row.id).toBe(row.kind !== 'sound')
    }
  })
})
