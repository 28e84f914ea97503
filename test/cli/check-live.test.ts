import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { type MockServer, type MockServerOptions, startMockServer } from '../../src/compose/index.ts'
import { mainFile } from '../support/command-line.ts'
import { projectFile } from '../support/project.ts'

// orgmock check --target live as a user runs it, in a process of its own: over TLS, with the real names, against servers on this machine.

const hosts: Readonly<Record<string, readonly string[]>> = {
  cekura: ['api.cekura.ai:443'],
  cloudflare: ['api.cloudflare.com:443'],
  cradl: ['api.cradl.ai:443', 'auth.cradl.ai:443'],
  nirvana: ['api.nirvanalabs.io:443'],
}
// A machine with other things to do starts a process slowly.
vi.setConfig({ testTimeout: 60_000 })

const preload = pathToFileURL(fileURLToPath(new URL('./live-wire.mjs', import.meta.url))).href
const credentialNames = [
  'CEKURA_API_KEY',
  'CLOUDFLARE_EMAIL',
  'CLOUDFLARE_API_KEY',
  'CRADL_CLIENT_ID',
  'CRADL_CLIENT_SECRET',
  'NIRVANA_LABS_API_KEY',
]

interface Heard {
  /** Where the program meant to send it. */
  readonly to: string
  readonly text: string
}

let folder: string
let servers: MockServer[]

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-live-'))
  servers = []
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await rm(folder, { recursive: true })
})

async function real(options: MockServerOptions): Promise<MockServer> {
  const server = await startMockServer({ ...options, tls: {} })
  servers.push(server)
  await writeFile(path.join(folder, 'authority.pem'), server.certificate ?? '')
  return server
}

/** The vendors' own variables with an owner's values, and nothing that names our server: published credentials are refused. */
function credentialsOf(server: MockServer): Record<string, string> {
  return Object.fromEntries(Object.entries(publishedOf(server)).map(([name, value]) => [name, ownersOf(value)]))
}

function publishedOf({ providers }: MockServer): Record<string, string> {
  const all = Object.assign({}, ...providers.map(({ env }) => env)) as Record<string, string>
  return Object.fromEntries(credentialNames.map((name) => [name, all[name] ?? '']))
}

/** As long as the published credential that stands for it on the wire. */
function ownersOf(published: string): string {
  return published === '' ? '' : `own${published.slice(3)}`
}

/** `orgmock check --target live` with these arguments, or a command line of its own. */
function checkLive(server: MockServer, args: readonly string[], environment: Record<string, string>) {
  return orgmockLive(server, ['check', '--target', 'live', ...args], environment)
}

async function orgmockLive(server: MockServer, line: readonly string[], environment: Record<string, string>) {
  const file = path.join(folder, 'heard')
  await writeFile(file, '')
  const child = spawn(process.execPath, ['--import', preload, mainFile, ...line], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      NODE_EXTRA_CA_CERTS: path.join(folder, 'authority.pem'),
      TEST_HEARD: file,
      TEST_PORT: new URL(server.tlsUrl ?? '').port,
      TEST_KNOWN_AS: JSON.stringify(
        Object.fromEntries(
          Object.values(publishedOf(server))
            .filter((value) => value !== '')
            .map((value) => [ownersOf(value), value]),
        ),
      ),
      ...environment,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const code = await new Promise((resolve) => child.once('close', resolve))
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  return { code, output, heard: lines.map((text): Heard => JSON.parse(text)) }
}

function requestsTo(heard: readonly Heard[], provider: string): readonly string[] {
  return heard.filter(({ to }) => hosts[provider]?.includes(to)).map(({ text }) => text)
}

test('live APIs that keep their promises are kept, within the budget, by harmless requests alone', async () => {
  const server = await real({ count: 3 })
  const credentials = credentialsOf(server)
  const { code, output, heard } = await checkLive(server, [], credentials)
  expect(output).toContain('4 of 4 providers kept their contract')
  expect(code).toBe(0)
  expect([...new Set(heard.map(({ to }) => to))].toSorted()).toEqual(Object.values(hosts).flat().toSorted())
  const writing = heard.filter(({ text }) => !text.startsWith('GET '))
  expect(writing.map(({ to, text }) => `${to} ${text.slice(0, text.indexOf('\r\n'))}`)).toEqual([
    // One for the run, one that the law authentication/token-reply judges, and one with an altered secret.
    'auth.cradl.ai:443 POST /oauth2/token HTTP/1.1',
    'auth.cradl.ai:443 POST /oauth2/token HTTP/1.1',
    'auth.cradl.ai:443 POST /oauth2/token HTTP/1.1',
  ])
  for (const provider of Object.keys(hosts)) expect(requestsTo(heard, provider).length).toBeLessThanOrEqual(60)
  for (const secret of Object.values(credentials)) expect(output).not.toContain(secret)
})

test('no provider gets more than three logins that are meant to fail', async () => {
  const server = await real({ count: 3 })
  const credentials = credentialsOf(server)
  const { CEKURA_API_KEY, CLOUDFLARE_EMAIL, CLOUDFLARE_API_KEY, NIRVANA_LABS_API_KEY } = credentials
  const { heard } = await checkLive(server, ['cekura', 'cloudflare', 'nirvana'], credentials)
  const right: Readonly<Record<string, readonly string[]>> = {
    cekura: [`X-CEKURA-API-KEY: ${CEKURA_API_KEY}`],
    cloudflare: [`X-Auth-Email: ${CLOUDFLARE_EMAIL}`, `X-Auth-Key: ${CLOUDFLARE_API_KEY}`],
    nirvana: [`Authorization: Bearer ${NIRVANA_LABS_API_KEY}`],
  }
  for (const [provider, headers] of Object.entries(right)) {
    const wrong = requestsTo(heard, provider).filter((text) =>
      headers.some((header) => !text.includes(`${header}\r\n`)),
    )
    expect([provider, wrong.length <= 3 && wrong.length > 0]).toEqual([provider, true])
  }
})

test('walks use the largest page there is', async () => {
  const server = await real({ count: 120, only: ['nirvana'] })
  const args = ['nirvana', '--law', 'pagination/walk']
  const { heard } = await checkLive(server, args, credentialsOf(server))
  expect(heard.map(({ text }) => text.split(' ')[1]?.replace(/cursor=.*/, 'cursor'))).toEqual([
    '/v1/organizations?limit=100',
    '/v1/organizations?limit=100&cursor',
  ])
})

test('a law that the budget cuts off is not checked: exit 3, since nothing broke', async () => {
  const server = await real({ count: 120, only: ['nirvana'] })
  const { code, output, heard } = await checkLive(server, ['nirvana', '--max-requests', '7'], credentialsOf(server))
  expect(heard).toHaveLength(7)
  expect(output).toContain('the budget of 7 requests is spent')
  expect(code).toBe(3)
})

test('the published credentials of a mock end the run before anything is sent; a dry run warns', async () => {
  const server = await real({ only: ['cloudflare', 'nirvana'] })
  const message =
    'the credentials of cloudflare, nirvana are those of a mock, which orgmock env prints: set your own for --target live'
  const run = await checkLive(server, [], publishedOf(server))
  expect(run).toEqual({ code: 2, output: `orgmock: ${message}\n`, heard: [] })
  const environment = { ...publishedOf(server), TEST_PLAIN: '1' }
  const dry = await checkLive(server, ['--dry-run', '--law', 'http/first-page'], environment)
  expect([dry.code, dry.heard]).toEqual([0, []])
  expect(dry.output).toContain(`orgmock: warning: ${message}\n`)
  expect(dry.output).toMatch(/^curl -i '?https:\/\/api\.nirvanalabs\.io\/v1\/organizations/m)
})

test('without credentials nothing is sent', async () => {
  const server = await real({ only: ['cekura'] })
  const { code, output, heard } = await checkLive(server, [], {})
  expect(heard).toEqual([])
  expect(output).toMatch(/no credentials: set CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY \(or CLOUDFLARE_EMAIL_FILE and/)
  expect(code).toBe(3)
})

test('a dry run names the real hosts, sends nothing there, and shows what a run would send', async () => {
  const server = await real({ only: ['cekura'] })
  const environment = { ...credentialsOf(server), NIRVANA_LABS_API_KEY: 'a-key-that-nobody-knows' }
  // Connections without TLS are those to the mocks that stand in, on this machine: they are let through.
  const { code, output, heard } = await checkLive(server, ['nirvana', '--dry-run'], { ...environment, TEST_PLAIN: '1' })
  expect(heard).toEqual([])
  expect(code).toBe(0)
  const commands = output.split('\n').filter((line) => line.startsWith('curl '))
  expect(commands.length).toBeGreaterThan(10)
  for (const command of commands) expect(command).toMatch(/ '?https:\/\/api\.nirvanalabs\.io\//)
  // GET is what curl does by itself.
  expect(output).not.toMatch(/ -X |--head/)
  expect(output).not.toContain('a-key-that-nobody-knows')
})

test.each([404, 410])(
  'Cloudflare’s operation answers %i one day: a finding of its own, and nothing more is asked',
  async (status) => {
    const server = await real({ only: ['cloudflare'] })
    const body =
      '{"success":false,"errors":[{"code":7003,"message":"No route for that URI"}],"messages":[],"result":null}'
    const answer = `HTTP/1.1 ${status} Gone\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const environment = { ...credentialsOf(server), TEST_ANSWER: answer }
    const { code, output, heard } = await checkLive(server, ['cloudflare', '--report', 'json'], environment)
    const report = JSON.parse(output.slice(output.indexOf('{')))
    const [law] = report.providers[0].scenarios
    expect(law.findings.map(({ check }: { check: string }) => check)).toEqual(['http/operation-gone'])
    expect(law.reason).toBe(`the operation is gone: status ${status}`)
    expect(heard).toHaveLength(1)
    expect(code).toBe(3)
  },
)

interface LawOutcome {
  readonly scenario: string
  readonly verdict: string
  readonly reason?: string
  readonly requests: number
  readonly findings: readonly { readonly severity: string }[]
}

/** What came of each law of one provider. */
async function budgeted(count: number, args: readonly string[] = []) {
  const server = await real({ count, only: ['cloudflare'] })
  const file = path.join(folder, 'report.json')
  const line = ['cloudflare', ...args, '--report', `json=${file}`]
  const { code, heard, output } = await checkLive(server, line, credentialsOf(server))
  const { providers } = JSON.parse(await readFile(file, 'utf8'))
  const laws: readonly LawOutcome[] = providers[0].scenarios
  return {
    code,
    heard,
    output,
    laws,
    verdict: providers[0].verdict,
    of: (id: string) => laws.find(({ scenario }) => scenario === id),
  }
}

/** Laws of Cloudflare that send requests to a live target. */
const sending = [
  ...['http/first-page', 'authentication/missing', 'authentication/wrong-value', 'http/slash', 'http/not-found'],
  ...['http/probes', 'pagination/same-page', 'pagination/past-end', 'pagination/sizes', 'pagination/walk'],
  ...['query/refusals', 'query/filters', 'query/orders', 'query/match', 'query/combined'],
]

test('25 organizations at Cloudflare fit into the budget, with some requests left for tries again', async () => {
  const { code, heard, laws, of } = await budgeted(25)
  expect(heard.length).toBeLessThanOrEqual(56)
  expect(code).toBe(0)
  // What a live target does not get at all has another reason.
  const cut = laws.filter(({ reason }) => reason?.includes('budget'))
  expect([cut, sending.filter((id) => (of(id)?.requests ?? 0) === 0)]).toEqual([[], []])
  expect(sending.filter((id) => of(id)?.verdict !== 'kept')).toEqual(['http/probes'])
})

test('10,000 organizations starve no other law: walks get what is left, and a law that got its part breaks nothing', async () => {
  const { code, heard, laws, verdict, of } = await budgeted(10_000)
  expect(heard.length).toBeLessThanOrEqual(60)
  expect(sending.filter((id) => (of(id)?.requests ?? 0) === 0)).toEqual([
    'query/orders',
    'query/match',
    'query/combined',
  ])
  const kept = ['authentication/missing', 'authentication/wrong-value', 'pagination/sizes', 'query/refusals']
  expect(kept.map((id) => of(id)?.verdict)).toEqual(kept.map(() => 'kept'))
  expect(of('pagination/walk')).toMatchObject({ verdict: 'not-checked' })
  expect(of('pagination/walk')?.reason).toMatch(
    /^its part of the budget ends after \d+ of its requests: --max-requests/,
  )
  expect(of('query/orders')?.reason).toBe('more than 2000 organizations: too many to compare')
  expect(laws.flatMap(({ findings }) => findings).filter(({ severity }) => severity !== 'note')).toEqual([])
  expect([code, verdict]).toEqual([0, 'kept'])
})

test('a budget of 20 is enough to judge credentials and to begin every walk', async () => {
  const { heard, of } = await budgeted(120, ['--max-requests', '20'])
  expect(heard).toHaveLength(20)
  for (const id of sending.slice(0, 3)) expect(of(id)?.verdict).toBe('kept')
  for (const id of ['pagination/walk', 'query/filters']) expect(of(id)?.requests).toBeGreaterThanOrEqual(1)
})

describe('credentials of some providers only', () => {
  const cloudflareOnly = (server: MockServer) => {
    const { CLOUDFLARE_EMAIL = '', CLOUDFLARE_API_KEY = '' } = credentialsOf(server)
    // Secrets that a repository does not have come as empty variables.
    return { ...Object.fromEntries(credentialNames.map((name) => [name, ''])), CLOUDFLARE_EMAIL, CLOUDFLARE_API_KEY }
  }
  const quick = ['--law', 'http/first-page']

  test('the others are skipped and listed: exit 0', async () => {
    const server = await real({ only: ['cloudflare'] })
    const { code, output, heard } = await checkLive(server, quick, cloudflareOnly(server))
    expect(output).toContain('1 of 1 provider kept its contract, 3 skipped.')
    expect(output).toMatch(/^– .* \(cekura\): skipped\n {4}reason {3}no credentials: set CEKURA_API_KEY/m)
    expect([code, heard.length]).toEqual([0, 1])
  })

  test.each([
    ['those that are named must have them', ['cloudflare', 'nirvana'], 'NIRVANA_LABS_API_KEY'],
    ['--require all wants them of every provider', ['--require', 'all'], 'CEKURA_API_KEY'],
  ])('%s: exit 3', async (_, args, variable) => {
    const server = await real({ only: ['cloudflare'] })
    const { code, output } = await checkLive(server, [...quick, ...args], cloudflareOnly(server))
    expect([code, output]).toEqual([3, expect.stringContaining(`no credentials: set ${variable}`)])
    expect(output).not.toContain('skipped')
  })

  test('a part of a credential is a mistake, not a provider to leave out', async () => {
    const server = await real({ only: ['cloudflare'] })
    const environment = { ...cloudflareOnly(server), CRADL_CLIENT_ID: 'some-client' }
    const { code, output } = await checkLive(server, quick, environment)
    expect([code, output]).toEqual([3, expect.stringContaining('no credentials: set CRADL_CLIENT_SECRET')])
  })

  test('the nightly job of the example is green, and its reports name what was skipped', async () => {
    const server = await real({ count: 25, only: ['cloudflare'] })
    const { jobs } = parse(projectFile('examples/github-workflow/contracts.yml'))
    const step = jobs.live.steps.find(({ run = '' }: { run?: string }) => run.startsWith('npx '))
    expect(Object.keys(step.env).toSorted()).toEqual(credentialNames.toSorted())
    const line = (step.run as string).replace(/^npx --yes orgmock@\S+ /, '').replace('1/s', '10000/s')
    const { code, output } = await orgmockLive(server, line.split(' '), cloudflareOnly(server))
    expect(output).toContain('1 of 1 provider kept its contract, 3 skipped.')
    expect(code).toBe(0)
    const files = await Promise.all(
      ['html', 'sarif'].map((kind) => readFile(path.join(folder, `contracts.${kind}`), 'utf8')),
    )
    for (const text of files) expect(text).toContain('no credentials: set CEKURA_API_KEY')
    expect(JSON.parse(files[1] ?? '').runs[0].invocations[0].executionSuccessful).toBe(true)
  })
})
