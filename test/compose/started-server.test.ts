import { describe, expect, test } from 'vitest'
import { createMockApp, type MockServer, startMockServer } from '../../src/compose/index.ts'
import { ask } from '../support/http.ts'

// What a program gets from startMockServer; each test is a usage example.

async function organizations(server: MockServer, credentials: Readonly<Record<string, string>>) {
  const answer = await fetch(`${server.baseUrl('nirvana')}/v1/organizations`, {
    headers: { authorization: `Bearer ${credentials['apiKey']}` },
  })
  return { status: answer.status, body: (await answer.json()) as { items?: unknown[] } }
}

test('tells where each provider is and how to sign in', async () => {
  const server = await startMockServer({ count: 5 })
  expect(server.baseUrl('nirvana')).toBe(`${server.url}/api.nirvanalabs.io`)
  expect((await organizations(server, server.credentials('nirvana'))).body.items).toHaveLength(5)
  expect(() => server.baseUrl('nobody')).toThrow(
    'baseUrl: unknown provider "nobody"; known are cekura, cloudflare, cradl, nirvana',
  )
  expect(() => server.credentials('nobody')).toThrow('credentials: unknown provider "nobody"')
  await server.close()
})

test('makes tenants whose tests disturb nobody', async () => {
  const server = await startMockServer({ count: 5 })
  const sad = server.tenant({ provider: 'nirvana', faults: [{ code: 429 }] })
  const happy = server.tenant({ provider: 'nirvana', count: 2 })
  expect((await organizations(server, sad.credentials)).status).toBe(429)
  expect((await organizations(server, happy.credentials)).body.items).toHaveLength(2)
  expect(server.requests({ tenant: sad.tenant }).map(({ answer }) => answer.status)).toEqual([429])
  await server.close()
})

test('grades the client', async () => {
  const server = await startMockServer({ only: ['nirvana'] })
  const { tenant, credentials } = server.tenant({ provider: 'nirvana', faults: [{ code: 429 }] })
  await organizations(server, credentials)
  await organizations(server, credentials)
  const [card, ...more] = server.scorecard({ tenant })
  expect(more).toEqual([])
  expect(card).toMatchObject({ provider: 'nirvana', tenant, requests: 2 })
  expect(card?.grades.filter(({ verdict }) => verdict === 'failed').length).toBeGreaterThan(0)
  expect(server.scorecard({ tenant: 'somebody-else' })).toEqual([])
  await server.close()
})

test('moves its clock, and begins anew', async () => {
  const server = await startMockServer({ only: ['nirvana'] })
  server.clock.set('2030-01-01T00:00:00Z')
  await organizations(server, server.credentials('nirvana'))
  expect(server.requests()[0]?.time).toMatch(/^2030-01-01T00:00:/)
  server.reset('ordinary')
  expect(server.requests()).toEqual([])
  expect(server.clock.isTouched).toBe(true)
  server.reset()
  expect(server.clock.isTouched).toBe(false)
  await server.close()
})

test('ends with the block that uses it', async () => {
  let url = ''
  {
    await using server = await startMockServer({ only: ['nirvana'] })
    url = server.url
    expect((await ask(url, '/healthz')).status).toBe(200)
  }
  await expect(ask(url, '/healthz')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('shares nothing with another server of the same process', async () => {
  const [one, other] = await Promise.all([startMockServer({}), startMockServer({})])
  one.clock.set('2030-01-01T00:00:00Z')
  one.tenant({ provider: 'nirvana', tenant: 'mine', faults: [{ code: 500 }] })
  const mine = other.tenant({ provider: 'nirvana', tenant: 'mine' })
  expect((await organizations(other, mine.credentials)).status).toBe(200)
  expect(other.clock.isTouched).toBe(false)
  expect(one.requests()).toEqual([])
  await Promise.all([one.close(), other.close()])
})

describe('cursorLifetimeSeconds', () => {
  test.each([0, -1, 1.5, Number.NaN, 315_360_001])('refuses %d', async (cursorLifetimeSeconds) => {
    await expect(startMockServer({ cursorLifetimeSeconds })).rejects.toMatchObject({ at: '/cursorLifetimeSeconds' })
  })
})

test('an app for supertest keeps a journal and a clock as well', async () => {
  const { default: request } = await import('supertest')
  const app = await createMockApp({ only: ['nirvana'] })
  await request(app).get('/v1/organizations')
  expect((await request(app).get('/__admin/requests/count')).body).toEqual({ count: 1 })
})

test.each<[what: string, providers: Record<string, object>, message: string, at: string]>([
  [
    'a member that is misspelt',
    { nirvana: { faults: [{ code: 500, evry: 3 }] } },
    'unknown option "providers.nirvana.faults[0].evry": did you mean "every"?',
    '/providers/nirvana/faults/0/evry',
  ],
  [
    'a limit of nothing',
    { nirvana: { tenants: { a: { rateLimit: { requests: 0, windowSeconds: 1 } } } } },
    'providers.nirvana.tenants.a.rateLimit.requests must be a whole number from 1 to 1000000, not 0',
    '/providers/nirvana/tenants/a/rateLimit/requests',
  ],
  [
    'an error that the provider does not have',
    { nirvana: { tenants: { a: { faults: [{ wire: 'slow-body' }, { code: 299 }] } } } },
    'providers.nirvana.tenants.a.faults[1].code must be one of ',
    '/providers/nirvana/tenants/a/faults/1/code',
  ],
])('what a provider is told is checked as the admin API checks it: %s', async (_, providers, message, at) => {
  const error = await startMockServer({ providers }).then(
    (server) => server.close(),
    (refusal: unknown) => refusal,
  )
  expect(error).toMatchObject({ name: 'OptionError', code: 'BAD_OPTION', at })
  expect((error as Error).message).toContain(message)
})
