import { describe, expect, test } from 'vitest'
import { errorCatalogue } from '../../src/mock/error-catalogue.ts'
import type { Asked, ProviderError, Refusal } from '../../src/mock/index.ts'
import { generalError } from '../../src/mock/index.ts'

const texts = { basis: 'assumed', source: 's', meaning: 'm', cause: 'c', advice: 'a' } as const
const asked: Asked = { method: 'GET', path: '/things', headers: {}, requestId: '00', now: 0 }
const headers = () => ['X-Usual', 'yes']

const broken: ProviderError = { ...texts, name: 'broken', kind: 'internal', status: 500, body: { broken: true } }
const anyKey: ProviderError = { ...texts, name: 'any', kind: 'unauthenticated', status: 401, body: 'who' }
const noKey: ProviderError = {
  ...anyKey,
  name: 'none',
  kind: 'unauthenticated',
  when: { reason: 'missing' },
  body: 'a key',
}
const oldKey: ProviderError = {
  ...anyKey,
  name: 'old',
  kind: 'unauthenticated',
  when: { reason: ['expired', 'revoked'], detail: 'key' },
  body: 'a new key',
}
const slow: ProviderError = {
  ...texts,
  name: 'slow',
  kind: 'throttled',
  alsoFor: ['not-acceptable'],
  facts: { retryAfterSeconds: 1 },
  status: 429,
  headers: (_, { retryAfterSeconds }) => ['Retry-After', String(retryAfterSeconds)],
  body: ({ retryAfterSeconds }, { path }) => ({ wait: retryAfterSeconds, at: path }),
}

function catalogue(...errors: readonly ProviderError[]) {
  return errorCatalogue({ errors: [...errors, broken], auth: {}, headers })
}

test('finds an error by name, and the first with a status', () => {
  const { byName, byStatus, names, statuses } = catalogue(anyKey, noKey)
  expect(byName('none')).toBe(noKey)
  expect(byStatus(401)).toBe(anyKey)
  expect([byName('toaster'), byStatus(404)]).toEqual([undefined, undefined])
  expect([...names]).toEqual(['any', 'none', 'broken'])
  expect([...statuses]).toEqual([401, 500])
})

test('finds by status the first error of a token endpoint there, and the first of all elsewhere', () => {
  const bad: ProviderError = {
    ...texts,
    name: 'bad',
    kind: 'invalid-cursor',
    facts: { parameter: 'p' },
    status: 400,
    body: '',
  }
  const noClient: ProviderError = { ...texts, name: 'client', kind: 'token', status: 400, body: '' }
  const { byStatus } = catalogue(bad, noClient)
  expect([byStatus(400), byStatus(400, true), byStatus(500, true)]).toEqual([bad, noClient, broken])
})

describe('a refusal', () => {
  const { reply } = catalogue(anyKey, noKey, oldKey, slow)

  test.each<[string, Refusal]>([
    ['who', { kind: 'unauthenticated', reason: 'unknown' }],
    ['a key', { kind: 'unauthenticated', reason: 'missing' }],
    ['a key', { kind: 'unauthenticated', reason: 'missing', detail: 'key' }],
    ['a new key', { kind: 'unauthenticated', reason: 'revoked', detail: 'key' }],
    ['who', { kind: 'unauthenticated', reason: 'revoked', detail: 'mail' }],
  ])('is said by the error that says most of its case: %s', (body, refusal) => {
    expect(reply(refusal, asked)).toEqual({ status: 401, headers: ['X-Usual', 'yes'], body })
  })

  test('gives its facts to headers and body', () => {
    const said = { status: 429, headers: ['Retry-After', '7'], body: '{"wait":7,"at":"/things"}' }
    expect(reply({ kind: 'throttled', retryAfterSeconds: 7 }, asked)).toEqual(said)
  })

  test('is said by the error of another kind that is also for it', () => {
    expect(reply({ kind: 'not-acceptable' }, asked).status).toBe(429)
  })

  test('that no error covers is said as the internal one', () => {
    expect(reply({ kind: 'not-found' }, asked)).toEqual({
      status: 500,
      headers: ['X-Usual', 'yes'],
      body: '{"broken":true}',
    })
  })

  test('is never said by an error that comes on demand only', () => {
    const wanted: ProviderError = { ...noKey, name: 'wanted', isOnDemand: true, body: 'wanted' }
    expect(catalogue(wanted, anyKey).reply({ kind: 'unauthenticated', reason: 'missing' }, asked).body).toBe('who')
  })

  test('is said by the provider before the scheme of its authentication', () => {
    const own: ProviderError = { ...texts, name: 'client', kind: 'token', status: 400, body: 'own' }
    const auth = { errors: [{ kind: 'token', when: { code: 'invalid_client' }, status: 401, body: 'scheme' }] } as const
    const { reply: said } = errorCatalogue({ errors: [own, broken], auth, headers })
    expect(said({ kind: 'token', code: 'invalid_client' }, asked).body).toBe('own')
  })
})

test('indents JSON as the provider does, and leaves text as it is', () => {
  const { reply } = errorCatalogue({ errors: [broken, anyKey], auth: {}, headers, indent: () => 2 })
  expect(reply({ kind: 'internal' }, asked).body).toBe('{\n  "broken": true\n}')
  expect(reply({ kind: 'unauthenticated', reason: 'unknown' }, asked).body).toBe('who')
})

test('an error that is asked for has its first case and its own facts', () => {
  const { replyOf } = catalogue(slow)
  expect(replyOf(slow, asked).body).toBe('{"wait":1,"at":"/things"}')
})

test('refuses two errors with one name, and a list without an internal one', () => {
  expect(() => catalogue(anyKey, anyKey)).toThrow(
    expect.objectContaining({ code: 'TWO_ERRORS', message: 'two errors have the name any' }),
  )
  expect(() => errorCatalogue({ errors: [anyKey], auth: {}, headers })).toThrow(
    expect.objectContaining({ code: 'NO_INTERNAL_ERROR' }),
  )
})

test('the errors that every API has come with words', () => {
  const error = generalError('missing', { status: 401, body: '' })
  expect(error).toMatchObject({ name: 'missing', kind: 'unauthenticated', when: { reason: 'missing' }, status: 401 })
  for (const text of [error.meaning, error.cause, error.advice, error.source]) expect(text).toMatch(/\w+ \w+/)
})
