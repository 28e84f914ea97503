import { afterEach, describe, expect, test } from 'vitest'
import { orgmock, orgmockHere } from '../support/command-line.ts'

// `orgmock errors` lists every error that the mocks can say.

const { columns } = process.stdout

afterEach(() => {
  process.stdout.columns = columns
})

async function told(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await orgmockHere(['errors', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

test('gives each error its status, its basis and its meaning', async () => {
  const { code, stdout, stderr } = await orgmock(['errors'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^id +code +basis +meaning$/m)
  expect(stdout).toMatch(/^cekura\.not_acceptable +406 +observed +The Accept header leaves no room for JSON/m)
  expect(stdout).toMatch(/^cloudflare\.10001 +500 +assumed +Cloudflare failed, not the request\.$/m)
  expect(stdout).toMatch(/^cradl\.forbidden +403 +documented +The access token/m)
  expect(stdout).toMatch(/^nirvana\.unknown_api_key +401 +assumed +No account has this API key\.$/m)
})

test.each([
  ['cekura', 10],
  ['cloudflare', 15],
  ['cradl', 19],
  ['nirvana', 12],
])('lists the errors of %s alone, %i of them', async (id, count) => {
  const ids = [...(await told(id)).matchAll(/^(\w+)\.\S+/gm)].map(([, provider]) => provider)
  expect(ids).toEqual(Array(count).fill(id))
})

test('puts the meaning on lines of its own where the terminal is narrow', async () => {
  process.stdout.columns = 60
  const lines = (await told()).split('\n')
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60)
  expect(lines).toContain('cloudflare.9106                     400  observed')
  expect(lines).toContain('      The request carries no credentials, or only half of')
  expect(lines).toContain('      them. Cloudflare says 400 here, not 401.')
})

test('gives all of each error as JSON', async () => {
  const entries = JSON.parse(await told('cloudflare', '--json')) as Record<string, unknown>[]
  expect(entries).toHaveLength(15)
  expect(entries.find(({ id }) => id === 'cloudflare.9103')).toEqual({
    id: 'cloudflare.9103',
    provider: 'cloudflare',
    status: 403,
    headers: expect.arrayContaining(['content-type', 'application/json']),
    body: '{"success":false,"errors":[{"code":9103,"message":"Unknown X-Auth-Key or X-Auth-Email"}],"messages":[],"result":null}',
    basis: 'observed',
    source: expect.stringContaining('terraform-provider-cloudflare issue 1185'),
    meaning: expect.stringContaining('no account has this'),
    cause: expect.stringContaining('rolled or revoked'),
    advice: expect.stringContaining('a retry does not help'),
    scenarios: ['expired', 'revoked', 'expiring-after-2'],
  })
})

describe('is refused in one line', () => {
  test.each([
    ['a provider that does not exist', ['errors', 'stripe'], /"stripe"; known are cekura, cloudflare, cradl, nirvana/],
    ['an option that does not exist', ['errors', '--yaml'], /--yaml.*--json/],
  ])('%s', async (_, args, words) => {
    const { code, stdout, stderr } = await orgmockHere(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^orgmock: .*\n$/)
    expect(stderr).toMatch(words)
  })
})
