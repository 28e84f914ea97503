import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'

/** What a client is given. Its account says what it meets. */
interface Situation {
  readonly account: string
  readonly key?: string
  readonly pageSize?: number
  /** Stop the walk on purpose once so many organizations came. */
  readonly most?: number
  readonly maxRetries?: number
  readonly timeoutMs?: number
}

const situations: Readonly<Record<string, Situation>> = {
  'no organizations': { account: 'empty' },
  'one organization': { account: 'one' },
  'one full page': { account: 'page' },
  'many, the first 1,000 in pages of 50': { account: 'many', pageSize: 50, most: 1_000 },
  'unknown key': { account: 'other', key: 'f'.repeat(37) },
  'malformed key': { account: 'other', key: 'nonsense' },
  'expired key': { account: 'expired' },
  'account without the right': { account: 'forbidden' },
  'third request gets 429, `Retry-After: 1`': { account: 'throttled-after-2+count-45' },
  'third request gets 500': { account: 'flaky+count-45' },
  'answer after 400 ms, time-out 100 ms': { account: 'slow-400', timeoutMs: 100, maxRetries: 0 },
  'connection reset': { account: 'fault-connection-reset', maxRetries: 0 },
  'body cut short, time-out 400 ms': { account: 'fault-truncated-body', timeoutMs: 400, maxRetries: 0 },
  'key expires after two pages': { account: 'expiring-after-2' },
}

const packages: Readonly<Record<string, string>> = {
  'cloudflare 3': 'cloudflare-3',
  'cloudflare 4': 'cloudflare-4',
  'cloudflare 5': 'cloudflare-5',
  'cloudflare 7': 'cloudflare',
}
const pythonClient = 'python3-cloudflare'
const clients = [...Object.keys(packages), pythonClient]

/** What each client is expected to do, written by hand: the table that users read. */
const [[, ...columns] = [], ...rows] = readFileSync(new URL('../../docs/clients.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const cells = rows.flatMap(([situation = '', ...texts]) =>
  texts.map((text, place) => ({ situation, client: columns[place] ?? '', text })),
)

test('docs/clients.md has a column for each client and a row for each situation', () => {
  expect(columns).toEqual(clients)
  expect(rows.map(([situation]) => situation)).toEqual(Object.keys(situations))
})

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ only: ['cloudflare'] })
})
afterAll(() => server.close())

const inNode = cells.filter(({ client }) => client !== pythonClient)
test.concurrent.each(inNode.map(({ client, situation, text }) => [client, situation, text] as const))(
  '%s, %s: %s',
  async (client, situation, text) => {
    expect(await walkInNode(client, situationOf(situation))).toBe(text)
  },
)

const python = pythonWithClient()
const missing = `${pythonClient} is not installed; .ci/packages installs it`
// CI installs it, and must not pass without.
const isNeeded = process.env['CI'] !== undefined && process.platform === 'linux'

test.skipIf(python === undefined && !isNeeded)(
  `${pythonClient} does what its column says${python === undefined ? ` (${missing})` : ''}`,
  async () => {
    if (python === undefined) expect.fail(missing)
    const given = Object.entries(situations)
    const accounts = given.map(([, situation]) => ({
      ...account(pythonClient, situation),
      pageSize: situation.pageSize ?? 20,
      most: situation.most ?? null,
    }))
    const script = fileURLToPath(new URL('cloudflare-walk.py', import.meta.url))
    const { stdout } = await promisify(execFile)(python, [script, JSON.stringify(accounts)], {
      // No file of the user's own, and no proxy.
      cwd: tmpdir(),
      env: { CLOUDFLARE_API_URL: server.providers[0]?.env['CLOUDFLARE_API_URL'], HOME: tmpdir(), NO_PROXY: '*' },
    })
    const walks = JSON.parse(stdout) as Walk[]
    expect(given.map(([name, situation], place) => [name, shown(pythonClient, situation, walks[place])])).toEqual(
      cells.filter(({ client }) => client === pythonClient).map(({ situation, text }) => [situation, text]),
    )
  },
)

/** How a walk went: how many organizations came, and the error that ended it. */
interface Walk {
  readonly count: number
  readonly error?: {
    readonly name: string
    readonly status?: number | undefined
    readonly code?: number | undefined
    readonly chain?: readonly number[] | undefined
  }
}

/** A walk as a cell of the table, with the statuses of its answers where not all are 200. */
function shown(client: string, situation: Situation, walk: Walk = { count: 0, error: { name: 'nothing' } }): string {
  const { count, error } = walk
  const organizations = `${count.toLocaleString('en')} organization${count === 1 ? '' : 's'}`
  if (error !== undefined) {
    const { name, status, code, chain = [] } = error
    const codes = code === undefined ? [] : [`code ${[code, ...chain].join(' > ')}`]
    const end = [status === undefined ? name : `${name} ${status}`, ...codes].join(', ')
    return count === 0 ? end : `${organizations}, then ${end}`
  }
  const tenant = wordsOf(client, situation).replaceAll('+', '_')
  const statuses = server.requests({ tenant }).map(({ answer }) => answer.status)
  return statuses.every((status) => status === 200) ? organizations : `${organizations} (${statuses.join(', ')})`
}

function situationOf(name: string): Situation {
  const found = situations[name]
  if (found === undefined) throw new Error(`docs/clients.md has a row for ${name}, which is no situation of this test`)
  return found
}

/** Each client has accounts of its own: the last word only tells them apart. */
function wordsOf(client: string, { account }: Situation): string {
  return `${account}+${client.replaceAll(/\W/g, '')}`
}

function account(client: string, situation: Situation): { readonly email: string; readonly key: string } {
  return { email: `${wordsOf(client, situation)}@orgmock.test`, key: situation.key ?? '7e57'.padEnd(37, '0') }
}

type NodeClient = new (
  options: object,
) => {
  readonly user: {
    readonly organizations: { list(query: object, options: object): AsyncIterable<{ readonly id: string }> }
  }
}

interface NodeError {
  readonly status?: number
  readonly errors?: readonly { readonly code: number; readonly error_chain?: readonly { readonly code: number }[] }[]
}

/** A client that has not settled so long after its time-out was due is stopped from outside. */
const patienceMs = 500

async function walkInNode(client: string, situation: Situation): Promise<string> {
  const { default: Cloudflare } = (await import(packages[client] ?? '')) as { default: NodeClient }
  const { pageSize = 20, most = Number.POSITIVE_INFINITY, maxRetries, timeoutMs } = situation
  const { email, key } = account(client, situation)
  const { user } = new Cloudflare({
    baseURL: server.providers[0]?.env['CLOUDFLARE_BASE_URL'],
    apiEmail: email,
    apiKey: key,
    apiToken: null,
    ...(maxRetries === undefined ? {} : { maxRetries }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  })
  const stop = new AbortController()
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => stop.abort(), timeoutMs + patienceMs)
  const ids = new Set<string>()
  try {
    const options = timer === undefined ? {} : { signal: stop.signal }
    for await (const { id } of user.organizations.list({ per_page: pageSize }, options)) {
      ids.add(id)
      if (ids.size === most) break
    }
  } catch (error) {
    if (stop.signal.aborted) return 'does not settle'
    const { status, errors: [first] = [] } = error as NodeError
    const chain = first?.error_chain?.map(({ code }) => code)
    const name = (error as Error).constructor.name
    return shown(client, situation, { count: ids.size, error: { name, status, code: first?.code, chain } })
  } finally {
    clearTimeout(timer)
  }
  return shown(client, situation, { count: ids.size })
}

/** A Python that has the client; Debian's own, where another one comes first on the PATH. */
function pythonWithClient(): string | undefined {
  return ['python3', '/usr/bin/python3'].find((name) => {
    return spawnSync(name, ['-c', 'import CloudFlare'], { stdio: 'ignore' }).status === 0
  })
}
