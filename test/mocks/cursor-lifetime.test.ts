import { expect, test } from 'vitest'
import { frozenNow as now } from './ask.ts'
import { headersOf, json, list, make } from './fleet.ts'

// How long a cursor is good no document says: for ever, unless the server is told otherwise.

const year = 365 * 86_400_000

async function setUp(id: 'cradl' | 'nirvana', lifetime?: number) {
  const provider = await make(id, lifetime === undefined ? {} : { cursorLifetimeSeconds: lifetime })
  async function cursorAt(at: number): Promise<string> {
    const body = json(await list(provider, headersOf(provider, 'ordinary', at), { now: at })) as Record<string, unknown>
    return String(body['nextToken'] ?? (body['pagination'] as { next_cursor: string }).next_cursor)
  }
  async function statusAt(cursor: string, at: number): Promise<number> {
    const query = id === 'cradl' ? `nextToken=${cursor}` : `cursor=${cursor}`
    return (await list(provider, headersOf(provider, 'ordinary', at), { query, now: at })).status
  }
  return { cursorAt, statusAt }
}

test.each(['cradl', 'nirvana'] as const)('a cursor of %s is good for ever', async (id) => {
  const { cursorAt, statusAt } = await setUp(id)
  expect(await statusAt(await cursorAt(now), now + year)).toBe(200)
})

test.each(['cradl', 'nirvana'] as const)('a cursor of %s with a lifetime is good until that is over', async (id) => {
  const { cursorAt, statusAt } = await setUp(id, 60)
  const cursor = await cursorAt(now)
  expect(await statusAt(cursor, now + 59_999)).toBe(200)
  expect(await statusAt(cursor, now + 60_000)).toBe(400)
})

test.each(['cradl', 'nirvana'] as const)(
  'the lifetime of %s begins when the page is sent, one that was sent before too',
  async (id) => {
    const { cursorAt, statusAt } = await setUp(id, 60)
    const first = await cursorAt(now)
    const later = await cursorAt(now + 50_000)
    expect(later).not.toBe(first)
    expect(await statusAt(later, now + 109_999)).toBe(200)
    expect(await statusAt(later, now + 110_000)).toBe(400)
  },
)

test.each(['cradl', 'nirvana'] as const)(
  'a cursor of %s without a lifetime is none of a server with one',
  async (id) => {
    const cursor = await (await setUp(id)).cursorAt(now)
    expect(await (await setUp(id, 60)).statusAt(cursor, now)).toBe(400)
  },
)
