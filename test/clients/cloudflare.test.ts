import Cloudflare from 'cloudflare'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ only: ['cloudflare'] })
})
afterAll(() => server.close())

function client(options: { apiEmail?: string; apiKey?: string } = {}): Cloudflare {
  const env = server.providers[0]?.env ?? {}
  return new Cloudflare({
    apiEmail: env['CLOUDFLARE_EMAIL'] ?? null,
    apiKey: env['CLOUDFLARE_API_KEY'] ?? null,
    apiToken: null,
    baseURL: env['CLOUDFLARE_BASE_URL'] ?? null,
    maxRetries: 0,
    ...options,
  })
}

test.each([5, 20, 49, 50])(
  'the official client walks every page of %i to its natural end, in order',
  async (perPage) => {
    const ids: string[] = []
    for await (const organization of client().user.organizations.list({ per_page: perPage })) {
      ids.push(organization.id ?? 'missing')
    }
    expect(ids).toHaveLength(127)
    expect(new Set(ids).size).toBe(127)
    expect(ids).toEqual(ids.toSorted())
  },
)

test('its filters and orders reach the server', async () => {
  const names: string[] = []
  const query = { per_page: 50, order: 'name', direction: 'desc', status: 'member' } as const
  for await (const { name, status } of client().user.organizations.list(query)) {
    expect(status).toBe('member')
    names.push(name?.toLowerCase() ?? '')
  }
  expect(names.length).toBeGreaterThan(50)
  expect(names).toEqual(names.toSorted().toReversed())
})

test('its typed errors carry status and code', async () => {
  const refused = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    )
  const wrongKey = await refused(client({ apiKey: 'f'.repeat(37) }).user.organizations.list())
  expect(wrongKey).toBeInstanceOf(Cloudflare.PermissionDeniedError)
  expect(wrongKey).toMatchObject({
    status: 403,
    errors: [{ code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' }],
  })
  const malformed = await refused(client({ apiKey: 'nonsense' }).user.organizations.list())
  expect(malformed).toBeInstanceOf(Cloudflare.BadRequestError)
  expect(malformed).toMatchObject({ status: 400, errors: [{ code: 6003 }] })
  const tooSmall = await refused(client().user.organizations.list({ per_page: 4 }))
  expect(tooSmall).toBeInstanceOf(Cloudflare.BadRequestError)
  const unknownPath = await refused(client().get('/user/nothing'))
  expect(unknownPath).toBeInstanceOf(Cloudflare.NotFoundError)
  expect(unknownPath).toMatchObject({ status: 404, errors: [{ code: 7003 }] })
})
