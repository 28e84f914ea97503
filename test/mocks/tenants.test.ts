import { describe, expect, test } from 'vitest'
import { providerIds } from '../support/providers.ts'
import { header, headersOf, ids, json, list, make } from './fleet.ts'

// Tenants share a server and nothing else.

describe.each(providerIds)('a tenant of %s', (id) => {
  test('sees the data that its credential speaks of, the same in every process', async () => {
    const [one, replica] = [await make(id, { seed: 3 }), await make(id, { seed: 3 })]
    const page = async (provider: typeof one, tenant: string) => ids(await list(provider, headersOf(provider, tenant)))
    expect(await page(one, 'seed-7_count-3')).toEqual(await page(replica, 'seed-7_count-3'))
    expect(await page(one, 'seed-7_count-3')).toHaveLength(3)
    expect(await page(one, 'seed-8_count-3')).not.toEqual(await page(one, 'seed-7_count-3'))
    expect(await page(one, 'alice_count-3')).toEqual(await page(one, 'bob_count-3'))
    expect(await page(one, 'seed-3')).toEqual(await page(one, 'ordinary'))
    expect(await page(one, 'empty')).toEqual([])
  })

  test('has faults and counts of its own', async () => {
    const provider = await make(id, { count: 1 })
    const statuses = async (tenant: string, requests: number) => {
      const headers = headersOf(provider, tenant)
      const found: number[] = []
      for (let i = 0; i < requests; i += 1) found.push((await list(provider, headers)).status)
      return found
    }
    expect(await statuses('flaky_alice', 2)).toEqual([200, 200])
    expect(await statuses('flaky_bob', 3)).toEqual([200, 200, 500])
    expect(await statuses('flaky_alice', 2)).toEqual([500, 200])
    expect(await statuses('ordinary', 4)).toEqual([200, 200, 200, 200])
    provider.control.reset('flaky_alice')
    expect(await statuses('flaky_alice', 3)).toEqual([200, 200, 500])
    expect(provider.control.tenants().map(({ tenant, requests }) => `${tenant} ${requests}`)).toEqual([
      'flaky_bob 3',
      'ordinary 4',
      'flaky_alice 3',
    ])
  })

  test('is what it is told to be, from the next request on', async () => {
    const provider = await make(id, { count: 2 })
    const headers = headersOf(provider, 'alice')
    expect(ids(await list(provider, headers))).toHaveLength(2)
    expect(provider.control.configure('alice', { count: 5, seed: 9 })).toMatchObject({ seed: 9, count: 5, requests: 0 })
    const told = ids(await list(provider, headers))
    expect(told).toHaveLength(5)
    expect(told).toEqual(ids(await list(provider, headersOf(provider, 'seed-9_count-5'))))
    provider.control.configure('alice', { count: 5, seed: 10 })
    expect(ids(await list(provider, headers))).not.toEqual(told)
    expect(provider.control.remove('alice')).toBe(true)
    expect(ids(await list(provider, headers))).toHaveLength(2)
  })

  test('is told of faults before and after it is known, and they end with the settings', async () => {
    const provider = await make(id)
    provider.control.configure('alice', { faults: [{ code: 500 }] })
    const headers = headersOf(provider, 'alice')
    expect((await list(provider, headers)).status).toBe(500)
    provider.control.configure('alice', {})
    expect((await list(provider, headers)).status).toBe(200)
  })

  test('meets the faults of its settings, of its scenario and of everybody, in this order', async () => {
    const provider = await make(id)
    provider.control.faults = [{ code: 403 }]
    const headers = headersOf(provider, 'alice_flaky')
    const statuses = async () => [(await list(provider, headers)).status, (await list(provider, headers)).status]
    expect(await statuses()).toEqual([403, 403])
    expect((await list(provider, headers)).status).toBe(500)
    provider.control.configure('alice_flaky', { faults: [{ code: 429, times: 1 }] })
    expect(await statuses()).toEqual([429, 403])
  })

  test('is served where it is to meet an error that the provider does not have', async () => {
    const provider = await make(id, { count: 1 })
    provider.control.faults = [{ code: 418 }, { error: 'no such error' }]
    const answer = await list(provider, headersOf(provider, 'alice'))
    expect([answer.status, ids(answer).length]).toEqual([200, 1])
  })

  test('is told whose answer it is, refused credentials included, and no more', async () => {
    const provider = await make(id)
    const names = ['ordinary', 'alice', 'forbidden', 'flaky_seed-4']
    for (const name of names) expect((await list(provider, headersOf(provider, name))).tenant).toBe(name)
    expect('tenant' in (await list(provider, {}))).toBe(false)
  })
})

test('the rooms of two tenants are apart: a cursor of one is none of the other', async () => {
  const provider = await make('nirvana')
  const page = json(await list(provider, headersOf(provider, 'alice')))
  const query = `cursor=${(page as { pagination: { next_cursor: string } }).pagination.next_cursor}`
  expect((await list(provider, headersOf(provider, 'alice'), { query })).status).toBe(200)
  expect((await list(provider, headersOf(provider, 'bob'), { query })).status).toBe(400)
})

test.each(providerIds)('%s answers what is preferred, and only while preferences are honoured', async (id) => {
  const provider = await make(id)
  const headers = { ...headersOf(provider, 'ordinary'), prefer: 'code=500, delay=1, wait=9' }
  const answer = await list(provider, headers)
  expect(answer).toMatchObject({ status: 500, delayMs: 1_000, tenant: 'ordinary', refusal: 'internal' })
  expect(header(answer, 'preference-applied')).toBe('code=500, delay=1')
  const plain = headersOf(provider, 'ordinary')
  expect((await list(provider, plain, { query: '__code=500' })).status).toBe(500)
  provider.control.honoursPreferences = false
  const ignored = await list(provider, headers, { query: '__code=500' })
  expect([ignored.status, ignored.delayMs, header(ignored, 'preference-applied')]).toEqual([200, undefined, undefined])
})

test.each(providerIds)('%s keeps its delay and its fault of the wire when an error is preferred', async (id) => {
  const provider = await make(id)
  const headers = headersOf(provider, 'slow-100_fault-malformed-json')
  const answer = await list(provider, { ...headers, prefer: 'code=500, delay=1' })
  expect(answer).toMatchObject({ status: 500, delayMs: 1_100, wire: 'malformed-json' })
})

test.each(providerIds)('%s never fails on what a client prefers', async (id) => {
  const provider = await make(id)
  for (const prefer of ['__proto__=1', 'constructor', 'code=__proto__', 'error=', `${'; '.repeat(4_000)}"`]) {
    expect((await list(provider, { ...headersOf(provider, 'ordinary'), prefer })).status).toBe(200)
  }
})
