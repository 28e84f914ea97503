import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'

/**
 * Nirvana's client is not on the registry; this walks as it does: it keeps `limit`, replaces `cursor`, and stops when there are no items
 * or no next cursor (null, empty and absent all count).
 */
async function* autoPager(
  baseUrl: string,
  apiKey: string,
  query: Record<string, string>,
): AsyncGenerator<{ id: string }> {
  for (let cursor: string | null | undefined; ; ) {
    const url = new URL('/api.nirvanalabs.io/v1/organizations', baseUrl)
    for (const [name, value] of Object.entries({ ...query, ...(cursor ? { cursor } : {}) }))
      url.searchParams.set(name, value)
    const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } })
    if (!response.ok) throw new Error(((await response.json()) as { message: string }).message)
    const page = (await response.json()) as {
      items: { id: string }[]
      pagination: { next_cursor?: string | null } | null
    }
    yield* page.items
    cursor = page.pagination?.next_cursor
    if (page.items.length === 0 || !cursor) return
  }
}

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ only: ['nirvana'] })
})
afterAll(() => server.close())

test.each([{}, { limit: '10' }, { limit: '100' }])('a walk like the official client’s ends, with %j', async (query) => {
  const ids: string[] = []
  const apiKey = server.providers[0]?.env['NIRVANA_LABS_API_KEY'] ?? ''
  for await (const { id } of autoPager(server.url, apiKey, query)) ids.push(id)
  expect(ids).toHaveLength(127)
  expect(new Set(ids).size).toBe(127)
})

test('an error has a message that the official client would show', async () => {
  await expect(autoPager(server.url, 'wrong', {}).next()).rejects.toThrow(/\w+/)
})
