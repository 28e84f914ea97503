import { afterEach, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { orgmock, orgmockHere } from '../support/command-line.ts'
import { type Answer, ask } from '../support/http.ts'
import { operations, type ProviderId, providerIds, tokenForm } from '../support/providers.ts'

// `orgmock credentials` lists every published credential and says how to make more.

let server: MockServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

interface Account {
  readonly name: string
  readonly credentials: Readonly<Record<string, string>>
  readonly count?: number
  readonly isCounted: boolean
}

interface Entry {
  readonly provider: ProviderId
  readonly baseUrl: string
  readonly accounts: readonly Account[]
  readonly tenants: {
    readonly words: readonly { readonly word: string }[]
    readonly example: { readonly tenant: string; readonly credentials: Readonly<Record<string, string>> }
  }
}

async function told(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await orgmockHere(['credentials', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

async function entries(...args: string[]): Promise<Entry[]> {
  return JSON.parse(await told('--json', ...args)) as Entry[]
}

/** The list as the holder of these credentials sees it. */
async function list(origin: string, provider: ProviderId, parts: Readonly<Record<string, string>>): Promise<Answer> {
  const { apiKey = '', apiEmail = '', clientId = '', clientSecret = '' } = parts
  const headersOf = {
    cekura: () => ({ 'X-CEKURA-API-KEY': apiKey }),
    cloudflare: () => ({ 'X-Auth-Email': apiEmail, 'X-Auth-Key': apiKey }),
    nirvana: () => ({ Authorization: `Bearer ${apiKey}` }),
    async cradl() {
      const answer = await ask(origin, '/auth.cradl.ai/oauth2/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: tokenForm({ CRADL_CLIENT_ID: clientId, CRADL_CLIENT_SECRET: clientSecret }),
      })
      return { Authorization: `Bearer ${(answer.json() as { access_token?: string }).access_token}` }
    },
  }
  const sizes = { cekura: '', cloudflare: '?per_page=50', cradl: '?maxResults=100', nirvana: '?limit=100' }
  return ask(origin, `/${operations[provider]}${sizes[provider]}`, { headers: await headersOf[provider]() })
}

function rowsOf(answer: Answer): number {
  expect(answer.status).toBe(200)
  const body = answer.json() as unknown[] | Record<string, unknown[]>
  const rows = Array.isArray(body) ? body : (body['result'] ?? body['organizations'] ?? body['items'])
  return rows?.length ?? Number.NaN
}

/** Issue 4 lists them. */
const scenarios = [
  'ordinary',
  'empty',
  'one',
  'page',
  'many',
  'expired',
  'revoked',
  'forbidden',
  'throttled',
  'throttled-after-3',
  'slow',
  'flaky',
  'expiring-after-2',
  'changing',
]

test.each(providerIds)('lists every account of %s, the ordinary one first', async (id) => {
  const [entry] = await entries(id)
  expect(entry?.accounts.map(({ name }) => name)).toEqual(expect.arrayContaining(scenarios))
  expect(entry?.accounts[0]?.name).toBe('ordinary')
})

test('lists them for people: each in the form of its provider, with what it is for', async () => {
  const { code, stdout, stderr } = await orgmock(['credentials', 'cloudflare'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(
    /^Cloudflare API \(cloudflare\)\n {2}base URL {3}http:\/\/127\.0\.0\.1:8080\/api\.cloudflare\.com/,
  )
  expect(stdout).toMatch(
    /^ {2}ordinary {3}apiEmail user@orgmock\.test {2}apiKey 5f2c8e1b7a9d04c36e8f1a2b3c4d5e6f7a8b9$/m,
  )
  expect(stdout).toMatch(/^ {2}others {5}apiKey 7e57000000000000000000000000000000000$/m)
  expect(stdout).toMatch(/^ {2}empty {2,}empty@orgmock\.test {2,}no organizations$/m)
  expect(stdout).toMatch(/^ {2}flaky \* {2,}flaky@orgmock\.test {2,}every third request gets the provider's 500$/m)
  expect(stdout).toContain('* counted by each process for itself\n')
})

test('tells how to make accounts of your own, once', async () => {
  const text = await told()
  for (const word of ['seed-N', 'count-N', "an account's name", 'throttled-after-N', 'slow-N', 'any other word']) {
    expect(text.split(`\n  ${word} `), word).toHaveLength(2)
  }
})

test('says which accounts are counted by each process for itself', async () => {
  const [entry] = await entries('cekura')
  const counted = entry?.accounts.filter(({ isCounted }) => isCounted).map(({ name }) => name)
  expect(counted).toEqual(['throttled-after-3', 'flaky', 'expiring-after-2', 'changing'])
})

test('points to where it is told, or where the variables of the server say', async () => {
  const [told] = await entries('nirvana', '--url', 'http://mocks.test:1234')
  expect(told?.baseUrl).toBe('http://mocks.test:1234/api.nirvanalabs.io')
  const { stdout } = await orgmockHere(['credentials', 'nirvana', '--json'], { PORT: '9090' })
  expect((JSON.parse(stdout) as Entry[])[0]?.baseUrl).toBe('http://127.0.0.1:9090/api.nirvanalabs.io')
})

test('gives credentials that a server takes, and sees what it says they see', async () => {
  server = await startMockServer({ count: 4 })
  for (const { provider, accounts, tenants } of await entries()) {
    const seen = async (name: string) => {
      const account = accounts.find((one) => one.name === name)
      return rowsOf(await list(server?.url ?? '', provider, account?.credentials ?? {}))
    }
    expect({ provider, ordinary: await seen('ordinary'), empty: await seen('empty'), one: await seen('one') }).toEqual({
      provider,
      ordinary: 4,
      empty: 0,
      one: 1,
    })
    expect(tenants.example.tenant).toBe('seed-7_count-30_my-test')
    expect({ provider, rows: rowsOf(await list(server.url, provider, tenants.example.credentials)) }).toEqual({
      provider,
      rows: 30,
    })
  }
})

describe('is refused in one line', () => {
  test.each([
    ['a provider that does not exist', ['credentials', 'stripe'], /"stripe"; known are cekura, cloudflare/],
    ['what is no URL', ['credentials', '--url', 'localhost:8080'], /--url must be an origin/],
    ['an option that does not exist', ['credentials', '--all'], /--all.*--json, --url/],
  ])('%s', async (_, args, words) => {
    const { code, stdout, stderr } = await orgmockHere(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^orgmock: .*\n$/)
    expect(stderr).toMatch(words)
  })
})
