import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keys, type MockRequest, noKey } from '../../../src/mock/index.ts'

const account = { tenant: 'ordinary' }
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

type Way = Parameters<typeof keys>[0]['ways'][number]

/** The tenant, or why the caller is refused. */
function asked(ways: readonly Way[], { query = '', ...headers }: Readonly<Record<string, string>>) {
  const scheme = keys({
    ways,
    credentials: [{ parts: { user: 'me', key: 'sesame' }, account }],
    secret: 'key',
  })
  const outcome = scheme.authenticate({ headers, query, now: 0 } as unknown as MockRequest)
  if (outcome.ok) return outcome.value.account.tenant
  return outcome.refusal.kind === 'unauthenticated' ? outcome.refusal.reason : outcome.refusal.kind
}

describe('HTTP Basic with user and password', () => {
  const ways = [
    [
      { in: 'user', part: 'user' },
      { in: 'password', part: 'key' },
    ],
  ] as const
  test.each([
    ['the right pair', basic('me:sesame'), 'ordinary'],
    ['the scheme in capitals', basic('me:sesame').replace('Basic', 'BASIC'), 'ordinary'],
    ['another password', basic('me:sesamf'), 'unknown'],
    ['another user', basic('mf:sesame'), 'unknown'],
    ['a password that goes on behind a colon', basic('me:sesame:'), 'unknown'],
    ['a user alone', basic('me:'), 'missing'],
    ['a password alone', basic(':sesame'), 'missing'],
    ['no colon', basic('mesesame'), 'malformed'],
    ['no padding', basic('me:sesame').replace(/=+$/, ''), basic('me:sesame').endsWith('=') ? 'malformed' : 'ordinary'],
    ['bits that carry nothing', 'Basic bWU6c2VzYW1l=', 'malformed'],
    ['base64url', 'Basic bWU6_-8=', 'malformed'],
    ['bytes that are no text', `Basic ${Buffer.from([0x6d, 0x3a, 0xff]).toString('base64')}`, 'malformed'],
    ['another scheme', 'Bearer sesame', 'malformed'],
    ['the pair as it is', 'Basic me:sesame', 'malformed'],
  ])('%s', (_, authorization, expected) => {
    expect(asked(ways, { authorization })).toBe(expected)
  })

  test('refuses any other text of the same scheme', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        fc.pre(text.trim() !== basic('me:sesame').slice(6))
        expect(asked(ways, { authorization: `Basic ${text}` })).toMatch(/^(malformed|missing|unknown)$/)
      }),
    )
  })
})

describe('a key for a user', () => {
  const ways = [[{ in: 'user', part: 'key' }]] as const
  test.each([
    [basic('sesame:'), 'ordinary'],
    [basic('sesame:x'), 'malformed'],
    [basic(':sesame'), 'malformed'],
    [basic('sesamf:'), 'unknown'],
  ])('%s is %s', (authorization, expected) => {
    expect(asked(ways, { authorization })).toBe(expected)
  })
})

describe('a key in the query', () => {
  const ways = [[{ in: 'query', name: 'access token', part: 'key' }]] as const
  test.each([
    ['access+token=sesame&limit=5', 'ordinary'],
    ['access%20token=ses%61me', 'ordinary'],
    ['access+token=sesamf', 'unknown'],
    ['access+token=', 'missing'],
    ['limit=5', 'missing'],
    ['access+token=sesame&access+token=sesame', 'malformed'],
    ['access+token=%ff', 'malformed'],
  ])('%s is %s', (query, expected) => {
    expect(asked(ways, { query })).toBe(expected)
  })
})

describe('a key in a cookie', () => {
  const ways = [[{ in: 'cookie', name: 'sid', part: 'key' }]] as const
  test.each([
    ['sid=sesame', 'ordinary'],
    ['theme=dark; sid=sesame', 'ordinary'],
    ['xsid=sesame', 'missing'],
    ['sid=', 'missing'],
    ['sid=sesamf', 'unknown'],
  ])('%s is %s', (cookie, expected) => {
    expect(asked(ways, { cookie })).toBe(expected)
  })
})

describe('three headers, of which one is no secret', () => {
  const ways = [
    [
      { in: 'header', name: 'X-User', part: 'user' },
      { in: 'header', name: 'X-Key', part: 'key' },
      { in: 'header', name: 'X-Version' },
    ],
  ] as const
  test.each<[Record<string, string>, string]>([
    [{ 'x-user': 'me', 'x-key': 'sesame', 'x-version': '7' }, 'ordinary'],
    [{ 'x-user': 'me', 'x-key': 'sesame' }, 'missing'],
    [{ 'x-user': 'me', 'x-version': '7' }, 'missing'],
    [{ 'x-user': 'mf', 'x-key': 'sesame', 'x-version': '7' }, 'unknown'],
    [{ 'x-user': 'me', 'x-key': 'sesamf', 'x-version': '7' }, 'unknown'],
    [{ 'x-user': 'anybody', 'x-key': 'test_mine', 'x-version': '7' }, 'mine'],
  ])('%j is %s', (headers, expected) => {
    expect(asked(ways, headers)).toBe(expected)
  })
})

describe('what stands before a key', () => {
  const header = { in: 'header', name: 'Authorization', part: 'key' } as const
  test.each([
    ['Bot sesame', 'ordinary'],
    ['bot  sesame', 'ordinary'],
    ['sesame', 'malformed'],
    ['Bot ', 'malformed'],
    ['Bearer sesame', 'malformed'],
  ])('is the prefix: %s is %s', (authorization, expected) => {
    expect(asked([[{ ...header, prefix: 'Bot ' }]], { authorization })).toBe(expected)
  })

  test.each([
    ['Bot sesame', 'ordinary'],
    ['token sesame', 'ordinary'],
    ['sesame', 'ordinary'],
    ['Bot sesamf', 'unknown'],
    ['sesame Bot', 'unknown'],
  ])('is any word where it is not known: %s is %s', (authorization, expected) => {
    expect(asked([[{ ...header, anyWord: true }]], { authorization })).toBe(expected)
  })
})

describe('of several ways', () => {
  const ways = [
    [{ in: 'header', name: 'Authorization', part: 'key', prefix: 'Bearer ' }],
    [{ in: 'user', part: 'key' }],
    [{ in: 'query', name: 'key', part: 'key' }],
    [{ in: 'header', name: 'X-User', part: 'user' }],
  ] as const
  test.each<[Record<string, string>, string]>([
    [{ 'x-user': 'me' }, 'ordinary'],
    [{ 'x-user': 'sesame' }, 'unknown'],
    [{ authorization: 'Bearer sesame' }, 'ordinary'],
    [{ authorization: basic('sesame:') }, 'ordinary'],
    [{ query: 'key=sesame' }, 'ordinary'],
    [{ query: 'key=sesame', authorization: 'Digest x' }, 'ordinary'],
    [{ query: 'key=sesamf', authorization: 'Digest x' }, 'unknown'],
    [{ authorization: 'Digest x' }, 'malformed'],
    [{}, 'missing'],
  ])('any opens: %j is %s', (headers, expected) => {
    expect(asked(ways, headers)).toBe(expected)
  })
})

test('without a key everybody is the ordinary account', () => {
  expect(noKey().authenticate({ headers: {} } as unknown as MockRequest)).toMatchObject({
    ok: true,
    value: { account },
  })
})
