import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WireFault } from '../../src/mock/index.ts'
import { type Heard, hear, parts, request } from './wire-client.ts'
import { type Ask, isPage, pathOf, pause, startWire, type WireServer } from './wire-server.ts'

// Each bad day of the connection as a raw socket sees it, asked for in every way that there is.

let server: WireServer

beforeAll(async () => {
  server = await startWire()
})

afterAll(() => server.close())

// What a fault looks like from outside. Whether the connection can be used again is shown below.
const looks: Record<WireFault, (heard: Heard) => void> = {
  'slow-headers'({ chunks, text, end }) {
    const { head, length, body, status } = parts(text)
    expect([status, end, body.length, isPage(body)]).toEqual([200, 'fin', length, true])
    // Pieces of the head alone, the first far from its end; then one with the last of it or the body.
    const inHead = chunks.filter((_, i) => upTo(chunks, i) < head.length)
    expect(inHead.length).toBeGreaterThanOrEqual(5)
    expect(chunks[0]?.bytes.length).toBeLessThan(head.length / 4)
    expect(chunks.at(-1)?.ms).toBeGreaterThan(1_000)
  },
  'slow-body'({ chunks, text, end }) {
    const { head, length, body, status } = parts(text)
    expect([status, end, body.length, isPage(body)]).toEqual([200, 'fin', length, true])
    expect(chunks[0]?.bytes.toString('latin1')).toContain('\r\n\r\n')
    expect(chunks[0]?.bytes.length).toBeLessThan(head.length + length / 4)
    expect(chunks.length).toBeGreaterThanOrEqual(5)
    expect(chunks.at(-1)?.ms).toBeGreaterThan(1_500)
  },
  'connection-reset'({ text, end }) {
    expect([text, end]).toEqual(['', 'reset'])
  },
  'connection-reset-in-body'({ text, end }) {
    const { status, length, body } = parts(text)
    expect([status, end, body.length]).toEqual([200, 'reset', Math.floor(length / 2)])
    expect(length).toBeGreaterThan(3_000)
  },
  'truncated-body'({ text, end }) {
    const { status, length, body } = parts(text)
    expect([status, end, body.length]).toEqual([200, 'fin', Math.floor(length / 2)])
    expect(length).toBeGreaterThan(3_000)
  },
  'malformed-json'({ text, end }) {
    const { head, status, length, body } = parts(text)
    expect([status, end, body.length]).toEqual([200, 'fin', length])
    expect(head).toContain('Content-Type: application/json\r\n')
    expect(body.startsWith('{"items":[{')).toBe(true)
    expect(() => JSON.parse(body)).toThrow()
  },
  'bad-gateway'({ text, end }) {
    const { head, status, length, body } = parts(text)
    expect([status, end, body.length]).toEqual([502, 'fin', length])
    expect(head).toContain('HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nContent-Type: text/html\r\n')
    expect(body).toContain('<center><h1>502 Bad Gateway</h1></center>')
  },
  'empty-body'({ text, end }) {
    const { head, status, length, body } = parts(text)
    expect([status, end, length, body]).toEqual([200, 'fin', 0, ''])
    expect(head).toContain('Content-Type: application/json\r\n')
  },
}

/** Bytes that had come with this chunk. */
function upTo(chunks: Heard['chunks'], place: number): number {
  return chunks.slice(0, place + 1).reduce((sum, { bytes: { length } }) => sum + length, 0)
}

const faults = Object.keys(looks) as WireFault[]

/** Every fault at once, since slow ones take their time. */
async function expectAll(asking: (fault: WireFault) => Ask): Promise<Heard[]> {
  const all = await Promise.all(faults.map((fault) => server.ask({ ...asking(fault), closing: true })))
  faults.forEach((fault, i) => {
    try {
      looks[fault](all[i] as Heard)
    } catch (cause) {
      throw new Error(`${fault} does not look like it: ${(cause as Error).message}`, { cause })
    }
  })
  return all
}

describe.concurrent('each fault can be asked for', () => {
  test('by a credential', () => expectAll((fault) => ({ tenant: `fault-${fault}` })))

  test('by Prefer, and the reply says so', async () => {
    const all = await expectAll((fault) => ({ prefer: `fault=${fault}` }))
    for (const [i, fault] of faults.entries()) {
      if (fault !== 'connection-reset') expect(all[i]?.text).toContain(`\r\nPreference-Applied: fault=${fault}\r\n`)
    }
  })

  test('by the query', () => expectAll((fault) => ({ query: `&__fault=${fault}` })))

  test('for one tenant by an administrator', () => {
    for (const fault of faults) server.provider.control.configure(`told-${fault}`, { faults: [{ wire: fault }] })
    return expectAll((fault) => ({ tenant: `told-${fault}` }))
  })

  test('for every tenant by an administrator, or by the configuration', async () => {
    const another = await startWire()
    // One after another: a rule that has hit as often as it should lets the next one have its turn.
    another.provider.control.faults = faults.map((wire) => ({ wire, times: 1 }))
    const heard: Promise<Heard>[] = []
    for (const _ of faults) {
      heard.push(another.ask({ closing: true }))
      await pause(100)
    }
    const all = await Promise.all(heard)
    faults.forEach((fault, i) => void looks[fault](all[i] as Heard))
    await another.close()
  })

  test('over TLS', () => expectAll((fault) => ({ prefer: `fault=${fault}`, overTls: true })))
})

describe.concurrent('a delay', () => {
  test.each([
    ['by a credential', { tenant: 'slow-300' }],
    ['by Prefer', { prefer: 'delay=0.3' }],
    ['by the query', { query: '&__delay=0.3' }],
    ['by a credential, between two bounds', { tenant: 'slow-300-400' }],
    ['by Prefer, between two bounds', { prefer: 'delay=0.3-0.4' }],
  ])('asked for %s comes before the first byte, and then everything', async (_, options) => {
    const { chunks, text, end } = await server.ask({ ...options, closing: true })
    // A timer is never early by more than its grain.
    expect(chunks[0]?.ms).toBeGreaterThan(295)
    expect([end, isPage(parts(text).body)]).toEqual(['fin', true])
  })

  test('adds up with a delay of another kind, and comes before a fault', async () => {
    const { chunks, text, end } = await server.ask({ tenant: 'slow-200', prefer: 'delay=0.2, fault=truncated-body' })
    expect(chunks[0]?.ms).toBeGreaterThan(395)
    expect([end, parts(text).body.length]).toEqual(['fin', Math.floor(parts(text).length / 2)])
  })

  test('goes with an error', async () => {
    const { chunks, text } = await server.ask({ prefer: 'code=500, delay=0.2', closing: true })
    expect([parts(text).status, (chunks[0]?.ms ?? 0) > 195]).toEqual([500, true])
  })
})

test('a refusal without a credential is spoiled as well', async () => {
  const bare = request(pathOf(10), { Prefer: 'fault=truncated-body' })
  const { text, end } = await hear(server.plain.url, bare)
  const { status, length, body } = parts(text)
  expect([status, end, body.length]).toEqual([401, 'fin', Math.floor(length / 2)])
})

test('a reset in a long body comes after 8 KB of it', async () => {
  const { text, end } = await server.ask({ limit: 100, prefer: 'fault=connection-reset-in-body' })
  expect([end, parts(text).body.length, parts(text).length > 20_000]).toEqual(['reset', 8_192, true])
})
