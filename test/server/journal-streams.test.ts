import http from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type JournalEntry, type MockServer, startMockServer, type TenantEntry } from '../../src/compose/index.ts'
import type { MockRequest } from '../../src/mock/index.ts'
import { createJournal, type JournalLimits } from '../../src/server/journal.ts'
import type { JournalEntry as Entry } from '../../src/server/journal-entry.ts'
import { createStreams, type StreamRequest } from '../../src/server/journal-streams.ts'
import { ask } from '../support/http.ts'

// The journal as server-sent events: as a browser reads it, and what a stream may cost.

interface StreamEvent {
  readonly id: string
  readonly event: string
  readonly data: unknown
}

/** The events of a text, read as a browser reads them (https://html.spec.whatwg.org/#event-stream-interpretation). */
function eventsOf(text: string): { readonly events: readonly StreamEvent[]; readonly lastId: string } {
  const events: StreamEvent[] = []
  let lastId = ''
  for (const block of text.split('\n\n').slice(0, -1)) {
    const fields = new Map(
      block.split('\n').map((line) => line.split(/:(.*)/).map((part) => part.trim()) as [string, string]),
    )
    lastId = fields.get('id') ?? lastId
    const data = fields.get('data')
    if (data !== undefined) events.push({ id: lastId, event: fields.get('event') ?? 'message', data: JSON.parse(data) })
  }
  return { events, lastId }
}

let server: MockServer
let tenant: TenantEntry
const nirvana = '/api.nirvanalabs.io/v1/organizations'
const streams: http.IncomingMessage[] = []

beforeAll(async () => {
  server = await startMockServer({ count: 3, only: ['nirvana', 'cekura'] })
})
afterAll(() => server.close())
beforeEach(() => {
  tenant = server.tenant({ provider: 'nirvana' })
})
afterEach(async () => {
  for (const stream of streams.splice(0)) {
    stream.destroy()
    if (!stream.closed) await new Promise((resolve) => stream.once('close', resolve))
  }
})

interface Listening {
  readonly response: http.IncomingMessage
  /** Waits for so many events after the first one, which is `start`. */
  next(count: number): Promise<readonly StreamEvent[]>
  readonly start: StreamEvent
}

async function listen(query = '', lastEventId?: string, at = server): Promise<Listening> {
  const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get(`${at.url}/__admin/requests/stream${query}`, { headers, agent: false }, resolve).once('error', reject)
  })
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
  streams.push(response)
  let text = ''
  response.setEncoding('utf8').on('data', (piece) => {
    text += piece
  })
  async function until(count: number): Promise<readonly StreamEvent[]> {
    while (eventsOf(text).events.length < count) await new Promise((resolve) => response.once('data', resolve))
    return eventsOf(text).events
  }
  const [start] = await until(1)
  if (start === undefined) throw new Error('there is no first event')
  return { response, start, next: async (count) => (await until(count + 1)).slice(1) }
}

async function send(query = '', headers: Readonly<Record<string, string>> = {}) {
  const own = { Authorization: `Bearer ${tenant.credentials?.['apiKey']}`, ...headers }
  return ask(server.url, `${nirvana}${query}`, { headers: own })
}

const latest = () => server.requests().at(-1)?.seq ?? 0
const mark = ({ start }: Listening) => (start.data as { readonly start: string }).start
const told = (events: readonly StreamEvent[]) =>
  events.map(({ event, data }) => (event === 'request' ? (data as JournalEntry).seq : [event, data]))

describe('a stream', () => {
  test('begins with the mark of this start, and then tells each request as the admin API tells it', async () => {
    await send()
    const before = latest()
    const stream = await listen()
    expect(stream.start).toEqual({ id: `${mark(stream)}-${before}`, event: 'start', data: { start: mark(stream) } })
    await send('?limit=1')
    await send('?limit=x')
    const events = await stream.next(2)
    expect(events.map(({ event, id }) => [event, id])).toEqual([
      ['request', `${mark(stream)}-${before + 1}`],
      ['request', `${mark(stream)}-${before + 2}`],
    ])
    for (const { data } of events) {
      const { seq } = data as JournalEntry
      expect(data).toEqual((await ask(server.url, `/__admin/requests/${seq}`)).json())
    }
  })

  test('tells only what fits its filter', async () => {
    const [first = 0] = [latest() + 1]
    const refused = await listen('?status=4xx')
    const ours = await listen(`?tenant=${tenant.tenant}&provider=nirvana&method=get&path=/v1/*`)
    await send('', { Authorization: 'Bearer nobody' })
    await send()
    await send('?limit=x')
    expect(told(await refused.next(2))).toEqual([first, first + 2])
    expect(told(await ours.next(2))).toEqual([first + 1, first + 2])
  })

  test('begins behind a request or at an instant that it is given, without a gap', async () => {
    for (let i = 0; i < 3; i += 1) await send()
    const last = latest()
    expect(told(await (await listen(`?since=${last - 2}`)).next(2))).toEqual([last - 1, last])
    const { time } = server.requests({ since: last - 1 })[0] as JournalEntry
    expect(told(await (await listen(`?since=${time}&tenant=${tenant.tenant}`)).next(1)).at(-1)).toBe(last)
  })

  test('goes on behind the last event that a client has', async () => {
    const stream = await listen()
    await send()
    const [{ id } = stream.start] = await stream.next(1)
    await send()
    await send()
    expect(told(await (await listen('', id)).next(2))).toEqual([latest() - 1, latest()])
    // Before the first request of a stream there is an id too.
    expect(told(await (await listen('', stream.start.id)).next(3))).toEqual([latest() - 2, latest() - 1, latest()])
  })

  test('tells a client of another start everything, whatever number it asks for', async () => {
    await send()
    const all = server.requests().map(({ seq }) => seq)
    const stream = await listen('?since=999999', 'ffffffffffff-7')
    expect(told(await stream.next(all.length))).toEqual(all)
  })

  test.each(['', 'x', '7', 'a-b', '-1', `${'f'.repeat(12)}-${'9'.repeat(40)}`, '__proto__-1', '%00'])(
    'takes a made-up Last-Event-ID for none, or for one of another start: %j',
    async (id) => {
      expect((await listen('', id)).start.event).toBe('start')
    },
  )

  test('says that requests were forgotten, also to a client that was away', async () => {
    await send()
    const stream = await listen()
    await ask(server.url, `/__admin/requests?tenant=${tenant.tenant}`, { method: 'DELETE' })
    const [event] = await stream.next(1)
    expect([event?.event, event?.data]).toEqual(['forgotten', {}])
    expect(told(await (await listen('', stream.start.id)).next(1))).toEqual([['forgotten', {}]])
    server.reset()
    expect(told(await stream.next(2))[1]).toEqual(['forgotten', {}])
    // Who has seen what came after is told nothing.
    await send()
    const [, , request] = await stream.next(3)
    const again = await listen('', request?.id)
    await send()
    expect(told(await again.next(1))).toEqual([latest()])
  })

  test('is one of sixteen at most, and leaves its place when its client goes', async () => {
    const all: Listening[] = []
    for (let i = 0; i < 16; i += 1) all.push(await listen())
    const { status, header, text } = await ask(server.url, '/__admin/requests/stream')
    expect([status, header('content-type'), text]).toEqual([
      503,
      'application/json; charset=utf-8',
      '{"message":"16 streams are open already: close one of them"}',
    ])
    const [first] = all
    first?.response.destroy()
    await vi.waitFor(async () => expect((await listen()).start.event).toBe('start'))
  })

  test('has a head alone in answer to HEAD', async () => {
    const { status, header, text } = await ask(server.url, '/__admin/requests/stream', { method: 'HEAD' })
    expect([status, header('content-type'), text]).toEqual([200, 'text/event-stream; charset=utf-8', ''])
  })

  test('refuses a filter that it does not know', async () => {
    for (const query of ['?format=har', '?limit=3', '?provider=acme', '?status=x']) {
      expect([query, (await ask(server.url, `/__admin/requests/stream${query}`)).status]).toEqual([query, 400])
    }
  })

  test('ends whole when its server closes', async () => {
    const other = await startMockServer({ only: ['nirvana'] })
    const { response } = await listen('', undefined, other)
    const ended = new Promise((resolve) => response.once('end', resolve))
    await other.close()
    await ended
    expect(response.complete).toBe(true)
  })

  test('is not there without a journal', async () => {
    const other = await startMockServer({ only: ['nirvana'], journal: false })
    const { status } = await ask(other.url, '/__admin/requests/stream')
    await other.close()
    expect(status).toBe(409)
  })
})

describe('what streams cost', () => {
  const request: MockRequest = {
    ...{ method: 'GET', host: 'api.acme.test', path: '/organizations', query: '', headers: {}, body: undefined },
    ...{ prefix: '', scheme: 'http', requestId: '', now: 0 },
  }

  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** A journal, its streams, and readers that take a number of texts and then no more until they are told. */
  function watched(limits: Partial<JournalLimits> = {}) {
    const journal = createJournal({ entries: 100, entriesPerTenant: 100, bytes: 10 ** 9, ...limits })
    const render = vi.fn(({ seq }: { readonly seq: number }) => ({ seq }) as Entry)
    const all = createStreams(journal, render)
    return {
      journal,
      render,
      streams: all,
      record(times: number) {
        for (let i = 0; i < times; i += 1) {
          journal.record('acme', request, { status: 200, headers: [], body: '' }, [], 0)
        }
      },
      open(wanted: Partial<StreamRequest> = {}) {
        const reader = { text: '', room: Number.POSITIVE_INFINITY }
        const [end, cut] = [vi.fn(), vi.fn()]
        const stream = all.open(
          { isWanted: () => true, ...wanted },
          {
            write(text) {
              reader.text += text
              reader.room -= 1
              return reader.room > 0
            },
            end,
            cut,
          },
        )
        return Object.assign(reader, stream, { end, cut, told: () => told(eventsOf(reader.text).events.slice(1)) })
      },
    }
  }

  test('a request makes nothing readable while there are no streams, or none any more', () => {
    const { record, open, render } = watched()
    record(5)
    vi.runAllTicks()
    expect([render.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0])
    open().closed()
    record(5)
    vi.advanceTimersByTime(60_000)
    expect([render.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0])
  })

  test('a client that does not read is sent nothing more, and is told later what it missed', () => {
    const { record, open, render } = watched({ entries: 10 })
    const reader = open()
    vi.advanceTimersByTime(0)
    reader.room = 3
    record(10)
    vi.advanceTimersByTime(100)
    expect(reader.told()).toEqual([1, 2, 3])
    record(30)
    vi.advanceTimersByTime(1_000)
    expect([reader.told(), render.mock.calls.length]).toEqual([[1, 2, 3], 3])
    reader.room = 100
    reader.drained()
    vi.advanceTimersByTime(1_000)
    expect(reader.told()).toEqual([1, 2, 3, ['missed', { count: 27 }], ...[31, 32, 33, 34, 35, 36, 37, 38, 39, 40]])
  })

  test('a client that has read nothing for two beats is cut; the others get an id to resume behind', () => {
    const { record, open } = watched()
    const slow = open()
    const quick = open({ isWanted: () => false })
    vi.advanceTimersByTime(0)
    slow.room = 1
    record(2)
    vi.advanceTimersByTime(15_000)
    expect([slow.cut.mock.calls.length, quick.cut.mock.calls.length]).toEqual([1, 0])
    const { events, lastId } = eventsOf(quick.text)
    expect([events.length, lastId.split('-')[1]]).toEqual([1, '2'])
  })

  test('who resumes is told how many requests were driven out meanwhile, and not of those that were removed', () => {
    const { record, open, journal } = watched({ entries: 5 })
    record(2)
    const reader = open()
    const { lastId } = eventsOf(reader.text)
    reader.closed()
    record(8)
    const back = open({ lastEventId: lastId })
    vi.advanceTimersByTime(100)
    expect(back.told()).toEqual([['missed', { count: 3 }], 6, 7, 8, 9, 10])
    journal.remove(({ seq }) => seq % 2 === 0)
    vi.advanceTimersByTime(100)
    const again = open({ lastEventId: lastId })
    vi.advanceTimersByTime(100)
    expect(again.told()).toEqual([['forgotten', {}], 7, 9])
  })

  test('many entries leave the event loop its turns', () => {
    const { record, open, render } = watched()
    record(100)
    const reader = open({ since: 0 })
    vi.advanceTimersToNextTimer()
    expect(render.mock.calls.length).toBe(32)
    vi.advanceTimersByTime(100)
    expect(reader.told()).toHaveLength(100)
  })

  test('nothing is opened once they are closed', () => {
    const { open, streams: all } = watched()
    const reader = open()
    all.close()
    expect(reader.end).toHaveBeenCalledOnce()
    expect(() => open()).toThrow('the server is stopping')
  })
})
