import { expect, test } from 'vitest'
import cekura from '../../mocks/cekura.ts'
import { ask, makeProvider } from './ask.ts'

const key = '8c1f0a6e4b7d42f39d5e2a917c60b8f43e1d5a7290bc46e8a3f7d1c5920b6e84'
const headers = { 'x-cekura-api-key': key, host: 'localhost:8080' }
const list = '/user/organizations/'
const pages = '/user/v2/organizations/'

interface Row {
  readonly id: number
  readonly name: string
  readonly skip_onboarding: boolean
  readonly user_onboarding: string
  readonly is_internal_view_only: boolean
  readonly members: readonly { readonly role: string }[]
}
interface Page {
  readonly count: number
  readonly next: string | null
  readonly previous: string | null
  readonly results: readonly Row[]
}

const provider = await makeProvider('cekura', cekura, { edition: 'latest' })
const documents = await makeProvider('cekura', cekura)

const reply = (path: string, query = '', of = provider) => ask(of, { path, headers, query, prefix: '/api.cekura.ai' })
const rows = async (query = '', of = provider) => JSON.parse((await reply(list, query, of)).text) as Row[]
const page = async (query = '') => JSON.parse((await reply(pages, query)).text) as Page

test('organizations have the two new fields, no webhook URL, and members in every role of today', async () => {
  const all = await rows()
  for (const row of all) {
    expect(row).not.toHaveProperty('webhook_url')
    expect(typeof row.is_internal_view_only).toBe('boolean')
    expect(row.user_onboarding === 'skipped').toBe(row.skip_onboarding)
  }
  expect(new Set(all.map((row) => row.is_internal_view_only))).toEqual(new Set([true, false]))
  expect(new Set(all.flatMap(({ members }) => members.map(({ role }) => role)))).toEqual(
    new Set(['admin', 'member', 'view_only', 'labs', 'labs_view_only', 'insights_view', 'internal_view']),
  )
})

test('the documents’ edition has the same organizations, without what came since', async () => {
  const [old, today] = [await rows('', documents), await rows()]
  expect(old.map(({ id, name }) => [id, name])).toEqual(today.map(({ id, name }) => [id, name]))
  expect(old[0]).toHaveProperty('webhook_url')
  expect(old[0]).not.toHaveProperty('user_onboarding')
  expect(await rows('search=zzz', documents)).toEqual(old)
  expect((await reply(pages, '', documents)).status).toBe(404)
})

test('search keeps names with each of its words, in any letter case, on both lists', async () => {
  const all = await rows()
  const { name = '' } = all[3] ?? {}
  const [first = '', last = ''] = [name.split(' ')[0], name.split(' ').at(-1)]
  const query = `search=${encodeURIComponent(`${last.toUpperCase()} ${first.slice(1)}`)}`
  const expected = all.filter((row) =>
    [last, first.slice(1)].every((word) => row.name.toLowerCase().includes(word.toLowerCase())),
  )
  expect(expected.length).toBeGreaterThan(0)
  expect(await rows(query)).toEqual(expected)
  expect(await page(query)).toMatchObject({ count: expected.length, results: expected.slice(0, 20) })
})

test('the pages together are the list, and their links lead on and back to this server', async () => {
  const all = await rows()
  const first = await page('page_size=50')
  expect(first).toMatchObject({ count: 127, previous: null })
  expect(first.next).toBe('http://localhost:8080/api.cekura.ai/user/v2/organizations/?page=2&page_size=50')
  const second = await page('page=2&page_size=50')
  expect(second.previous).toBe('http://localhost:8080/api.cekura.ai/user/v2/organizations/?page_size=50')
  const third = await page('page=3&page_size=50')
  expect(third).toMatchObject({
    next: null,
    previous: 'http://localhost:8080/api.cekura.ai/user/v2/organizations/?page=2&page_size=50',
  })
  expect([first, second, third].flatMap(({ results }) => results)).toEqual(all)
})

test('a link keeps what was searched, and names the host that was asked', async () => {
  const asked = { path: pages, headers: { ...headers, host: 'api.cekura.ai' }, query: 'search=a&page_size=1' }
  const { text } = await ask(provider, { ...asked, scheme: 'https' })
  expect(JSON.parse(text).next).toBe('https://api.cekura.ai/user/v2/organizations/?page=2&page_size=1&search=a')
})

test.each(['page=8', 'page=0', 'page=-1', 'page=x', 'page=', 'page=1.5'])('%s is no page', async (query) => {
  const { status, text } = await reply(pages, query)
  expect([status, JSON.parse(text)]).toEqual([404, { detail: 'Invalid page.' }])
})

test.each([
  ['page_size=0', 20],
  ['page_size=x', 20],
  ['page_size=', 20],
  ['page_size=1', 1],
  ['page_size=1000', 100],
])('%s gives a page of %i', async (query, size) => {
  expect((await page(query)).results).toHaveLength(size)
})

test('without organizations the first page is empty, and there is no second', async () => {
  const empty = await makeProvider('cekura', cekura, { edition: 'latest', count: 0 })
  const body = JSON.parse((await reply(pages, '', empty)).text)
  expect(body).toEqual({ count: 0, next: null, previous: null, results: [] })
  expect((await reply(pages, 'page=2', empty)).status).toBe(404)
})

test('a path of either list without its slash is redirected', async () => {
  const { status, headers } = await reply(pages.slice(0, -1), 'page=2')
  expect([status, headers['location']]).toEqual([301, '/api.cekura.ai/user/v2/organizations/?page=2'])
  expect((await reply(list.slice(0, -1))).status).toBe(301)
})

test('wrong credentials and methods are refused on both lists alike', async () => {
  for (const path of [list, pages]) {
    expect((await ask(provider, { path })).status).toBe(401)
    expect((await ask(provider, { path, headers, method: 'DELETE' })).status).toBe(405)
  }
})
