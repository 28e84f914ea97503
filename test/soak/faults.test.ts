import { describe, expect, test } from 'vitest'
import { faults, outcomeOf, type Seen } from './faults.mjs'

const usual = { status: 200, body: '{"a":1}' }
const served: Seen = { status: 200, headers: '', body: '{"a":1}', length: 7, end: 'whole', ms: 1 }
const applied = { headers: 'HTTP/1.1 200 OK\r\nPreference-Applied: x' }

const honoured: Readonly<Record<string, Partial<Seen>>> = {
  'fault=slow-headers': { ms: 2_000 },
  'fault=slow-body': applied,
  'fault=connection-reset': { end: 'reset', body: '' },
  'fault=connection-reset-in-body': { end: 'reset', body: '{"a' },
  'fault=truncated-body': { end: 'closed', body: '{"a' },
  'fault=malformed-json': { body: '{"a":1,' },
  'fault=bad-gateway': { status: 502, body: '' },
  'fault=empty-body': { body: '', length: 0 },
  'delay=0.05': applied,
  'code=429': { status: 429, body: '{}' },
}

test('every fault is looked at here', () => {
  expect(Object.keys(honoured)).toEqual(Object.keys(faults))
})

describe.each(Object.keys(faults))('Prefer: %s', (preference) => {
  const { status: _, ...without } = served
  const base = preference === 'fault=connection-reset' ? without : served

  test('is honoured where its client sees what it asked for', () => {
    expect(outcomeOf(preference, { ...base, ...honoured[preference] }, usual)).toBe('honoured')
  })

  test('is served where it changes nothing', () => {
    expect(outcomeOf(preference, served, usual)).toBe('served')
  })

  test('is neither where something else comes', () => {
    expect(outcomeOf(preference, { ...served, status: 500, body: '{"b":2}' }, usual)).toMatch(/^500, 7 of 7 bytes/)
    expect(outcomeOf(preference, { ...without, body: '', end: 'late' }, usual)).toMatch(/late/)
  })
})
