import { expect, test } from 'vitest'
import { fixedWindow } from '../../src/mock/rate-limit/fixed-window.ts'
import { limiterOf } from '../../src/mock/rate-limit/limiter-of.ts'
import { tenantAccount } from '../../src/mock/scenarios.ts'
import { createTenants, tenantState, use } from '../../src/mock/tenants.ts'
import type { Account, Scenario } from '../../src/mock/types.ts'

function make(largestCount = Number.POSITIVE_INFINITY) {
  return createTenants({ seed: 1, count: 127, largestCount, pageSize: 7, accountOf: tenantAccount })
}

const account = (name: string): Account => tenantAccount(name) ?? { tenant: name }

test('sees the data of the server, of its credential, or of its settings, in this order', () => {
  const tenants = make()
  const look = (name: string) => {
    const { seed, count } = tenants.of(account(name))
    return [seed, count]
  }
  expect(look('alice')).toEqual([1, 127])
  expect(look('seed-7_count-30')).toEqual([7, 30])
  tenants.configure('seed-7_count-30', { seed: 9 })
  expect(look('seed-7_count-30')).toEqual([9, 30])
  tenants.configure('seed-7_count-30', { count: 5 })
  expect(look('seed-7_count-30')).toEqual([7, 5])
})

test('never has more organizations than the provider sends', () => {
  const tenants = make(50)
  expect(tenants.of(account('alice')).count).toBe(50)
  expect(tenants.of(account('many')).count).toBe(50)
  expect(tenants.configure('alice', { count: 51 }).count).toBe(50)
})

test('keeps what is counted apart', () => {
  const tenants = make()
  tenants.of(account('alice')).requests += 2
  tenants.of(account('bob')).requests += 1
  tenants.of(account('alice')).edits += 1
  expect(tenants.all().map(({ account: { tenant }, requests, edits }) => [tenant, requests, edits])).toEqual([
    ['bob', 1, 0],
    ['alice', 2, 1],
  ])
})

test('knows only those that asked or were told something', () => {
  const tenants = make()
  expect(tenants.get('seed-7')).toBeUndefined()
  tenants.configure('seed-7', { faults: [] })
  expect(tenants.get('seed-7')).toMatchObject({ seed: 7, requests: 0 })
  expect(tenants.all()).toHaveLength(1)
})

test('is configured under any name, one that no credential has included', () => {
  expect(make().configure('ordinary', { count: 3 })).toMatchObject({ account: { tenant: 'ordinary' }, count: 3 })
  expect(make().configure('Wile E.', { count: 3 })).toMatchObject({ account: { tenant: 'Wile E.' }, count: 3 })
})

test('begins anew when it is configured, and names what it sees by another text', () => {
  const tenants = make()
  const before = tenants.of(account('alice'))
  before.requests += 1
  const told = tenants.configure('alice', { seed: 2 })
  expect(told).toMatchObject({ requests: 0 })
  expect(told.key).not.toBe(before.key)
  expect(tenants.configure('alice', { seed: 3 }).key).not.toBe(told.key)
  expect(tenants.of(account('alice')).seed).toBe(3)
})

test('forgets what it counted on a reset, and keeps what it was told', () => {
  const tenants = make()
  tenants.configure('alice', { count: 3 }).requests += 1
  tenants.of(account('bob')).requests += 1
  expect(tenants.reset('alice')).toBe(true)
  expect(tenants.of(account('alice'))).toMatchObject({ requests: 0, count: 3 })
  expect(tenants.of(account('bob')).requests).toBe(1)
  expect(tenants.reset()).toBe(true)
  expect(tenants.of(account('bob')).requests).toBe(0)
  expect(tenants.of(account('alice')).count).toBe(3)
  expect(tenants.reset('nobody')).toBe(false)
})

test('forgets all when it is removed', () => {
  const tenants = make()
  tenants.configure('alice', { count: 3 }).requests += 1
  expect(tenants.remove('alice')).toBe(true)
  expect(tenants.get('alice')).toBeUndefined()
  expect(tenants.of(account('alice'))).toMatchObject({ requests: 0, count: 127 })
  expect(tenants.remove('nobody')).toBe(false)
})

test('is forgotten when 10,000 others came since it was used, and never while it is used', () => {
  const tenants = make()
  for (const name of ['busy', 'idle']) tenants.of({ tenant: name }).requests += 1
  for (let i = 0; i < 10_000; i += 1) {
    tenants.of({ tenant: `t${i}` })
    tenants.of({ tenant: 'busy' }).requests += 1
  }
  expect(tenants.all()).toHaveLength(10_000)
  expect(tenants.get('idle')).toBeUndefined()
  expect(tenants.get('busy')?.requests).toBe(10_001)
})

test('is shown as the admin API shows it', () => {
  const tenants = make()
  tenants.configure('seed-7', { count: 3 }).requests += 1
  expect(tenants.all().map(tenantState)).toEqual([
    { tenant: 'seed-7', seed: 7, count: 3, requests: 1, settings: { count: 3 } },
  ])
})

// ---- limits and uses

const everybody = { requests: 5, windowSeconds: 60 }

/** How many of ten requests at once are served. */
function served(scenario: Scenario | undefined, own: number | undefined, forAll: typeof everybody | undefined): number {
  const tenants = make()
  if (own !== undefined) tenants.configure('alice', { rateLimit: { requests: own, windowSeconds: 60 } })
  const tenant = tenants.of({ tenant: 'alice', ...(scenario === undefined ? {} : { scenario }) })
  return Array.from({ length: 10 }, () => limiterOf(tenant, forAll, fixedWindow)?.take(0).isAllowed ?? true).filter(
    Boolean,
  ).length
}

test('has no limit unless there is one', () => {
  expect(served(undefined, undefined, undefined)).toBe(10)
})

test('has the limit of its settings, of its scenario, or of everybody, in this order', () => {
  const allowance = { requests: 3, blockSeconds: 1 }
  expect(served(undefined, undefined, everybody)).toBe(5)
  expect(served(undefined, 7, everybody)).toBe(7)
  expect(served({ expiresAfter: 1 }, undefined, everybody)).toBe(5)
  expect([allowance].map(() => served({ allowance }, undefined, everybody))).toEqual([3])
})

test('has a bucket of its own, and a new one when the limit is another', () => {
  const tenants = make()
  const take = (name: string, limit: typeof everybody) =>
    limiterOf(tenants.of({ tenant: name }), limit, fixedWindow)?.take(0).remaining
  expect([take('alice', everybody), take('alice', everybody), take('bob', everybody)]).toEqual([4, 3, 4])
  expect(take('alice', { ...everybody })).toBe(4)
})

test('counts the uses of each credential', () => {
  const tenant = make().of({ tenant: 'alice' })
  expect(['a', 'a', 'b', 'a', 'b', 'b'].map((credential) => use(tenant, credential, 2))).toEqual([
    true,
    true,
    true,
    false,
    true,
    false,
  ])
})

test('remembers the uses of 1,000 credentials at most', () => {
  const tenant = make().of({ tenant: 'alice' })
  for (let i = 0; i < 1_500; i += 1) use(tenant, `token ${i}`, 1)
  expect(tenant.uses.size).toBe(1_000)
  expect(use(tenant, 'token 1499', 1)).toBe(false)
})

test('a tenant of one page has as many organizations as the provider sends without being asked', () => {
  const tenants = make()
  expect(tenants.of(account('page')).count).toBe(7)
  expect(tenants.of(account('page_count-3')).count).toBe(3)
})
