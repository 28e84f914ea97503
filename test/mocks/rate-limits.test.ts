import { expect, test } from 'vitest'
import type { Answer, Provider } from '../../src/mock/index.ts'
import { providerIds } from '../support/providers.ts'
import { frozenNow as now } from './ask.ts'
import { header, headersOf, json, list, make } from './fleet.ts'

// Limits are off until somebody sets one. Then each provider counts and refuses in its own way.

/** The statuses of requests that all come at once. */
async function atOnce(
  provider: Provider,
  headers: Record<string, string>,
  requests: number,
  at = now,
): Promise<string> {
  const answers = await Promise.all(Array.from({ length: requests }, () => list(provider, headers, { now: at })))
  const counts = new Map<number, number>()
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => `${count}×${status}`).join(' ')
}

async function limited(id: (typeof providerIds)[number], requests: number, windowSeconds: number) {
  const provider = await make(id)
  provider.control.rateLimit = { requests, windowSeconds }
  const headers = headersOf(provider, 'ordinary')
  const at = (seconds: number): Promise<Answer> => list(provider, headers, { now: now + seconds * 1000 })
  return { provider, headers, at }
}

test.each(providerIds)('%s has no limit by itself', async (id) => {
  const provider = await make(id, { count: 1 })
  expect(await atOnce(provider, headersOf(provider, 'ordinary'), 2_000)).toBe('2000×200')
})

test.each([
  ['cekura', { requests: 60, windowSeconds: 60 }],
  ['cloudflare', { requests: 1200, windowSeconds: 300 }],
  ['cradl', { requests: 100, windowSeconds: 10 }],
  ['nirvana', { requests: 100, windowSeconds: 60 }],
] as const)('%s serves exactly as many requests at once as its own limit has', async (id, own) => {
  const provider = await make(id, { count: 1 })
  expect(provider.control.ownRateLimit).toEqual(own)
  provider.control.rateLimit = provider.control.ownRateLimit
  const headers = headersOf(provider, 'ordinary')
  expect(await atOnce(provider, headers, own.requests + 50)).toBe(`${own.requests}×200 50×429`)
  // Each tenant has a bucket of its own.
  expect(await atOnce(provider, headersOf(provider, 'alice'), own.requests + 1)).toBe(`${own.requests}×200 1×429`)
  // Over a window, and the five minutes of Cloudflare, everything is as at the beginning.
  expect(await atOnce(provider, headers, own.requests + 50, now + 300_000)).toBe(`${own.requests}×200 50×429`)
})

test.each(providerIds)('%s serves exactly as many when its pages take turns of the event loop', async (id) => {
  const provider = await make(id, { count: 1_000 })
  provider.control.rateLimit = { requests: 3, windowSeconds: 60 }
  const headers = headersOf(provider, 'ordinary')
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => list(provider, headers, { query: `order=name&name=${i}` })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
})

test.each(providerIds)('%s counts no request without good credentials, and refuses those as before', async (id) => {
  const { provider, at } = await limited(id, 1, 60)
  const { status } = await list(provider, {})
  expect(status).not.toBe(429)
  expect([(await at(0)).status, (await at(0)).status, (await list(provider, {})).status]).toEqual([200, 429, status])
})

test.each(providerIds)('%s lets go when the limit is taken away', async (id) => {
  const { provider, at } = await limited(id, 1, 60)
  expect([(await at(0)).status, (await at(0)).status]).toEqual([200, 429])
  provider.control.rateLimit = undefined
  expect((await at(0)).status).toBe(200)
})

test.each(providerIds)('%s limits one tenant alone when only that is told to', async (id) => {
  const provider = await make(id)
  provider.control.configure('alice', { rateLimit: { requests: 1, windowSeconds: 60 } })
  expect(await atOnce(provider, headersOf(provider, 'alice'), 3)).toBe('1×200 2×429')
  expect(await atOnce(provider, headersOf(provider, 'bob'), 3)).toBe('3×200')
})

// ---- each in its own words

test('Cloudflare names the limit that is in force', async () => {
  const { at } = await limited('cloudflare', 1, 60)
  await at(0)
  const message = 'More than 1 requests per 60 seconds reached. Please wait and consider throttling your request speed'
  expect(json(await at(0))).toMatchObject({ errors: [{ code: 10100, message }] })
})

test('Cloudflare tells every caller where it stands', async () => {
  const { at } = await limited('cloudflare', 3, 300)
  const answers = [await at(0), await at(1), await at(2)]
  expect(answers.map((answer) => header(answer, 'ratelimit'))).toEqual([
    '"default";r=2;t=300',
    '"default";r=1;t=299',
    '"default";r=0;t=298',
  ])
  for (const answer of answers) expect(header(answer, 'ratelimit-policy')).toBe('"default";q=3;w=300')
  for (const answer of answers) expect(header(answer, 'retry-after')).toBeUndefined()
})

test('Cloudflare blocks for five minutes from the first refusal on, and says so', async () => {
  const { at } = await limited('cloudflare', 1, 300)
  expect((await at(0)).status).toBe(200)
  const refused = await at(200)
  expect(refused.status).toBe(429)
  expect(json(refused)).toMatchObject({ success: false, errors: [{ code: 10100 }], messages: [], result: null })
  expect(header(refused, 'ratelimit')).toBe('"default";r=0;t=300')
  expect(header(refused, 'retry-after')).toBe('300')
  // The window would have been over by now.
  const still = await at(499)
  expect([still.status, header(still, 'retry-after')]).toEqual([429, '1'])
  expect((await at(500)).status).toBe(200)
})

test('Cloudflare says what it says of the limit on errors too', async () => {
  const { provider, headers } = await limited('cloudflare', 3, 300)
  const refused = await list(provider, headers, { query: 'page=0' })
  expect([refused.status, header(refused, 'ratelimit')]).toEqual([400, '"default";r=2;t=300'])
})

test('Cloudflare has nothing left for a caller who is throttled because somebody asked for it', async () => {
  const provider = await make('cloudflare')
  const refused = await list(provider, headersOf(provider, 'throttled'))
  expect(refused.status).toBe(429)
  expect(header(refused, 'ratelimit')).toBe(`"default";r=0;t=${header(refused, 'retry-after')}`)
  expect(header(refused, 'ratelimit-policy')).toBe('"default";q=1200;w=300')
})

test('Cloudflare says one policy to everybody, in whatever way a request fails', async () => {
  const { provider, headers } = await limited('cloudflare', 3, 60)
  const errorOf = (error: string) => list(provider, { ...headers, prefer: `error=cloudflare.${error}` })
  const answers = [
    await list(provider, {}),
    await list(provider, headersOf(provider, 'forbidden')),
    await list(provider, headers, { path: '/client/v4/nothing' }),
    await list(provider, headersOf(provider, 'throttled')),
    await errorOf('10001'),
    await errorOf('10100'),
    await errorOf('971'),
  ]
  expect(answers.map((answer) => [answer.status, header(answer, 'ratelimit'), header(answer, 'retry-after')])).toEqual([
    [400, '"default";r=2;t=60', undefined],
    [403, '"default";r=2;t=60', undefined],
    [404, '"default";r=2;t=60', undefined],
    [429, '"default";r=0;t=1', '1'],
    [500, '"default";r=2;t=60', undefined],
    [429, '"default";r=0;t=1', '1'],
    [429, '"default";r=0;t=1', '1'],
  ])
  for (const answer of answers) expect(header(answer, 'ratelimit-policy')).toBe('"default";q=3;w=60')
})

// rest_framework: Throttled.wait is rounded up, `Retry-After: %d`, and one second is singular.
test.each([
  [0, '60', 'Request was throttled. Expected available in 60 seconds.'],
  [0.5, '60', 'Request was throttled. Expected available in 60 seconds.'],
  [58.999, '2', 'Request was throttled. Expected available in 2 seconds.'],
  [59, '1', 'Request was throttled. Expected available in 1 second.'],
  [59.999, '1', 'Request was throttled. Expected available in 1 second.'],
])('Cekura refuses as its framework does, %f s after what was served', async (seconds, wait, detail) => {
  const { at } = await limited('cekura', 1, 60)
  expect((await at(0)).status).toBe(200)
  const refused = await at(seconds)
  expect(refused.status).toBe(429)
  expect(json(refused)).toEqual({ detail })
  expect(header(refused, 'retry-after')).toBe(wait)
  expect((await at(60)).status).toBe(200)
})

test('Cekura tells who is served nothing of where it stands', async () => {
  const { at } = await limited('cekura', 2, 60)
  expect((await at(0)).headers.filter((_, i) => i % 2 === 0).join(' ')).not.toMatch(/rate|retry/i)
})

test('Cradl refuses without a word of when to come back, and fills its bucket evenly', async () => {
  const { at } = await limited('cradl', 2, 10)
  const answers = [await at(0), await at(0), await at(0)]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  const [served, , refused] = answers as [Answer, Answer, Answer]
  expect(json(refused)).toEqual({ message: 'Too Many Requests' })
  expect(header(refused, 'x-amzn-errortype')).toBe('TooManyRequestsException')
  for (const answer of [served, refused]) {
    expect(answer.headers.filter((_, i) => i % 2 === 0).join(' ')).not.toMatch(/rate-?limit|retry/i)
  }
  // Two in ten seconds: one every five.
  const statuses = []
  for (const second of [4.9, 5, 5, 9.9, 10, 60, 60, 60]) statuses.push((await at(second)).status)
  expect(statuses).toEqual([429, 200, 429, 429, 200, 200, 200, 429])
})

test('Cradl gives tokens whatever the limit of its API', async () => {
  const { provider } = await limited('cradl', 1, 60)
  for (let time = 0; time < 5; time += 1) expect(headersOf(provider, 'ordinary')['authorization']).toMatch(/^Bearer ./)
})

test('Nirvana counts in windows that begin with their first request', async () => {
  const { at } = await limited('nirvana', 2, 60)
  const statuses = []
  for (const second of [30, 50, 89.9, 90, 91, 92]) statuses.push((await at(second)).status)
  expect(statuses).toEqual([200, 200, 429, 200, 200, 429])
  const refused = await at(149.5)
  expect(json(refused)).toEqual({ message: expect.stringMatching(/\w/) })
  expect(header(refused, 'retry-after')).toBe('1')
})
