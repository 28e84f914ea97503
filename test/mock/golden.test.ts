import { describe, expect, test } from 'vitest'
import cekura from '../../mocks/cekura.ts'
import cloudflare from '../../mocks/cloudflare.ts'
import cradl from '../../mocks/cradl.ts'
import nirvana from '../../mocks/nirvana.ts'
import type { MockRequest, Provider, ProviderFactory } from '../../src/mock/index.ts'
import { ask, makeProvider, type ProviderSettings } from '../mocks/ask.ts'
import { firstOrganizations } from './golden-organizations.ts'

// An organization is a function of seed, provider and index alone.

type Json = Record<string, unknown>

interface Case {
  readonly id: keyof typeof firstOrganizations
  readonly factory: ProviderFactory
  readonly path: string
  /** Credentials, as a client would send them. */
  headers(provider: Provider): MockRequest['headers'] | Promise<MockRequest['headers']>
  /** Query of a first page with five organizations; of the only one where there are no pages. */
  readonly firstPage: string
  items(body: Json): Json[]
  /** Query of the page that follows. */
  nextPage(body: Json): string | undefined
}

const cases: Case[] = [
  {
    id: 'cekura',
    factory: cekura,
    path: '/user/organizations/',
    headers: ({ client }) => ({ 'x-cekura-api-key': client.credentials['apiKey'] }),
    firstPage: '',
    items: (body) => body as unknown as Json[],
    nextPage: () => undefined,
  },
  {
    id: 'cloudflare',
    factory: cloudflare,
    path: '/client/v4/user/organizations',
    headers: ({ client }) => ({
      'x-auth-email': client.credentials['apiEmail'],
      'x-auth-key': client.credentials['apiKey'],
    }),
    firstPage: 'page=1&per_page=5',
    items: (body) => body['result'] as Json[],
    nextPage({ result_info }) {
      const { page, total_pages } = result_info as { page: number; total_pages: number }
      return page < total_pages ? `page=${page + 1}&per_page=5` : undefined
    },
  },
  {
    id: 'cradl',
    factory: cradl,
    path: '/v1/organizations',
    async headers(provider) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        audience: 'https://api.cradl.ai/v1',
        client_id: provider.client.credentials['clientId'] ?? '',
        client_secret: provider.client.credentials['clientSecret'] ?? '',
      })
      const { text } = await ask(provider, {
        method: 'POST',
        host: 'auth.cradl.ai',
        path: '/oauth2/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: Buffer.from(form.toString()),
      })
      return { authorization: `Bearer ${JSON.parse(text).access_token}` }
    },
    firstPage: 'maxResults=5',
    items: (body) => body['organizations'] as Json[],
    nextPage: ({ nextToken }) => (nextToken === null ? undefined : `maxResults=5&nextToken=${nextToken}`),
  },
  {
    id: 'nirvana',
    factory: nirvana,
    path: '/v1/organizations',
    headers: ({ client }) => ({ authorization: `Bearer ${client.credentials['apiKey']}` }),
    firstPage: 'limit=5',
    items: (body) => body['items'] as Json[],
    nextPage({ pagination }) {
      const { next_cursor } = pagination as { next_cursor: string | null }
      return next_cursor === null ? undefined : `limit=5&cursor=${next_cursor}`
    },
  },
]

async function page(provider: Provider, { path, headers }: Case, query: string): Promise<Json> {
  const { status, text } = await ask(provider, { path, query, headers: await headers(provider) })
  expect({ query, status }).toEqual({ query, status: 200 })
  return JSON.parse(text) as Json
}

function make({ id, factory }: Case, settings: ProviderSettings = {}): Promise<Provider> {
  return makeProvider(id, factory, settings)
}

/** The queries of every page of five, from the first to the last. */
async function walk(provider: Provider, aCase: Case): Promise<string[]> {
  const queries: string[] = []
  for (let query: string | undefined = aCase.firstPage; query !== undefined; ) {
    queries.push(query)
    query = aCase.nextPage(await page(provider, aCase, query))
  }
  return queries
}

describe.each(cases)('$id', (aCase) => {
  test('has the first organization of seed 1 that it has always had, in the same order of keys', async () => {
    const [first = {}] = aCase.items(await page(await make(aCase), aCase, aCase.firstPage))
    expect(first).toEqual(firstOrganizations[aCase.id])
    expect(Object.keys(first)).toEqual(Object.keys(firstOrganizations[aCase.id]))
  })

  test('has the same organization at index 7, whether it is asked first or last, in another instance, among more or fewer', async () => {
    const queries = await walk(await make(aCase), aCase)
    const isPaginated = queries.length > 1
    const [query = '', place] = isPaginated ? [queries[1], 2] : [queries[0], 7]

    async function asked(provider: Provider): Promise<Json | undefined> {
      return aCase.items(await page(provider, aCase, query))[place]
    }

    const askedFirst = await asked(await make(aCase))
    expect(askedFirst).toBeDefined()
    const backwards = await make(aCase)
    for (const earlier of queries.toReversed()) await page(backwards, aCase, earlier)
    expect(await asked(backwards)).toEqual(askedFirst)
    expect(await asked(await make(aCase, { count: 8 }))).toEqual(askedFirst)
    expect(await asked(await make(aCase, { count: 1_000 }))).toEqual(askedFirst)
  })

  test('has other organizations under another seed', async () => {
    const [one] = aCase.items(await page(await make(aCase, { seed: 1 }), aCase, aCase.firstPage))
    const [two] = aCase.items(await page(await make(aCase, { seed: 2 }), aCase, aCase.firstPage))
    expect(one).not.toEqual(two)
  })
})
