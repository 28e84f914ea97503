import { expect, test } from 'vitest'
import { createProviders } from '../../src/compose/providers.ts'
import { credentialEntries, tenantAccount } from '../../src/mock/index.ts'

// The grammar that users are told is the one that is read.

const providers = await createProviders()
const [cekura] = credentialEntries(providers, 'http://127.0.0.1:8080')

test.each([
  ['seed-N', 'seed-7', { seed: 7 }],
  ['count-N', 'count-30', { count: 30 }],
  ['throttled-after-N', 'throttled-after-5', { scenario: { allowance: { requests: 5, blockSeconds: 1 } } }],
  ['expiring-after-N', 'expiring-after-4', { scenario: { expiresAfter: 4 } }],
  ['slow-N', 'slow-250', { scenario: { faults: [{ delayMs: 250 }] } }],
  ['any other word', 'my-test', {}],
])('%s is told of, and %s is read so', (word, tenant, account) => {
  expect(cekura?.tenants?.words.map((one) => one.word)).toContain(word)
  expect(tenantAccount(tenant)).toEqual({ tenant, ...account })
})

test.each([
  ['seed-4294967295', 'seed-4294967296'],
  ['count-10000000', 'count-10000001'],
  ['slow-60000', 'slow-60001'],
  ['x'.repeat(100), 'x'.repeat(101)],
])('%s is read and %s is not, as the grammar says', (inside, outside) => {
  expect(tenantAccount(inside)).toMatchObject({ tenant: inside })
  expect(tenantAccount(outside)).toBeUndefined()
})

test("every account's name is a word that means something", () => {
  const names = cekura?.accounts.slice(1).map(({ name }) => name) ?? []
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) expect(Object.keys(tenantAccount(name) ?? {}), name).toHaveLength(2)
})

test('an example stands in the form of each provider', () => {
  const examples = credentialEntries(providers, 'http://127.0.0.1:8080').map(
    ({ tenants }) => tenants?.example.credentials,
  )
  expect(examples).toEqual([
    { apiKey: `test_seed-7_count-30_my-test_${'0'.repeat(35)}` },
    { apiEmail: 'seed-7+count-30+my-test@orgmock.test', apiKey: '7e57000000000000000000000000000000000' },
    { clientId: 'test_seed-7_count-30_my-test_000', clientSecret: expect.stringMatching(/^test_[0-9a-f]{43}$/) },
    { apiKey: `test_seed-7_count-30_my-test_${'0'.repeat(14)}` },
  ])
})
