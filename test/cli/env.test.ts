import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { type Environment, endAll, orgmock, orgmockHere, serve } from '../support/command-line.ts'
import { entries, tokenForm } from '../support/providers.ts'

// `orgmock env` prints the vendors' own variables for a shell.

afterEach(endAll)

const run = promisify(execFile)

const names = [
  'CEKURA_API_KEY',
  'CEKURA_API_URL',
  'CEKURA_BASE_URL',
  'CLOUDFLARE_API_KEY',
  'CLOUDFLARE_API_URL',
  'CLOUDFLARE_BASE_URL',
  'CLOUDFLARE_EMAIL',
  'CRADL_API_ENDPOINT',
  'CRADL_AUTH_ENDPOINT',
  'CRADL_CLIENT_ID',
  'CRADL_CLIENT_SECRET',
  'LAS_API_ENDPOINT',
  'LAS_AUTH_ENDPOINT',
  'LAS_CLIENT_ID',
  'LAS_CLIENT_SECRET',
  'NIRVANA_LABS_API_KEY',
  'NIRVANA_LABS_BASE_URL',
]

const addresses = names.filter((name) => /_(URL|ENDPOINT)$/.test(name))

/** The address with its scheme, which one client adds by itself. */
function withScheme(address = ''): string {
  return address.includes('://') ? address : `http://${address}`
}

/** The variables that a POSIX shell has after it took in what `orgmock env` prints, and that it hands on. */
async function sourced(
  args: readonly string[],
  environment: Environment = {},
  before: Environment = {},
): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await orgmockHere(['env', ...args], environment)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const shell = await run('sh', ['-euc', 'eval "$1"; env', 'sh', stdout], {
    env: { ...before, PATH: process.env['PATH'] ?? '' },
  })
  expect(shell.stderr).toBe('')
  const lines = shell.stdout
    .split('\n')
    .map((line) => /^((?:CEKURA|CF|CLOUDFLARE|CRADL|LAS|NIRVANA)_\w+)=(.*)$/.exec(line))
  return Object.fromEntries(lines.flatMap((match) => (match === null ? [] : [[match[1], match[2]]])))
}

test('gives a shell every variable of the four vendors', async () => {
  const found = await sourced([])
  expect(Object.keys(found).sort()).toEqual(names)
})

test('prints nothing but assignments that a shell exports, and what it unsets', async () => {
  const { code, stdout, stderr } = await orgmock(['env'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.endsWith('\n')).toBe(true)
  for (const line of stdout.trimEnd().split('\n')) expect(line).toMatch(/^(export [A-Z_]+='[^']*'|unset [A-Z_ ]+)$/)
})

test('points to port 8080 of this machine unless told otherwise', async () => {
  expect((await sourced([]))['CLOUDFLARE_BASE_URL']).toMatch(
    /^http:\/\/(localhost|127\.0\.0\.1):8080\/api\.cloudflare\.com\/client\/v4$/,
  )
})

test.each([
  ['a port', { PORT: '9090' }, /^http:\/\/(localhost|127\.0\.0\.1):9090\//],
  ['an address', { HOST: '10.1.2.3' }, /^http:\/\/10\.1\.2\.3:8080\//],
  ['an address of IPv6', { HOST: '::1', PORT: '81' }, /^http:\/\/\[::1\]:81\//],
  ['every address there is', { HOST: '0.0.0.0' }, /^http:\/\/(localhost|127\.0\.0\.1):8080\//],
])('points to where the variables of the server say: %s', async (_, environment, expected) => {
  const found = await sourced([], environment)
  for (const name of addresses) expect(withScheme(found[name]), name).toMatch(expected)
})

test('points to where orgmock.yaml says, and a variable wins over it', async () => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'orgmock-env-')), 'orgmock.yaml')
  onTestFinished(() => rm(path.dirname(file), { recursive: true }))
  await writeFile(file, 'host: 10.1.2.3\nport: 9090\n')
  const base = async (args: readonly string[], environment: Environment) =>
    (await sourced(args, environment))['NIRVANA_LABS_BASE_URL']
  expect(await base([], { ORGMOCK_CONFIG: file })).toBe('http://10.1.2.3:9090/api.nirvanalabs.io')
  expect(await base(['--config', file], { PORT: '81' })).toBe('http://10.1.2.3:81/api.nirvanalabs.io')
})

test('points to where it is told', async () => {
  const found = await sourced(['--url', 'http://mocks.test:1234'])
  expect(found['NIRVANA_LABS_BASE_URL']).toBe('http://mocks.test:1234/api.nirvanalabs.io')
})

test.each([
  'http://mocks.test/prefix',
  'http://mocks.test/?a=1',
  'http://a:b@mocks.test',
  'mocks.test',
  'ftp://a.test',
])('refuses an address that is no origin: %s', async (url) => {
  const { code, stderr } = await orgmockHere(['env', '--url', url])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `orgmock: --url must be an origin such as http://127.0.0.1:8080, not "${url}"\n`,
  })
})

// Each client of the vendors by the variables that it reads: python3-cloudflare 2.11 and Stainless, las, cradl, Cekura's MCP server.
test('leaves no client of a vendor on the production address', async () => {
  const found = await sourced(['--url', 'http://mocks.test:1234'])
  expect(Object.fromEntries(addresses.map((name) => [name, found[name]]))).toEqual({
    CEKURA_API_URL: 'http://mocks.test:1234/api.cekura.ai',
    CEKURA_BASE_URL: 'http://mocks.test:1234/api.cekura.ai',
    CLOUDFLARE_API_URL: 'http://mocks.test:1234/api.cloudflare.com/client/v4',
    CLOUDFLARE_BASE_URL: 'http://mocks.test:1234/api.cloudflare.com/client/v4',
    CRADL_API_ENDPOINT: 'http://mocks.test:1234/api.cradl.ai/v1',
    CRADL_AUTH_ENDPOINT: 'http://mocks.test:1234/auth.cradl.ai/oauth2/token',
    LAS_API_ENDPOINT: 'http://mocks.test:1234/api.cradl.ai/v1',
    LAS_AUTH_ENDPOINT: 'mocks.test:1234/auth.cradl.ai/oauth2',
    NIRVANA_LABS_BASE_URL: 'http://mocks.test:1234/api.nirvanalabs.io',
  })
})

test('takes away what a client would send beside these credentials, or in their place', async () => {
  const real = {
    CLOUDFLARE_API_TOKEN: 'a',
    CLOUDFLARE_API_USER_SERVICE_KEY: 'b',
    CF_API_TOKEN: 'c',
    CRADL_ACCESS_TOKEN: 'd',
  }
  expect(Object.keys(await sourced([], {}, real)).sort()).toEqual(names)
})

test('leaves the variables of other providers alone', async () => {
  const found = await sourced(['cekura'], {}, { CLOUDFLARE_API_TOKEN: 'a' })
  expect(found['CLOUDFLARE_API_TOKEN']).toBe('a')
})

test('gives only the providers that it is asked for', async () => {
  const found = await sourced(['nirvana'])
  expect(Object.keys(found).sort()).toEqual(['NIRVANA_LABS_API_KEY', 'NIRVANA_LABS_BASE_URL'])
})

test('gives what a running server tells, so that requests made from it arrive', async () => {
  const serving = await serve()
  const found = await sourced([], { PORT: new URL(serving.url).port })
  const told = Object.assign({}, ...(await entries(serving.url, serving.admin())).map(({ env }) => env)) as Record<
    string,
    string
  >
  expect(Object.fromEntries(names.map((name) => [name, found[name]]))).toEqual(told)

  const cloudflare = await fetch(`${found['CLOUDFLARE_BASE_URL']}/user/organizations`, {
    headers: { 'X-Auth-Email': found['CLOUDFLARE_EMAIL'] ?? '', 'X-Auth-Key': found['CLOUDFLARE_API_KEY'] ?? '' },
  })
  expect(cloudflare.status).toBe(200)
  const token = await fetch(found['CRADL_AUTH_ENDPOINT'] ?? '', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: tokenForm(found),
  })
  expect(token.status).toBe(200)
})

test('gives the credentials of the seed that the variables of the server name', async () => {
  const [serving, found] = await Promise.all([
    serve([], { environment: { ORGMOCK_SEED: '99' } }),
    sourced([], { ORGMOCK_SEED: '99' }),
  ])
  const told = Object.assign({}, ...(await entries(serving.url, serving.admin())).map(({ env }) => env)) as Record<
    string,
    string
  >
  for (const name of names.filter((one) => !/_(URL|ENDPOINT)$/.test(one))) expect(found[name], name).toBe(told[name])
})
