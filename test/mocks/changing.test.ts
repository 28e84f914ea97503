import { expect, test } from 'vitest'
import type { Answer, Provider } from '../../src/mock/index.ts'
import { header, headersOf, ids, json, list, make } from './fleet.ts'

// The account `changing`: while a client walks, an organization comes at the front with each page, and the last one goes.

const name = 'count-50_changing'

/** Every page of a walk by page number, until the first empty one. */
async function byNumber(provider: Provider): Promise<Answer[]> {
  const pages: Answer[] = []
  for (let page = 1; ; page += 1) {
    const answer = await list(provider, headersOf(provider, name), { query: `per_page=10&page=${page}` })
    if (ids(answer).length === 0) return pages
    pages.push(answer)
  }
}

interface Cursors {
  readonly size: string
  readonly cursor: string
  readonly next: (body: unknown) => string | null
}

const cursors: Readonly<Record<'cradl' | 'nirvana', Cursors>> = {
  cradl: { size: 'maxResults', cursor: 'nextToken', next: (body) => (body as { nextToken: string | null }).nextToken },
  nirvana: {
    size: 'limit',
    cursor: 'cursor',
    next: (body) => (body as { pagination: { next_cursor: string | null } }).pagination.next_cursor,
  },
}

/** Every page of a walk by cursor. */
async function byCursor(provider: Provider): Promise<Answer[]> {
  const { size, cursor, next } = cursors[provider.id as 'cradl' | 'nirvana']
  const headers = headersOf(provider, name)
  const pages = [await list(provider, headers, { query: `${size}=10` })]
  for (let at = next(json(pages[0] as Answer)); at !== null; at = next(json(pages.at(-1) as Answer))) {
    pages.push(await list(provider, headers, { query: `${size}=10&${cursor}=${at}` }))
  }
  return pages
}

test('a walk by page number meets organizations twice: the last of a page is the first of the next', async () => {
  const pages = (await byNumber(await make('cloudflare'))).map(ids)
  expect(pages.map((page) => page.length)).toEqual([10, 10, 10, 10, 10])
  for (const [i, page] of pages.entries()) {
    if (i > 0) expect(page[0]).toBe(pages[i - 1]?.at(-1))
  }
  expect(new Set(pages.flat()).size).toBe(46)
})

test.each(['cradl', 'nirvana'] as const)(
  'a walk by cursor meets none of %s twice, and misses only what went',
  async (id) => {
    const pages = (await byCursor(await make(id))).map(ids)
    // Of 50, four had gone from the end when the last page was read.
    expect(pages.map((page) => page.length)).toEqual([10, 10, 10, 10, 6])
    expect(new Set(pages.flat()).size).toBe(46)
  },
)

test('the number of organizations stays', async () => {
  for (const page of await byNumber(await make('cloudflare'))) {
    expect((json(page) as { result_info: object }).result_info).toMatchObject({ total_count: 50, total_pages: 5 })
  }
  for (const page of await byCursor(await make('nirvana'))) {
    expect((json(page) as { pagination: object }).pagination).toMatchObject({ total_count: 50 })
  }
})

test('identifiers of Cloudflare still rise, and sorting still sorts', async () => {
  const provider = await make('cloudflare')
  const headers = headersOf(provider, name)
  for (let time = 0; time < 5; time += 1) {
    const rising = ids(await list(provider, headers, { query: 'per_page=50' }))
    expect(rising).toEqual([...rising].sort())
    const byName = json(await list(provider, headers, { query: 'per_page=50&order=name' })) as {
      result: { name: string }[]
    }
    const names = byName.result.map((organization) => organization.name.toLowerCase())
    expect(names).toEqual([...names].sort())
  }
})

test('the new organization is in front, and the others are what they were', async () => {
  const provider = await make('cekura', { count: 5 })
  const headers = headersOf(provider, 'changing')
  const [first, second] = [await list(provider, headers), await list(provider, headers)].map(json) as [
    object[],
    object[],
  ]
  expect(second.slice(1)).toEqual(first.slice(0, -1))
  expect(first).not.toContainEqual(second[0])
  expect(second).toHaveLength(5)
})

test('a cursor leads back to the page that it came from, as it is by now', async () => {
  const provider = await make('nirvana')
  const headers = headersOf(provider, name)
  const first = await list(provider, headers, { query: 'limit=10' })
  const { pagination } = json(first) as { pagination: { next_cursor: string } }
  const second = await list(provider, headers, { query: `limit=10&cursor=${pagination.next_cursor}` })
  const back = (json(second) as { pagination: { previous_cursor: string } }).pagination.previous_cursor
  expect(ids(await list(provider, headers, { query: `limit=10&cursor=${back}` }))).toEqual(ids(first))
})

test('nothing changes by a request that is refused, nor for anybody else', async () => {
  const provider = await make('cloudflare')
  const headers = headersOf(provider, name)
  const first = ids(await list(provider, headers))
  expect((await list(provider, headers, { query: 'page=0' })).status).toBe(400)
  expect(ids(await list(provider, headers)).slice(1)).toEqual(first.slice(0, -1))
  const other = headersOf(provider, 'count-50_changing_alice')
  expect(ids(await list(provider, other))).toEqual(first)
  const still = headersOf(provider, 'count-50')
  expect(ids(await list(provider, still))).toEqual(ids(await list(provider, still)))
  expect(header(await list(provider, headers), 'content-type')).toBe('application/json')
})

test('a reset begins again', async () => {
  const provider = await make('cekura', { count: 5 })
  const headers = headersOf(provider, 'changing')
  const first = ids(await list(provider, headers))
  await list(provider, headers)
  provider.control.reset('changing')
  expect(ids(await list(provider, headers))).toEqual(first)
})
