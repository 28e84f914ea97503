import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import type { PublishedAccount } from '../../src/mock/index.ts'
import { type Answer, ask } from '../support/http.ts'
import { type Entry, entries, operations, type ProviderId, providerIds, tokenForm } from '../support/providers.ts'

// Every published account over a socket, by nothing but its credential: it does what its description says.

let server: MockServer
let accounts: Record<ProviderId, Readonly<Record<string, PublishedAccount>>>

beforeAll(async () => {
  server = await startMockServer()
  const told = (await entries(server.url)) as (Entry & { accounts: Record<string, PublishedAccount> })[]
  accounts = Object.fromEntries(told.map((entry) => [entry.id, entry.accounts])) as typeof accounts
})

afterAll(() => server.close())

/** Asks Cradl's token endpoint in an account's name. */
function askForToken(name: string): Promise<Answer> {
  return tokenFor(credentialsOf('cradl', name))
}

function tokenFor({ clientId: id = '', clientSecret: secret = '' }: Readonly<Record<string, string>>): Promise<Answer> {
  return ask(server.url, '/auth.cradl.ai/oauth2/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: tokenForm({ CRADL_CLIENT_ID: id, CRADL_CLIENT_SECRET: secret }),
  })
}

function credentialsOf(id: ProviderId, name: string): Readonly<Record<string, string>> {
  const account = accounts[id][name]
  if (account === undefined) throw new Error(`${id} has no account ${name}`)
  return account.credentials
}

function headersOf(id: ProviderId, name: string): Promise<Record<string, string>> {
  return headersWith(id, credentialsOf(id, name))
}

async function headersWith(
  id: ProviderId,
  credentials: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const { apiKey = '', apiEmail = '' } = credentials
  switch (id) {
    case 'cekura':
      return { 'X-CEKURA-API-KEY': apiKey }
    case 'cloudflare':
      return { 'X-Auth-Email': apiEmail, 'X-Auth-Key': apiKey }
    case 'cradl':
      return {
        Authorization: `Bearer ${((await tokenFor(credentials)).json() as { access_token: string }).access_token}`,
      }
    case 'nirvana':
      return { Authorization: `Bearer ${apiKey}` }
  }
}

function list(id: ProviderId, headers: Record<string, string>, query = ''): Promise<Answer> {
  return ask(server.url, `/${operations[id]}${query}`, { headers })
}

async function listAs(id: ProviderId, name: string): Promise<Answer> {
  return list(id, await headersOf(id, name))
}

/** Statuses of so many requests, one after another, under one credential. */
async function statuses(id: ProviderId, headers: Record<string, string>, requests: number): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < requests; i += 1) found.push((await list(id, headers)).status)
  return found
}

interface Page {
  readonly rows: number
  readonly isLast: boolean
  readonly total: number | undefined
}

/** How much of the list an answer brought. */
function pageOf(id: ProviderId, answer: Answer): Page {
  expect(answer.status).toBe(200)
  const body = answer.json() as never
  switch (id) {
    case 'cekura':
      return { rows: (body as unknown[]).length, isLast: true, total: (body as unknown[]).length }
    case 'cloudflare': {
      const { result, result_info: info } = body as {
        result: unknown[]
        result_info: { page: number; total_pages: number; total_count: number }
      }
      return { rows: result.length, isLast: info.page >= info.total_pages, total: info.total_count }
    }
    case 'cradl': {
      const { organizations, nextToken } = body as { organizations: unknown[]; nextToken: string | null }
      return { rows: organizations.length, isLast: nextToken === null, total: undefined }
    }
    case 'nirvana': {
      const { items, pagination } = body as {
        items: unknown[]
        pagination: { next_cursor: string | null; total_count: number }
      }
      return { rows: items.length, isLast: pagination.next_cursor === null, total: pagination.total_count }
    }
  }
}

// Some wait for a second or two: all at once. No two tests use one account.
describe.concurrent.each(providerIds)('of %s', (id) => {
  test.each([
    ['empty', { rows: 0, isLast: true, total: 0 }],
    ['one', { rows: 1, isLast: true, total: 1 }],
    ['page', { rows: 20, isLast: true, total: 20 }],
  ])('the account %s has what it says, on one page', async (name, expected) => {
    const { total, ...page } = expected
    expect(pageOf(id, await listAs(id, name))).toEqual({ ...page, total: id === 'cradl' ? undefined : total })
  })

  test('the account throttled is always throttled', async () => {
    expect(await statuses(id, await headersOf(id, 'throttled'), 3)).toEqual([429, 429, 429])
  })

  test('the account throttled-after-3 gets three, then a 429, and three more a second later', async () => {
    const headers = await headersOf(id, 'throttled-after-3')
    expect(await statuses(id, headers, 5)).toEqual([200, 200, 200, 429, 429])
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    expect(await statuses(id, headers, 4)).toEqual([200, 200, 200, 429])
  })

  test('the account slow waits two seconds', async () => {
    const headers = await headersOf(id, 'slow')
    const from = performance.now()
    expect((await list(id, headers)).status).toBe(200)
    expect(performance.now() - from).toBeGreaterThan(1_990)
  })

  test('every third request of the account flaky fails', async () => {
    expect(await statuses(id, await headersOf(id, 'flaky'), 6)).toEqual([200, 200, 500, 200, 200, 500])
  })

  test('the list of the account changing changes under its reader', async () => {
    const headers = await headersOf(id, 'changing')
    const [first, second] = [await list(id, headers), await list(id, headers)]
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.text).not.toBe(first.text)
  })
})

test.each(providerIds)('the account many of %s has 10,000', async (id) => {
  const { rows, isLast, total } = pageOf(id, await listAs(id, 'many'))
  if (id === 'cekura') expect(rows).toBe(10_000)
  else expect([rows, isLast]).toEqual([20, false])
  if (id !== 'cradl') expect(total).toBe(10_000)
  else {
    // Its pages tell no total: the walk does.
    const headers = await headersOf(id, 'many')
    let found = 0
    for (let token: string | null = ''; token !== null; ) {
      const answer: Answer = await list(id, headers, `?maxResults=100&nextToken=${token}`)
      const body = answer.json() as { organizations: unknown[]; nextToken: string | null }
      found += body.organizations.length
      token = body.nextToken
    }
    expect(found).toBe(10_000)
  }
})

// What a refused credential gets is the provider's own.
test.each([
  ['cekura', 'expired', 401],
  ['cekura', 'revoked', 401],
  ['cekura', 'forbidden', 403],
  ['cloudflare', 'expired', 403],
  ['cloudflare', 'revoked', 403],
  ['cloudflare', 'forbidden', 403],
  ['cradl', 'forbidden', 403],
  ['nirvana', 'expired', 401],
  ['nirvana', 'revoked', 401],
  ['nirvana', 'forbidden', 403],
] as const)('%s refuses the account %s with %i', async (id, name, status) => {
  expect(await statuses(id, await headersOf(id, name), 2)).toEqual([status, status])
})

test('Cloudflare tells an account that is not on an enterprise plan from an unknown one', async () => {
  const codes = async (name: string) =>
    ((await listAs('cloudflare', name)).json() as { errors: { code: number }[] }).errors
  expect(await codes('forbidden')).toMatchObject([{ code: 9109 }])
  expect(await codes('revoked')).toMatchObject([{ code: 9103 }])
})

test('Cradl gives the account expired a token that has expired, and revoked none', async () => {
  expect((await askForToken('expired')).status).toBe(200)
  expect((await listAs('cradl', 'expired')).status).toBe(403)
  const refused = await askForToken('revoked')
  expect([refused.status, refused.json()]).toMatchObject([400, { error: 'invalid_client' }])
})

test('Cradl gives the account forbidden a token without the scope of the operation', async () => {
  const { scope } = (await askForToken('forbidden')).json() as { scope: string }
  expect(scope).toMatch(/\w/)
  expect(scope.split(' ')).not.toContain('organizations:read')
})

test.each(['cekura', 'cloudflare', 'nirvana'] as const)('a key of %s is used up after two requests', async (id) => {
  const [status] = [{ cekura: 401, cloudflare: 403, nirvana: 401 }[id]]
  expect(await statuses(id, await headersOf(id, 'expiring-after-2'), 4)).toEqual([200, 200, status, status])
})

test('each token of Cradl is used up after two requests, and the next one is good again', async () => {
  const [one, other] = [await headersOf('cradl', 'expiring-after-2'), await headersOf('cradl', 'expiring-after-2')]
  expect(one).not.toEqual(other)
  expect(await statuses('cradl', one, 3)).toEqual([200, 200, 403])
  expect(await statuses('cradl', other, 3)).toEqual([200, 200, 403])
})

test.each<[ProviderId, Record<string, string>]>([
  ['cekura', { apiKey: 'test_one_MyTest' }],
  ['cloudflare', { apiEmail: 'one+MyTest@OrgMock.test', apiKey: '7e57000000000000000000000000000000000' }],
  ['cradl', { clientId: 'test_one_MyTest', clientSecret: '' }],
  ['nirvana', { apiKey: 'test_one_MyTest' }],
])('%s takes a credential with the name of a test, capitals and all', async (id, given) => {
  const secret = id === 'cradl' ? { clientSecret: credentialsOf('cradl', 'one')['clientSecret'] ?? '' } : {}
  const answer = await list(id, await headersWith(id, { ...given, ...secret }))
  expect(pageOf(id, answer).rows).toBe(1)
  const seen = (await server.requests({ provider: id, tenant: 'one_MyTest' })).at(-1)
  expect(seen?.answer.status).toBe(200)
})
