import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publishedScenarios, tenantAccount, testAccount, testCredential } from '../../src/mock/scenarios.ts'
import type { Account, WireFault } from '../../src/mock/types.ts'
import { wireFaults } from '../../src/mock/wire-faults.ts'

fc.configureGlobal({ seed: 20260601 })

test.each<[string, Omit<Account, 'tenant'>]>([
  ['empty', { count: 0 }],
  ['one', { count: 1 }],
  ['page', { count: 'page' }],
  ['many', { count: 10_000 }],
  ['seed-7', { seed: 7 }],
  ['seed-0', { seed: 0 }],
  ['seed-007', { seed: 7 }],
  ['seed-4294967295', { seed: 4_294_967_295 }],
  ['count-30', { count: 30 }],
  ['count-10000000', { count: 10_000_000 }],
  ['expired', { scenario: { credential: 'expired' } }],
  ['revoked', { scenario: { credential: 'revoked' } }],
  ['forbidden', { scenario: { credential: 'forbidden' } }],
  ['throttled', { scenario: { faults: [{ code: 429 }] } }],
  ['throttled-after-3', { scenario: { allowance: { requests: 3, blockSeconds: 1 } } }],
  ['throttled-after-0', { scenario: { allowance: { requests: 0, blockSeconds: 1 } } }],
  ['slow', { scenario: { faults: [{ delayMs: 2_000 }] } }],
  ['slow-250', { scenario: { faults: [{ delayMs: 250 }] } }],
  ['slow-60000', { scenario: { faults: [{ delayMs: 60_000 }] } }],
  ['slow-100-900', { scenario: { faults: [{ delayMs: [100, 900] }] } }],
  ['flaky', { scenario: { faults: [{ code: 500, every: 3 }] } }],
  ['expiring-after-2', { scenario: { expiresAfter: 2 } }],
  ['changing', { scenario: { isChanging: true } }],
])('the word %s means what it says', (word, meaning) => {
  expect(tenantAccount(word)).toEqual({ tenant: word, ...meaning })
})

const faultWords: Record<WireFault, string> = {
  'slow-headers': 'fault-slow-headers',
  'slow-body': 'fault-slow-body',
  'connection-reset': 'fault-connection-reset',
  'connection-reset-in-body': 'fault-connection-reset-in-body',
  'truncated-body': 'fault-truncated-body',
  'malformed-json': 'fault-malformed-json',
  'bad-gateway': 'fault-bad-gateway',
  'empty-body': 'fault-empty-body',
}

test.each(wireFaults)('there is a word for %s', (wire) => {
  expect(tenantAccount(faultWords[wire])?.scenario).toEqual({ faults: [{ wire }] })
})

test.each([
  'alice',
  'a-1',
  '7',
  'empty-',
  'emptyish',
  'seed',
  'seed-',
  'seed-x',
  'count-1-2',
  'fault-fire',
  'constructor',
  'MyTest',
])('the word %s only tells tenants apart', (word) => {
  expect(tenantAccount(word)).toEqual({ tenant: word })
})

test('words add up', () => {
  expect(tenantAccount('alice_seed-7_count-30_slow_flaky_changing_expired')).toEqual({
    tenant: 'alice_seed-7_count-30_slow_flaky_changing_expired',
    seed: 7,
    count: 30,
    scenario: { faults: [{ delayMs: 2_000 }, { code: 500, every: 3 }], isChanging: true, credential: 'expired' },
  })
})

test('of words that say the same the last counts, and a fault said twice is one', () => {
  expect(tenantAccount('seed-1_empty_seed-2_count-5')).toMatchObject({ seed: 2, count: 5 })
  expect(tenantAccount('flaky_flaky')?.scenario?.faults).toHaveLength(1)
})

test.each([
  'seed-4294967296',
  'count-10000001',
  'count-100000000',
  'slow-60001',
  'slow-100000',
  'slow-1-60001',
  'slow-2-1',
  'throttled-after-1000001',
  'expiring-after-99999999999999999999',
  'alice_count-10000001',
])('a number that is too large makes it no name: %s', (name) => {
  expect(tenantAccount(name)).toBeUndefined()
})

test.each(['', '_', 'a_', '_a', 'a__b', 'a b', 'a.b', 'a/b', 'é', 'a\n', 'x'.repeat(101)])('%j is no name', (name) => {
  expect(tenantAccount(name)).toBeUndefined()
})

test('capital letters make another name, but mean the same', () => {
  expect(tenantAccount('one_MyTest')).toEqual({ tenant: 'one_MyTest', count: 1 })
  expect(tenantAccount('Seed-7_EMPTY_mytest')).toEqual({ tenant: 'Seed-7_EMPTY_mytest', seed: 7, count: 0 })
  expect(tenantAccount('Throttled-After-3')?.scenario).toEqual({ allowance: { requests: 3, blockSeconds: 1 } })
})

test("the name of the ordinary account is nobody else's", () => {
  expect(tenantAccount('ordinary')).toBeUndefined()
  expect(testAccount('test_ordinary_000')).toBeUndefined()
  expect(tenantAccount('Ordinary')).toBeUndefined()
  expect(tenantAccount('ordinary-2')).toEqual({ tenant: 'ordinary-2' })
})

test.each([
  ['empty', 20, 'test_empty_000000000'],
  ['empty', 12, 'test_empty_0'],
  ['empty', 11, 'test_empty'],
  ['empty', 5, 'test_empty'],
  ['seed-7_one', 24, 'test_seed-7_one_00000000'],
  ['a_0', 7, 'test_a_0_0'],
])('the credential of %s with %i characters is %s', (tenant, length, credential) => {
  expect(testCredential(tenant, length)).toBe(credential)
})

test('a credential of any length is read back as the tenant that it was made for', () => {
  const word = fc.oneof(
    fc.constantFrom('empty', 'Empty', 'seed-7', '0', '00', 'a0', 'slow'),
    fc.string({ unit: fc.constantFrom('a', 'z', 'A', 'Z', '0', '9', '-'), minLength: 1, maxLength: 6 }),
  )
  const names = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join('_'))
  fc.assert(
    fc.property(names, fc.nat({ max: 64 }), (name, length) => {
      const credential = testCredential(name, length)
      expect(credential.length).toBeGreaterThanOrEqual(length - 1)
      expect(testAccount(credential)).toEqual(tenantAccount(name))
    }),
  )
})

test.each([
  '',
  'test',
  'test_',
  'tests_empty',
  'TEST_empty',
  'xtest_empty',
  'test__empty',
  `test_${'x'.repeat(8_192)}`,
])('%j is no credential of a tenant', (credential) => {
  expect(testAccount(credential)).toBeUndefined()
})

test('every published account is what its name says, with its count, and says whether it counts', () => {
  const published = publishedScenarios((tenant) => ({ key: testCredential(tenant, 32) }), 7)
  expect(Object.keys(published)).toEqual([
    'empty',
    'one',
    'page',
    'many',
    'expired',
    'revoked',
    'forbidden',
    'throttled',
    'throttled-after-3',
    'slow',
    'flaky',
    'expiring-after-2',
    'changing',
  ])
  for (const [name, { credentials }] of Object.entries(published)) {
    const account = testAccount(credentials['key'] ?? '')
    expect(account?.tenant).toBe(name)
    expect(account?.count !== undefined || account?.scenario !== undefined).toBe(true)
  }
  expect(Object.values(published).flatMap(({ count }) => count ?? [])).toEqual([0, 1, 7, 10_000])
  const counted = Object.entries(published).filter(([, { isCounted }]) => isCounted)
  expect(published['page']?.description).toBe('exactly one full page of the default size, 7')
  expect(counted.map(([name]) => name)).toEqual(['throttled-after-3', 'flaky', 'expiring-after-2', 'changing'])
})
