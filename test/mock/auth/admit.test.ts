import { expect, test } from 'vitest'
import { apiKey, bearer, type Credential, headerPair, type MockRequest } from '../../../src/mock/index.ts'

// What every scheme makes of a credential that it knows: good, past its end, taken back, or without the right.

const end = Date.UTC(2026, 0, 1)
const requiredScope = 'orgs:read'

function schemes(more: Partial<Credential>) {
  const credential: Credential = {
    secret: 'a-secret',
    account: { tenant: 'one' },
    scopes: [requiredScope],
    ...more,
  }
  return {
    apiKey: apiKey({ header: 'X-Key', credentials: [credential] }),
    bearer: bearer({ credentials: [credential], requiredScope }),
    headerPair: headerPair({
      identity: { header: 'x-name', format: /./ },
      secret: { header: 'x-key', format: /./ },
      credentials: [{ ...credential, identity: 'alice' }],
      requiredScope,
    }),
  }
}

function send(scheme: keyof ReturnType<typeof schemes>, more: Partial<Credential>, now = end - 1) {
  const headers = { 'x-key': 'a-secret', 'x-name': 'alice', authorization: 'Bearer a-secret' }
  return schemes(more)[scheme].authenticate({ headers, now } as unknown as MockRequest)
}

const all = ['apiKey', 'bearer', 'headerPair'] as const
const expired = {
  ok: false,
  refusal: { kind: 'unauthenticated', reason: 'expired' },
  account: { tenant: 'one' },
}

test.each(all)('%s accepts a credential until the moment of its expiry, and says whose it was from then on', (name) => {
  expect(send(name, { expiresAtMs: end }).ok).toBe(true)
  expect(send(name, { expiresAtMs: end }, end)).toEqual(expired)
  expect(send(name, { expiresAtMs: end }, end + 1)).toEqual(expired)
})

test.each(all)('%s accepts a credential without an end at any time', (name) => {
  expect(send(name, {}, Date.UTC(2999, 0)).ok).toBe(true)
})

test.each(['expired', 'revoked'] as const)(
  'refuses as %s what the scenario calls so, and says whose it was',
  (state) => {
    const account = { tenant: 'one', scenario: { credential: state } }
    for (const name of all) {
      expect(send(name, { account })).toEqual({
        ok: false,
        refusal: { kind: 'unauthenticated', reason: state },
        account,
      })
    }
  },
)

test('forbids what the scenario calls so, and a credential without the scope', () => {
  const account = { tenant: 'one', scenario: { credential: 'forbidden' } } as const
  const refusal = { kind: 'forbidden' }
  expect(send('apiKey', { account })).toEqual({ ok: false, refusal: { kind: 'forbidden' }, account })
  for (const name of ['bearer', 'headerPair'] as const) {
    expect(send(name, { account })).toEqual({ ok: false, refusal, account })
    expect(send(name, { scopes: ['other'] })).toMatchObject({ ok: false, refusal })
  }
})
