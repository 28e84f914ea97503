import { expect, test } from 'vitest'
import { Skipped } from '../../src/contract/law-record.ts'
import { laws } from '../../src/contract/laws/index.ts'
import { isGuarded } from '../../src/contract/target-client.ts'
import type { LawContext, RequestPlan } from '../../src/contract/types.ts'

// Whoever checks a server on another machine gives it a credential that may be real.

test.each([
  ['http://127.0.0.1:8080', undefined, false],
  ['http://127.9.9.9/client/v4', undefined, false],
  ['http://[::1]:8080', undefined, false],
  ['https://localhost:8443', 'https://auth.localhost/oauth2/token', false],
  ['https://staging.example.com', undefined, true],
  ['http://10.0.0.7:8080', undefined, true],
  ['https://localhost.example.com', undefined, true],
  ['https://127.0.0.1.example.com', undefined, true],
  ['http://127.0.0.1:8080', 'https://auth.example.com/oauth2/token', true],
])('%s with the token URL %s guards the credential: %s', (root, tokenUrl, expected) => {
  const target = { root, isLive: false, ...(tokenUrl === undefined ? {} : { tokenUrl }) }
  expect(isGuarded(target)).toBe(expected)
  // A mock tells its credentials to everybody who may ask; the real API is guarded wherever a proxy puts it.
  expect(isGuarded({ ...target, isMock: true })).toBe(false)
  expect(isGuarded({ ...target, isLive: true })).toBe(true)
})

const headers = { Authorization: 'Bearer a-secret-of-somebody' }

test('a guarded credential goes to its documented place only, and is altered three times at most', async () => {
  const sent: string[] = []
  for (const law of laws.filter(({ family }) => family === 'authentication')) {
    const context = {
      isLive: false,
      isGuarded: true,
      contract: { refusals: { missing: {}, unknown: {}, malformed: {}, expired: {} } },
      operation: { security: [], parameters: [] },
      accounts: {},
      noAccount: {},
      ordinary: async () => ({ headers }),
      requestToken: async () => undefined,
      send: async (plan: unknown) => {
        sent.push(JSON.stringify(plan))
      },
      skip: (reason: string) => {
        throw new Skipped(reason)
      },
      notApplicable: () => {
        throw new Skipped('not applicable')
      },
    } as unknown as LawContext
    // Some laws need more of a run than this; what they have sent until then counts all the same.
    await Promise.resolve(law.run(context)).catch(() => undefined)
  }
  const elsewhere = sent.filter((plan) => !/"authorization":"/i.test(plan) && plan.includes('a-secret-of-somebody'))
  expect(elsewhere).toEqual([])
  expect(sent.filter((plan) => plan.includes('"query"') && plan.includes('secret'))).toEqual([])
  const badLogins = sent.filter((plan) => !plan.includes('a-secret-of-somebody'))
  expect(badLogins.length).toBeLessThanOrEqual(3)
  expect(badLogins.length).toBeGreaterThan(0)
})

test('no request has more headers than servers read, however long the token is', async () => {
  const long = { Authorization: `Bearer ${'x'.repeat(2_000)}` }
  for (const law of laws.filter(({ family }) => family === 'authentication')) {
    const context = {
      isGuarded: false,
      contract: { refusals: { missing: {}, unknown: {}, malformed: {}, expired: {} } },
      operation: { security: [], parameters: [] },
      accounts: {},
      noAccount: {},
      ordinary: async () => ({ headers: long }),
      requestToken: async () => undefined,
      send: async ({ authorization }: RequestPlan) => {
        const headers = typeof authorization === 'object' ? authorization.headers : {}
        expect(JSON.stringify(headers).length, law.id).toBeLessThan(8_000)
      },
      skip: (reason: string) => {
        throw new Skipped(reason)
      },
      notApplicable: () => {
        throw new Skipped('not applicable')
      },
    } as unknown as LawContext
    await Promise.resolve(law.run(context)).catch((error) => expect(error, law.id).toBeInstanceOf(Skipped))
  }
})
