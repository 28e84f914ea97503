import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Errors, type Preferences, readPreferences } from '../../src/mock/preferences.ts'
import type { Fault, MockRequest } from '../../src/mock/types.ts'

fc.configureGlobal({ seed: 20260601 })

const errors: Errors = {
  provider: 'acme',
  names: new Set(['teapot', '9103']),
  statuses: new Set([418, 403]),
}

function read(prefer: string | undefined, query = ''): Preferences | undefined {
  return readPreferences({ headers: { prefer }, query } as unknown as MockRequest, errors)
}

test.each<[string, Fault]>([
  ['code=418', { code: 418 }],
  ['error=acme.teapot', { error: 'teapot' }],
  ['error=acme.9103', { error: '9103' }],
  ['delay=2', { delayMs: 2_000 }],
  ['delay=0.25', { delayMs: 250 }],
  ['delay=0', { delayMs: 0 }],
  ['delay=300', { delayMs: 300_000 }],
  ['delay=0.5-2', { delayMs: [500, 2_000] }],
  ['delay=1-1', { delayMs: [1_000, 1_000] }],
  ['fault=slow-headers', { wire: 'slow-headers' }],
  ['fault=slow-body', { wire: 'slow-body' }],
  ['fault=connection-reset', { wire: 'connection-reset' }],
  ['fault=connection-reset-in-body', { wire: 'connection-reset-in-body' }],
  ['fault=truncated-body', { wire: 'truncated-body' }],
  ['fault=malformed-json', { wire: 'malformed-json' }],
  ['fault=bad-gateway', { wire: 'bad-gateway' }],
  ['fault=empty-body', { wire: 'empty-body' }],
])('understands %s, in the header and in the query, and says so', (text, fault) => {
  expect(read(text)).toEqual({ fault, applied: text, query: '' })
  expect(read(undefined, `__${text}`)).toEqual({ fault, applied: text, query: '' })
})

test.each([
  'code=999',
  'code=200',
  'code=41',
  'code=418x',
  'code',
  'error=teapot',
  'error=acme',
  'error=acme.',
  'error=acme.other',
  'error=other.teapot',
  'delay=-1',
  'delay=301',
  'delay=1e3',
  'delay=.5',
  'delay=2.0001',
  'delay=2-1',
  'delay=1-301',
  'delay=1-2-3',
  'fault=fire',
  'fault',
  'wait=10',
  'respond-async',
  'handling=lenient',
  '__proto__=x',
  '__proto__',
  'constructor=x',
  'constructor',
  'tostring=x',
])('ignores what it cannot honour: %s', (text) => {
  expect(read(text)).toBeUndefined()
  expect(read(`${text}, code=418`)?.applied).toBe(text.startsWith('code') ? undefined : 'code=418')
})

test('adds up an error, a delay and a fault, in the order in which they were asked for', () => {
  expect(read('fault=slow-body, delay=1, error=acme.teapot')).toEqual({
    fault: { wire: 'slow-body', delayMs: 1_000, error: 'teapot' },
    applied: 'fault=slow-body, delay=1, error=acme.teapot',
    query: '',
  })
})

test('considers only the first of preferences with one name, even when it cannot honour that', () => {
  expect(read('delay=1, delay=2')).toMatchObject({ fault: { delayMs: 1_000 }, applied: 'delay=1' })
  expect(read('delay=soon, DELAY=2')).toBeUndefined()
  expect(read('delay=1', '__delay=2')).toMatchObject({ fault: { delayMs: 1_000 }, applied: 'delay=1' })
})

test('honours one error only, the first, whether by name or by status', () => {
  expect(read('code=403, error=acme.teapot')).toMatchObject({ fault: { code: 403 }, applied: 'code=403' })
  expect(read('error=acme.teapot, code=403')).toMatchObject({
    fault: { error: 'teapot' },
    applied: 'error=acme.teapot',
  })
  expect(read('code=999, error=acme.teapot')).toMatchObject({ applied: 'error=acme.teapot' })
})

test('reads header and query together', () => {
  expect(read('delay=1', '__code=418')).toEqual({
    fault: { delayMs: 1_000, code: 418 },
    applied: 'delay=1, code=418',
    query: '',
  })
})

test.each([
  ['__code=418', ''],
  ['page=2&__code=418', 'page=2'],
  ['__code=418&page=2', 'page=2'],
  ['a=%20+&__code=418&b&&c=__x', 'a=%20+&b&&c=__x'],
  ['__delay=1&__code=418&__fault=slow-body', ''],
])('leaves the rest of the query as it was: %s', (query, rest) => {
  expect(read(undefined, query)).toMatchObject({ query: rest })
})

test('takes its own parameters out of the query even when it cannot honour them', () => {
  expect(read(undefined, '__code=999&page=2')).toEqual({ fault: {}, applied: '', query: 'page=2' })
})

test('decodes values in the query', () => {
  expect(read(undefined, '__error=acme%2Eteapot')).toMatchObject({ fault: { error: 'teapot' } })
})

test.each(['', 'page=2', 'cursor=a__b', '__page=2', 'x__code=418', '__CODE=418', '__code'])(
  'finds nothing in the query %j',
  (query) => {
    expect(read(undefined, query)).toBeUndefined()
    expect(read('delay=1', query)?.query).toBe(query)
  },
)

test('never throws, and never lets a client write a header line', () => {
  const word = fc.oneof(
    fc.constantFrom('code', 'error', 'delay', 'fault', '418', 'acme.teapot', '1', 'slow-body', '__proto__', '__code='),
    fc.string({ unit: fc.constantFrom('=', ',', ';', '"', ' ', '\\', '&', '%', '_', '\r', '\n', 'é'), maxLength: 3 }),
  )
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''))
  fc.assert(
    fc.property(text, text, (header, query) => {
      const { applied = '' } = read(header, query) ?? {}
      expect(applied).toMatch(/^([a-z]+=[a-z0-9.-]+(, [a-z]+=[a-z0-9.-]+)*)?$/)
    }),
    { numRuns: 3_000 },
  )
})
