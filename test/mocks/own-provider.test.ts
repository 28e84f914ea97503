import { expect, test } from 'vitest'
import nirvana from '../../mocks/nirvana.ts'
import {
  apiKey,
  type CursorInfo,
  cursor,
  defineProvider,
  generalError,
  opaqueCodec,
  type ProviderFactory,
  parameterReader,
  testCredential,
} from '../../src/mock/index.ts'
import { ask, makeProvider, frozenNow as now } from './ask.ts'

// What a provider's own file decides, by a small one that stands in for Nirvana's.

const lifetimeSeconds = 60
const defaultSize = 7

const small: ProviderFactory = defineProvider<{ id: number }, CursorInfo>(({ spec, deriveKey }) => ({
  client: {
    credentials: { apiKey: 'ordinary-key' },
    tenantCredentials: (tenant) => ({ apiKey: testCredential(tenant, 32) }),
    env: () => ({}),
    curl: () => '',
  },
  auth: apiKey({
    header: 'x-key',
    credentials: [{ secret: 'ordinary-key', account: { tenant: 'ordinary' } }],
    scopes: [],
  }),
  beforeAuth: [],
  parameters: parameterReader(spec, {
    repeated: 'last',
    overrides: { limit: { minimum: 1, maximum: 100, default: defaultSize } },
  }),
  organization: ({ index }) => ({ id: index }),
  paginator: cursor({ cursor: 'cursor', size: 'limit', codec: opaqueCodec(deriveKey('own'), lifetimeSeconds) }),
  envelope: ({ items, info }) => ({ items, next: info.next }),
  headers: () => ['Content-Type', 'application/json'],
  errors: [
    generalError('internal', { status: 500, body: '' }),
    generalError('invalid-cursor', { status: 400, body: 'no such cursor' }),
  ],
}))

const provider = await makeProvider('nirvana', small)

async function list(key: string, query = '', at = now) {
  const { status, text } = await ask(provider, { path: '/v1/organizations', headers: { 'x-key': key }, query, now: at })
  return {
    status,
    page: text.startsWith('{') ? (JSON.parse(text) as { items: unknown[]; next: string | null }) : undefined,
  }
}

test('a lifetime of cursors that the file sets begins when the page is sent, one that was sent before too', async () => {
  await list('ordinary-key')
  const later = await list('ordinary-key', '', now + 3_600_000)
  const next = `cursor=${later.page?.next}`
  expect((await list('ordinary-key', next, now + 3_659_999)).status).toBe(200)
  expect((await list('ordinary-key', next, now + 3_660_000)).status).toBe(400)
})

test('the account `page` sees one full page of the default size and no second one', async () => {
  const { page } = await list(testCredential('page', 32))
  expect(page?.items).toHaveLength(7)
  expect(page?.next).toBeNull()
  const { page: short } = await list(testCredential('page', 32), 'limit=6')
  expect(short?.next).not.toBeNull()
})

test('the published account `page` says how many organizations that are', () => {
  expect(provider.client.accounts?.['page']).toMatchObject({
    count: 7,
    description: 'exactly one full page of the default size, 7',
  })
})

test('where the document or the file has 20, the account `page` has 20', async () => {
  const { client } = await makeProvider('nirvana', nirvana)
  expect(client.accounts?.['page']?.count).toBe(20)
})
