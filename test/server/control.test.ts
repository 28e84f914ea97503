import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer, type TenantEntry } from '../../src/compose/index.ts'
import { ask } from '../support/http.ts'

// What the admin API changes is what the providers do next.

let server: MockServer

beforeAll(async () => {
  server = await startMockServer({
    count: 30,
    cursorLifetimeSeconds: 60,
    providers: {
      nirvana: { faults: [{ code: 500, after: 1_000_000 }], tenants: { configured: { count: 4 } } },
    },
  })
})
beforeEach(() => server.reset())
afterAll(() => server.close())

async function admin(method: string, path: string, body?: unknown) {
  const answer = await ask(server.url, `/__admin${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  })
  return {
    status: answer.status,
    body: answer.text === '' ? undefined : (answer.json() as Record<string, unknown>),
    answer,
  }
}

const operation = '/api.nirvanalabs.io/v1/organizations'

function list(credentials: Readonly<Record<string, string>> = server.credentials('nirvana'), query = '') {
  return ask(server.url, `${operation}${query}`, { headers: { Authorization: `Bearer ${credentials['apiKey']}` } })
}

interface Page {
  readonly items: readonly { readonly id: string }[]
  readonly pagination: { readonly next_cursor: string | null; readonly total_count: number }
}

async function page(credentials?: Readonly<Record<string, string>>, query = ''): Promise<Page> {
  return (await list(credentials, query)).json() as Page
}

describe('a tenant', () => {
  test('that is made has data of its own, and the ordinary account keeps its', async () => {
    const { status, body, answer } = await admin('POST', '/tenants', {
      provider: 'nirvana',
      tenant: 'mine',
      seed: 7,
      count: 3,
    })
    expect(status).toBe(201)
    expect(answer.header('location')).toBe('/__admin/tenants/nirvana/mine')
    expect(body).toMatchObject({
      provider: 'nirvana',
      tenant: 'mine',
      seed: 7,
      count: 3,
      requests: 0,
      settings: { seed: 7, count: 3 },
      baseUrl: `${server.url}/api.nirvanalabs.io`,
    })
    const { credentials } = body as unknown as TenantEntry
    const own = await page(credentials)
    expect(own.pagination.total_count).toBe(3)
    const ordinary = await page()
    expect(ordinary.pagination.total_count).toBe(30)
    expect(ordinary.items[0]?.id).not.toBe(own.items[0]?.id)
    expect((await admin('GET', '/tenants/nirvana/mine')).body).toMatchObject({ requests: 1 })
  })

  test('without a name gets one that nobody else has', () => {
    const names = [1, 2, 3].map(() => server.tenant({ provider: 'cradl' }).tenant)
    expect(new Set(names).size).toBe(3)
    expect(names[0]).toMatch(/^t-[0-9a-f]{8}$/)
  })

  test('takes words of a scenario into its name, which its credential carries to every replica', async () => {
    const made = server.tenant({ provider: 'nirvana', tenant: 'x', scenario: ['empty', 'throttled-after-2'] })
    expect(made.tenant).toBe('x_empty_throttled-after-2')
    expect(made.credentials?.['apiKey']).toContain('test_x_empty_throttled-after-2')
    const statuses: number[] = []
    for (let i = 0; i < 3; i += 1) statuses.push((await list(made.credentials)).status)
    expect(statuses).toEqual([200, 200, 429])
  })

  test.each(['cekura', 'cloudflare', 'cradl', 'nirvana'])('of %s has credentials in its own form', (provider) => {
    const { credentials, count } = server.tenant({ provider, tenant: 'a-b', scenario: 'one' })
    expect(count).toBe(1)
    expect(Object.keys(credentials)).toEqual(Object.keys(server.credentials(provider)))
  })

  test('has faults of its own, in order and counted', async () => {
    const { credentials } = server.tenant({ provider: 'nirvana', faults: [{ code: 429, after: 1, times: 1 }] })
    const statuses: number[] = []
    for (let i = 0; i < 3; i += 1) statuses.push((await list(credentials)).status)
    expect(statuses).toEqual([200, 429, 200])
    expect((await list()).status).toBe(200)
  })

  test('has a limit of its own', async () => {
    const { credentials } = server.tenant({ provider: 'nirvana', rateLimit: { requests: 1, windowSeconds: 60 } })
    expect((await list(credentials)).status).toBe(200)
    expect((await list(credentials)).status).toBe(429)
    server.clock.advance('PT60S')
    expect((await list(credentials)).status).toBe(200)
  })

  test('is changed in part, and null takes away', async () => {
    const { tenant, credentials } = server.tenant({ provider: 'nirvana', count: 3, faults: [{ code: 500 }] })
    const at = `/tenants/nirvana/${tenant}`
    expect((await admin('PATCH', at, { count: 5, faults: null })).body).toMatchObject({ settings: { count: 5 } })
    expect((await page(credentials)).pagination.total_count).toBe(5)
    expect((await admin('PUT', at, {})).body).toMatchObject({ settings: {}, count: 30, requests: 0 })
  })

  test('is reset: what was counted is forgotten, with its requests, and what it was told stays', async () => {
    const { tenant, credentials } = server.tenant({ provider: 'nirvana', count: 3, faults: [{ code: 500, times: 1 }] })
    expect((await list(credentials)).status).toBe(500)
    expect((await list(credentials)).status).toBe(200)
    await list()
    expect((await admin('POST', `/tenants/nirvana/${tenant}/reset`)).status).toBe(204)
    expect(server.requests({ tenant })).toEqual([])
    expect(server.requests()).toHaveLength(1)
    expect((await list(credentials)).status).toBe(500)
    expect((await page(credentials)).pagination.total_count).toBe(3)
  })

  test('is deleted: a credential with its name is a new tenant', async () => {
    const { tenant, credentials } = server.tenant({ provider: 'nirvana', count: 3 })
    expect((await admin('DELETE', `/tenants/nirvana/${tenant}`)).status).toBe(204)
    expect((await admin('GET', `/tenants/nirvana/${tenant}`)).status).toBe(404)
    expect((await page(credentials)).pagination.total_count).toBe(30)
  })

  test('that is the ordinary account can be told to be otherwise', async () => {
    expect((await admin('PUT', '/tenants/nirvana/ordinary', { count: 2 })).body).toMatchObject({
      count: 2,
      credentials: server.credentials('nirvana'),
    })
    expect((await page()).pagination.total_count).toBe(2)
  })

  test.each([
    [{ tenant: 'x' }, 'provider is missing'],
    [{ provider: 'nobody' }, 'unknown provider "nobody"; known are cekura, cloudflare, cradl, nirvana'],
    [
      { provider: 'nirvana', tenant: 'A b' },
      'tenant must be letters, digits and hyphens, with _ between words, at most 100 characters, and not ordinary, not "A b"',
    ],
    [{ provider: 'nirvana', seed: -1 }, 'seed must be a whole number from 0 to 4294967295, not -1'],
    [{ provider: 'nirvana', count: 1.5 }, 'count must be a whole number from 0 to 10000000, not 1.5'],
    [
      { provider: 'nirvana', rows: 3 },
      'unknown option "rows"; known are provider, tenant, scenario, seed, count, faults, rateLimit',
    ],
    [{ provider: 'nirvana', rateLimit: { requests: 1 } }, 'rateLimit.windowSeconds is missing'],
    [
      { provider: 'nirvana', faults: [{ code: 429, afer: 1 }] },
      'unknown option "faults[0].afer": did you mean "after"?',
    ],
  ])('is refused in one sentence: %j', async (told, message) => {
    expect(await admin('POST', '/tenants', told)).toMatchObject({ status: 400, body: { message } })
  })

  test.each([
    [{ seed: -1 }, '/seed'],
    [{ rateLimit: { requests: 1 } }, '/rateLimit/windowSeconds'],
    [{ faults: [{ code: 429 }, { delayMs: [0, 'x'] }] }, '/faults/1/delayMs/1'],
    [{ faults: [{ 'a/b': 1 }] }, '/faults/0/a~1b'],
    [{ faults: [{ every: 2 }] }, '/faults/0'],
    [{ faults: [{ code: 429 }, { code: 418 }] }, '/faults/1/code'],
  ])('is refused with the JSON pointer of what is wrong: %j', (told, at) => {
    const options = { provider: 'nirvana', ...told } as Parameters<typeof server.tenant>[0]
    expect(() => server.tenant(options)).toThrow(expect.objectContaining({ code: 'BAD_OPTION', at }))
  })

  test('of an unknown scenario is refused with the known ones', async () => {
    const { status, body } = await admin('POST', '/tenants', { provider: 'nirvana', scenario: 'sleepy' })
    expect(status).toBe(400)
    expect(body?.['message']).toMatch(/^scenario must be a scenario such as empty, one, page, .*, not "sleepy"$/)
  })
})

describe('faults for everybody', () => {
  test('hit every tenant of one provider', async () => {
    await admin('PUT', '/faults?provider=nirvana', { faults: [{ code: 429 }] })
    expect((await list()).status).toBe(429)
    expect((await list(server.tenant({ provider: 'nirvana' }).credentials)).status).toBe(429)
    const { body } = await admin('GET', '/faults')
    expect(body).toContainEqual({ provider: 'cradl', faults: [] })
  })

  test('are added and ended', async () => {
    await admin('POST', '/faults', { code: 429 })
    expect((await list()).status).toBe(429)
    await admin('DELETE', '/faults')
    expect((await list()).status).toBe(200)
  })

  test("that name one provider's error are its own, for all providers at once", async () => {
    const { body } = await admin('PUT', '/faults', { faults: [{ error: 'cloudflare.9103' }] })
    expect(body).toEqual([
      { provider: 'cekura', faults: [] },
      { provider: 'cloudflare', faults: [{ error: '9103' }] },
      { provider: 'cradl', faults: [] },
      { provider: 'nirvana', faults: [] },
    ])
  })

  test.each([
    [{}, 'the body needs error, code, wire or delayMs: what is to go wrong'],
    [{ after: 1 }, 'the body needs error, code, wire or delayMs: what is to go wrong'],
    [{ error: '9103', code: 429 }, 'the body names an error and a code: give one of them'],
    [{ code: 1 }, 'code must be a whole number from 100 to 599, not 1'],
    [
      { wire: 'gone' },
      'wire must be one of slow-headers, slow-body, connection-reset, connection-reset-in-body, truncated-body, malformed-json, bad-gateway, empty-body, not "gone"',
    ],
    [
      { delayMs: -1 },
      'delayMs must be a list of two numbers in rising order or a whole number from 0 to 300000, not -1',
    ],
    [
      { delayMs: [5, 1] },
      'delayMs must be a list of two numbers in rising order or a whole number from 0 to 300000, not [5,1]',
    ],
    [
      { delayMs: [1] },
      'delayMs must be a list of two numbers in rising order or a whole number from 0 to 300000, not [1]',
    ],
    [{ code: 429, every: 0 }, 'every must be a whole number from 1 to 1000000000, not 0'],
    [{ code: 429, probability: 2 }, 'probability must be a number from 0 to 1, not 2'],
  ])('are refused in one sentence: %j', async (rule, message) => {
    expect(await admin('POST', '/faults?provider=cloudflare', rule)).toMatchObject({ status: 400, body: { message } })
  })

  test.each([
    [{ error: 'cloudflare.9103' }, /^error must be one of .*, not "cloudflare.9103": these are the errors of nirvana$/],
    [{ code: 418 }, /^code must be one of 400, .*, not 418: these are the errors of nirvana$/],
  ])('are refused when the provider has no such error: %j', async (rule, message) => {
    const { status, body } = await admin('POST', '/faults?provider=nirvana', rule)
    expect(status).toBe(400)
    expect(body?.['message']).toMatch(message)
  })

  test('change nowhere when one provider cannot obey', async () => {
    expect((await admin('PUT', '/faults', { faults: [{ code: 405 }, { code: 418 }] })).status).toBe(400)
    expect((await admin('GET', '/faults?provider=cekura')).body).toEqual([{ provider: 'cekura', faults: [] }])
  })
})

describe('the settings', () => {
  test("switch a provider's own limit on and off", async () => {
    const own = { requests: 100, windowSeconds: 60 }
    const on = await admin('PATCH', '/settings?provider=nirvana', { rateLimit: true })
    expect(on.body).toEqual([{ provider: 'nirvana', rateLimit: own, ownRateLimit: own, preferences: true }])
    const off = await admin('PATCH', '/settings?provider=nirvana', { rateLimit: false })
    expect(off.body).toEqual([{ provider: 'nirvana', rateLimit: null, ownRateLimit: own, preferences: true }])
  })

  test('set another limit, refilled by the clock', async () => {
    await admin('PATCH', '/settings', { rateLimit: { requests: 1, windowSeconds: 3600 } })
    expect([(await list()).status, (await list()).status]).toEqual([200, 429])
    await admin('POST', '/clock', { advance: 'PT1H' })
    expect((await list()).status).toBe(200)
  })

  test('take the right to ask for trouble', async () => {
    expect((await list(undefined, '?__code=429')).status).toBe(429)
    await admin('PATCH', '/settings?provider=nirvana', { preferences: false })
    expect((await list(undefined, '?__code=429')).status).toBe(200)
  })
})

describe('the clock', () => {
  test('ends tokens', async () => {
    const { clientId, clientSecret } = server.credentials('cradl')
    const answer = await ask(server.url, '/auth.cradl.ai/oauth2/token', {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    })
    const form = await ask(server.url, '/auth.cradl.ai/oauth2/token?grant_type=client_credentials', {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    })
    expect(answer.status).toBe(400)
    const { access_token: token } = form.json() as { access_token: string }
    const organizations = () =>
      ask(server.url, '/api.cradl.ai/v1/organizations', { headers: { Authorization: `Bearer ${token}` } })
    expect((await organizations()).status).toBe(200)
    await admin('POST', '/clock', { advance: 'PT59M' })
    expect((await organizations()).status).toBe(200)
    await admin('POST', '/clock', { advance: 'PT2M' })
    expect((await organizations()).status).toBe(403)
  })

  test('ends cursors that have a lifetime', async () => {
    server.clock.freeze()
    const { pagination } = await page(undefined, '?limit=10')
    const next = `?limit=10&cursor=${pagination.next_cursor}`
    server.clock.advance('PT59S')
    expect((await list(undefined, next)).status).toBe(200)
    server.clock.advance('PT1S')
    expect((await list(undefined, next)).status).toBe(400)
  })

  test('is the Date of replies once it was touched, and the time in the journal', async () => {
    await admin('POST', '/clock', { set: '2031-02-03T04:05:06Z', freeze: true })
    const answer = await list()
    expect(answer.lines.filter(([name]) => name === 'Date')).toEqual([['Date', 'Mon, 03 Feb 2031 04:05:06 GMT']])
    expect(server.requests()[0]?.time).toBe('2031-02-03T04:05:06.000Z')
    expect((await admin('GET', '/clock')).body).toMatchObject({ now: '2031-02-03T04:05:06.000Z', isFrozen: true })
  })

  test.each([
    [{ freeze: true, run: true }, 'freeze and run are opposites: give one of them'],
    [{ advance: 'PT1H', set: '2026-01-01T00:00:00Z' }, 'set and advance both move the clock: give one of them'],
    [{ reset: true, freeze: true }, 'reset undoes everything else: give it alone'],
    [{ freeze: false }, 'freeze must be true, or be left out, not false'],
    [{}, 'the body must have at least one of advance, set, freeze, run, reset'],
    [[], 'the body must be an object, not []'],
  ])('refuses %j in one sentence', async (told, message) => {
    expect(await admin('POST', '/clock', told)).toMatchObject({ status: 400, body: { message } })
    expect(server.clock.isTouched).toBe(false)
  })
})

describe('a reset', () => {
  test('makes everything as it was at the start, what a configuration said included', async () => {
    await admin('PUT', '/faults', { faults: [{ code: 429 }] })
    await admin('PATCH', '/settings', { rateLimit: true, preferences: false })
    await admin('PUT', '/tenants/nirvana/configured', { count: 9 })
    await admin('POST', '/clock', { advance: 'P1D' })
    server.tenant({ provider: 'nirvana', tenant: 'mine' })
    await list()
    expect((await admin('POST', '/reset')).status).toBe(204)
    expect((await admin('GET', '/faults?provider=nirvana')).body).toEqual([
      { provider: 'nirvana', faults: [{ code: 500, after: 1_000_000 }] },
    ])
    expect((await admin('GET', '/settings?provider=cekura')).body).toMatchObject([
      { rateLimit: null, preferences: true },
    ])
    const tenants = (await admin('GET', '/tenants')).body as unknown as TenantEntry[]
    expect(tenants.map(({ tenant, count }) => [tenant, count])).toEqual([['configured', 4]])
    expect(server.clock.isTouched).toBe(false)
    expect(server.requests()).toEqual([])
  })

  test('of one tenant leaves everything else', async () => {
    const one = server.tenant({ provider: 'nirvana', tenant: 'one-of-two' })
    const other = server.tenant({ provider: 'nirvana', tenant: 'two-of-two' })
    await list(one.credentials)
    await list(other.credentials)
    server.clock.advance('PT1H')
    await admin('POST', `/reset?tenant=${one.tenant}`)
    expect(server.requests().map(({ tenant }) => tenant)).toEqual(['two-of-two'])
    expect((await admin('GET', '/tenants/nirvana/two-of-two')).body).toMatchObject({ requests: 1 })
    expect(server.clock.isTouched).toBe(true)
  })
})

test('a tenant that is told of no limit has none, whatever limit everybody else has', async () => {
  await admin('PATCH', '/settings?provider=nirvana', { rateLimit: { requests: 1, windowSeconds: 60 } })
  const { body } = await admin('PUT', '/tenants/nirvana/free', { rateLimit: false })
  expect(body?.['settings']).toEqual({ rateLimit: false })
  const { credentials = {} } = body as unknown as TenantEntry
  for (let i = 0; i < 3; i += 1) expect((await list(credentials)).status).toBe(200)
  expect([(await list()).status, (await list()).status]).toEqual([200, 429])
  await admin('PATCH', '/tenants/nirvana/free', { rateLimit: null })
  expect([(await list(credentials)).status, (await list(credentials)).status]).toEqual([200, 429])
})

test('a configured tenant can have no limit, or the own limit of its provider', async () => {
  await using configured = await startMockServer({
    port: 0,
    providers: {
      nirvana: {
        rateLimit: { requests: 1, windowSeconds: 60 },
        tenants: { free: { rateLimit: false }, own: { rateLimit: true } },
      },
    },
  })
  const statuses = async (tenant: string) => {
    const headers = { Authorization: `Bearer test_${tenant}` }
    const answers = [
      await ask(configured.url, operation, { headers }),
      await ask(configured.url, operation, { headers }),
    ]
    return answers.map(({ status }) => status)
  }
  expect(await statuses('free')).toEqual([200, 200])
  expect(await statuses('own')).toEqual([200, 200])
  expect(await statuses('another')).toEqual([200, 429])
})

test('rules that are added one by one do not become more than those of a list', async () => {
  await admin('PUT', '/faults?provider=cekura', { faults: Array.from({ length: 100 }, () => ({ code: 500 })) })
  const { status, body } = await admin('POST', '/faults?provider=cekura', { code: 500 })
  expect(status).toBe(400)
  expect(body?.['message']).toBe('faults of cekura are 100 already, and 100 are the most')
})
