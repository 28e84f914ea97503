import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadProviderSpec, SpecError } from '../../src/spec/index.ts'
import { readKnownDrifts } from '../../src/spec/known-drifts.ts'
import type { Json } from '../../src/spec/types.ts'

const specs = fileURLToPath(new URL('../../specs', import.meta.url))
const good = { at: '/items/*/name', change: 'gone', since: '2026-07-08', source: 'a client' }

function read(...drifts: readonly Json[]) {
  return readKnownDrifts({ file: 'acme.drifts.yaml', pointer: '', value: { drifts } })
}

// From what is publicly known of the providers: place, change, date.
test.each([
  [
    'cekura',
    [
      ['/*/members/*/role', 'values', '2026-07-08'],
      ['/*/projects/*/members/*/role', 'values', '2026-07-08'],
      ['/*/members/*/role', 'values', '2026-08'],
      ['/*/projects/*/members/*/role', 'values', '2026-08'],
      ['/*/user_onboarding', 'added', '2026-08-05'],
      ['/*/is_internal_view_only', 'added', '2026-08-18'],
    ],
  ],
  [
    'cloudflare',
    [
      ['/messages', 'gone', '2026-08'],
      ['/result', 'gone', '2026-08'],
      ['/errors/*/code', 'values', '2026-08'],
      ['/result_info/total_count', 'filtered', '2026-08'],
    ],
  ],
  [
    'cradl',
    [
      ['header WWW-Authenticate', 'gone', '2026-08'],
      ['/organizations/*/*', 'added', '2026-01-28'],
    ],
  ],
  [
    'nirvana',
    [
      ['/items/*/metronome_customer_id', 'gone', '2026-06-29'],
      ['/items/*/billing_state', 'added', '2026-07-03'],
      ['/items/*/billing_state_since', 'added', '2026-07-03'],
      ['/items/*/charging_model', 'added', '2026-07-03'],
    ],
  ],
])('every known drift of %s has its place, its date and its source', async (provider, expected) => {
  const { knownDrifts } = await loadProviderSpec(specs, provider)
  expect(knownDrifts.map(({ at, change, since, seen }) => [at, change, since ?? seen])).toEqual(expected)
  for (const { source } of knownDrifts) expect(source).not.toBe('')
})

test.each<[reason: string, drift: Json]>([
  ['at is missing', { ...good, at: undefined as unknown as Json }],
  ['must be a JSON pointer, or header and its name', { ...good, at: 'name' }],
  ['must be one of gone, added, values, filtered', { ...good, change: 'renamed' }],
  ['must have values if its change is values, and only then', { ...good, change: 'values' }],
  ['must have values if its change is values, and only then', { ...good, values: ['a'] }],
  ['must have either since', { at: '/a', change: 'gone', source: 'a client' }],
  ['must have either since', { ...good, seen: '2026-08' }],
  ['must be a day such as', { ...good, since: 'July' }],
  ['must not be empty', { ...good, source: '' }],
  ['unknown key', { ...good, date: '2026-07-08' }],
  ['must be one of refusals', { ...good, of: 'pages' }],
])('a drift is refused: %s', (reason, drift) => {
  const entries = Object.entries(drift as object).filter(([, value]) => value !== undefined)
  expect(() => read(Object.fromEntries(entries))).toThrow(SpecError)
  expect(() => read(Object.fromEntries(entries))).toThrow(reason)
})

test('a day or a month is a date, and drifts are optional', () => {
  expect(read(good, { at: '/a/*', change: 'added', seen: '2026-08', source: 'a thread' })).toHaveLength(2)
  expect(read()).toEqual([])
})
