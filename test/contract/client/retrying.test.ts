import { expect, test } from 'vitest'
import type { HttpClientOptions } from '../../../src/contract/client/http-client.ts'
import { badServer, clientOf, failureOf } from './bad-server.ts'

/** A clock that only sleeping moves, and a note of every sleep. */
function fakeClock(startMs = 0) {
  const slept: number[] = []
  let nowMs = startMs
  const options: Partial<HttpClientOptions> = {
    now: () => nowMs,
    sleep: async (ms) => {
      slept.push(ms)
      nowMs += ms
    },
  }
  return { slept, options }
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} X\r\n${fields.join('')}Content-Length: 2\r\n\r\n{}`
}

test.each([429, 500, 502, 503, 504, 521])('tries again after %i, twice as patient each time', async (status) => {
  const server = await badServer((socket, { number }) => socket.write(answer(number < 3 ? status : 200)))
  const { slept, options } = fakeClock()
  const client = clientOf(server.url, { ...options, retries: 3 })
  expect((await client.send({ path: '/' })).response.status).toBe(200)
  expect(slept).toEqual([50, 100, 200])
  expect(client.requestsMade).toBe(4)
})

test.each([400, 401, 403, 404, 405, 408, 499])('does not try again after %i', async (status) => {
  const server = await badServer((socket) => socket.write(answer(status)))
  expect((await clientOf(server.url, { retries: 3 }).send({ path: '/' })).response.status).toBe(status)
  expect(server.heard).toHaveLength(1)
})

test('waits as long as Retry-After says, in seconds or until a date', async () => {
  const startMs = Date.UTC(2026, 10, 21, 12, 0, 0)
  const server = await badServer((socket, { number }) =>
    socket.write(
      [
        answer(429, { 'Retry-After': '3' }),
        answer(503, { 'Retry-After': 'Sat, 21 Nov 2026 12:00:04 GMT' }),
        answer(200),
      ][number] ?? '',
    ),
  )
  const { slept, options } = fakeClock(startMs)
  await clientOf(server.url, { ...options, retries: 3 }).send({ path: '/' })
  expect(slept).toEqual([3_000, 1_000])
})

test('gives up with THROTTLED when 429 outlives the tries', async () => {
  const server = await badServer((socket) => socket.write(answer(429)))
  const { options } = fakeClock()
  expect(await failureOf(clientOf(server.url, { ...options, retries: 2 }).send({ path: '/' }))).toEqual({
    code: 'THROTTLED',
    message: `127.0.0.1:${server.port} answered 429 to each of 3 tries`,
  })
  expect(server.heard).toHaveLength(3)
})

test('never comes back sooner than asked: a wait that does not fit in ends the tries', async () => {
  const server = await badServer((socket) => socket.write(answer(429, { 'Retry-After': '61' })))
  const { slept, options } = fakeClock()
  const client = clientOf(server.url, { ...options, retries: 3, maxWaitMs: 60_000 })
  expect(await failureOf(client.send({ path: '/' }))).toEqual({
    code: 'THROTTLED',
    message: `127.0.0.1:${server.port} answered 429 to the only try; it asks to wait 61 s`,
  })
  // Later requests leave the host alone too.
  expect(await failureOf(client.send({ path: '/' }))).toEqual({
    code: 'THROTTLED',
    message: `127.0.0.1:${server.port} asked to be left alone for another 61 s`,
  })
  expect({ slept, heard: server.heard.length }).toEqual({ slept: [], heard: 1 })
})

test('waits before the next request for what is left of an earlier Retry-After', async () => {
  const server = await badServer((socket, { number }) =>
    socket.write(number === 0 ? answer(429, { 'Retry-After': '40' }) : answer(200)),
  )
  const { slept, options } = fakeClock()
  const client = clientOf(server.url, { ...options, retries: 0, maxWaitMs: 60_000 })
  expect((await failureOf(client.send({ path: '/' }))).code).toBe('THROTTLED')
  expect((await client.send({ path: '/' })).response.status).toBe(200)
  expect(slept).toEqual([40_000])
})

test('counts the wait for an earlier Retry-After too', async () => {
  const server = await badServer((socket) => socket.write(answer(429, { 'Retry-After': '21' })))
  const { slept, options } = fakeClock()
  const client = clientOf(server.url, { ...options, retries: 1, maxWaitMs: 41_000 })
  // One wait of 21 s fits in, two do not: the second request begins with one, and takes no other.
  for (let count = 0; count < 2; count++) {
    expect((await failureOf(client.send({ path: '/' }))).code).toBe('THROTTLED')
  }
  expect({ slept, heard: server.heard.length }).toEqual({ slept: [21_000, 21_000], heard: 3 })
})

test('adds up the waits of one request', async () => {
  const server = await badServer((socket) => socket.write(answer(503, { 'Retry-After': '25' })))
  const { slept, options } = fakeClock()
  const client = clientOf(server.url, { ...options, retries: 9, maxWaitMs: 60_000, judgesServerErrors: false })
  expect(await failureOf(client.send({ path: '/' }))).toEqual({
    code: 'SERVER_ERROR',
    message: `127.0.0.1:${server.port} answered 503 to each of 3 tries; it asks to wait 25 s`,
  })
  expect(slept).toEqual([25_000, 25_000])
})

test('ignores a Retry-After that cannot be read', async () => {
  const server = await badServer((socket, { number }) =>
    socket.write(number === 0 ? answer(503, { 'Retry-After': 'soon' }) : answer(200)),
  )
  const { slept, options } = fakeClock()
  await clientOf(server.url, { ...options, retries: 1 }).send({ path: '/' })
  expect(slept).toEqual([50])
})

test('gives a 5xx of our own server to be judged once the tries are over', async () => {
  const server = await badServer((socket) => socket.write(answer(500)))
  const { options } = fakeClock()
  expect((await clientOf(server.url, { ...options, retries: 2 }).send({ path: '/' })).response.status).toBe(500)
  expect(server.heard).toHaveLength(3)
})

test.each([true, [429, 503]])('gives expected errors back at once: %j', async (expectsErrors) => {
  const server = await badServer((socket, { number }) =>
    socket.write(answer(number === 0 ? 429 : 503, { 'Retry-After': '100' })),
  )
  const { slept, options } = fakeClock()
  const client = clientOf(server.url, { ...options, retries: 3 })
  expect((await client.send({ path: '/', expectsErrors })).response.status).toBe(429)
  // An expected Retry-After closes the host to nobody.
  expect((await client.send({ path: '/', expectsErrors })).response.status).toBe(503)
  expect(slept).toEqual([])
})

test('tries again after an error that is not among the expected ones', async () => {
  const server = await badServer((socket, { number }) => socket.write(answer(number === 0 ? 503 : 401)))
  const { options } = fakeClock()
  const sent = await clientOf(server.url, { ...options, retries: 1 }).send({ path: '/', expectsErrors: [401, 403] })
  expect(sent.response.status).toBe(401)
})

test('stops when the budget is spent, second tries included', async () => {
  const server = await badServer((socket, { number }) => socket.write(answer(number === 0 ? 503 : 200)))
  const { options } = fakeClock()
  const client = clientOf(server.url, { ...options, retries: 1, maxRequests: 3 })
  await client.send({ path: '/' })
  await client.send({ path: '/' })
  expect(await failureOf(client.send({ path: '/' }))).toEqual({
    code: 'BUDGET',
    message: 'the budget of 3 requests is spent',
  })
  expect({ heard: server.heard.length, made: client.requestsMade }).toEqual({ heard: 3, made: 3 })
})

test('spreads requests evenly under a rate limit', async () => {
  const server = await badServer((socket) => socket.write(answer(200)))
  const { slept, options } = fakeClock()
  const client = clientOf(server.url, { ...options, ratePerSecond: 5 })
  for (let count = 0; count < 4; count++) await client.send({ path: '/' })
  expect(slept).toEqual([200, 200, 200])
})
