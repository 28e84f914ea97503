import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { headersOf } from '../mocks/fleet.ts'
import { hear, parts, request } from './wire-client.ts'
import { type Ask, isPage, pathOf, pause, startWire, type WireServer } from './wire-server.ts'

// What becomes of a connection, and of those that wait behind, when a reply is slow, late or broken.

let server: WireServer
/** The body of a good day. */
let whole: string

beforeAll(async () => {
  server = await startWire()
  whole = parts((await server.ask({ closing: true })).text).body
  expect(isPage(whole)).toBe(true)
})

afterAll(() => server.close())

describe.concurrent('a connection', () => {
  const healthy = () => request('/healthz', { Connection: 'close' })

  test.each(['slow-headers', 'slow-body', 'malformed-json', 'bad-gateway', 'empty-body'] as const)(
    'can be used again after %s, and answers pipelined requests in their order',
    async (fault) => {
      const { text, end } = await hear(
        server.plain.url,
        server.bytes({}) + server.bytes({ prefer: `fault=${fault}` }) + healthy(),
      )
      const first = parts(text)
      expect([first.status, first.body.slice(0, first.length)]).toEqual([200, whole])
      const second = parts(first.body.slice(first.length))
      expect(second.head).toContain(`Preference-Applied: fault=${fault}`)
      const third = parts(second.body.slice(second.length))
      expect([third.status, third.body, end]).toEqual([200, '{"status":"ok"}', 'fin'])
    },
  )

  test('dribbles a reply that had to wait for another one', async () => {
    const { chunks, text } = await hear(
      server.plain.url,
      server.bytes({ tenant: 'slow-300' }) + server.bytes({ prefer: 'fault=slow-body', closing: true }),
    )
    const first = parts(text)
    const second = parts(first.body.slice(first.length))
    expect([second.body.length, isPage(second.body)]).toEqual([second.length, true])
    expect(chunks.length).toBeGreaterThanOrEqual(6)
  })

  test.each(['connection-reset', 'connection-reset-in-body', 'truncated-body'] as const)(
    'is closed after %s: the reply before it comes, the one behind it does not',
    async (fault) => {
      const { text } = await hear(
        server.plain.url,
        server.bytes({ tenant: 'slow-100' }) + server.bytes({ prefer: `fault=${fault}` }) + healthy(),
      )
      const first = parts(text)
      expect(isPage(first.body.slice(0, first.length))).toBe(true)
      expect(text).not.toContain('{"status":"ok"}')
    },
  )

  test('says nothing of its end in a reply that will break', async () => {
    const { text } = await hear(server.plain.url, server.bytes({}) + server.bytes({ prefer: 'fault=truncated-body' }))
    const good = parts(text)
    const broken = parts(good.body.slice(good.length))
    const timeless = (head: string) => head.replace(/\r\n(Date|Preference-Applied): .*/g, '')
    expect(timeless(broken.head)).toBe(timeless(good.head))
  })

  test.each(['slow-headers', 'slow-body'] as const)('of HTTP/1.0 is closed after %s', async (fault) => {
    const { text, end } = await server.ask({ prefer: `fault=${fault}`, version: '1.0' })
    expect([end, isPage(parts(text).body)]).toEqual(['fin', true])
  })

  test('of HTTP/1.0 that is to be kept is kept after slow-body', async () => {
    const headers = { ...headersOf(server.provider, 'ordinary'), Connection: 'keep-alive', Prefer: 'fault=slow-body' }
    const kept = request(pathOf(10), headers, { version: '1.0' })
    const { text } = await hear(server.plain.url, kept + healthy())
    const first = parts(text)
    expect(parts(first.body.slice(first.length)).body).toBe('{"status":"ok"}')
  })
})

describe.concurrent('HEAD', () => {
  test.each(['slow-headers', 'slow-body', 'malformed-json', 'bad-gateway', 'empty-body'] as const)(
    'gets a head and no body under %s, and the connection goes on',
    async (fault) => {
      const { text } = await hear(
        server.plain.url,
        server.bytes({ method: 'HEAD', prefer: `fault=${fault}` }) + request('/healthz', { Connection: 'close' }),
      )
      const { body, status } = parts(text)
      expect(status).toBe(fault === 'bad-gateway' ? 502 : 200)
      expect(parts(body).body).toBe('{"status":"ok"}')
    },
  )

  test.each(['connection-reset-in-body', 'truncated-body'] as const)(
    'gets a head under %s, and the end',
    async (fault) => {
      const { text, end } = await server.ask({ method: 'HEAD', prefer: `fault=${fault}` })
      expect([parts(text).body, end]).toEqual(['', fault === 'truncated-body' ? 'fin' : 'reset'])
      expect(parts(text).length).toBe(whole.length)
    },
  )
})

describe('what waits', () => {
  const begun: [string, Ask][] = [
    ['a delay', { prefer: 'delay=60' }],
    ['a slow head', { prefer: 'fault=slow-headers' }],
    ['a slow body', { prefer: 'fault=slow-body' }],
    ['a delay behind a slow body', { prefer: 'fault=slow-body, delay=60' }],
  ]

  test.each(begun)('ends when the client goes away, however many requests it had sent: %s', async (_, options) => {
    const another = await startWire(20)
    const set = vi.spyOn(globalThis, 'setTimeout')
    const cleared = vi.spyOn(globalThis, 'clearTimeout')
    try {
      const socket = net.connect(another.plain.port, '127.0.0.1')
      socket.write(server.bytes(options).repeat(30))
      await pause(350)
      const timersOf = (waitMs: number) => set.mock.results.filter((_result, i) => set.mock.calls[i]?.[1] === waitMs)
      const [delays, pieces] = [timersOf(60_000), timersOf(100)]
      expect([delays.length, pieces.length > 0]).toEqual(options.prefer?.includes('delay') ? [1, false] : [0, true])
      socket.destroy()
      await pause(350)
      const ended = new Set(cleared.mock.calls.map(([timer]) => timer))
      expect(delays.filter(({ value }) => !ended.has(value))).toEqual([])
      // At most the one that was set while the client went.
      expect(timersOf(100).length - pieces.length).toBeLessThanOrEqual(1)
    } finally {
      set.mockRestore()
      cleared.mockRestore()
      await another.close()
    }
  })

  test.each(begun)('does not hold up the end of the server: %s', { retry: 2 }, async (_, options) => {
    const another = await startWire(20)
    const heard = hear(another.plain.url, server.bytes(options).repeat(20))
    await pause(250)
    const from = performance.now()
    await another.close()
    expect(performance.now() - from).toBeLessThan(1_000)
    await heard
  })
})
