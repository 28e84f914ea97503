import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Family, families } from '../../src/contract/families.ts'
import { refusedAccounts } from '../../src/self-test/accounts.ts'
import { mutantsOf } from '../../src/self-test/mutants/index.ts'
import { forwarder } from '../../src/self-test/proxy.ts'
import { jsonOf } from '../../src/self-test/replies.ts'
import type { Equivalent, Forward, Mutant, ProxiedReply, ProxiedRequest, Subject } from '../../src/self-test/types.ts'
import { subjectOf, tested } from './tested.ts'

// self-test.test.ts shows that the contract finds what these servers do wrong. Here each change of what they do shows for review, in
// broken-replies/: after a change that is meant, run this test with -u and read the difference.

const acme = fileURLToPath(new URL('../fixtures/acme/', import.meta.url))

interface Asked {
  readonly method?: string
  readonly more?: string
  readonly query?: string
  /** What is put into each credential header; default the right value. */
  readonly credential?: (good: string) => string | undefined
  readonly organizations?: 0 | 1 | 7
}

const anywhere: readonly Asked[] = [
  {},
  { organizations: 1 },
  { organizations: 0 },
  { credential: () => undefined },
  { credential: () => '' },
  { credential: (good) => `${good.slice(0, -1)}~` },
  { credential: (good) => good.toUpperCase() },
  { method: 'HEAD' },
  { method: 'OPTIONS' },
  { method: 'POST' },
  { more: '/' },
  { more: 'x' },
  { query: 'unknown=1' },
]

/** Enough where a defect is in the text of an answer. */
const few: readonly Asked[] = [{}, { credential: () => undefined }, { method: 'HEAD' }]

const queries = {
  acme: ['limit=3', 'limit=3&offset=3', 'limit=3&offset=6', 'limit=0', 'limit=100000'],
  cloudflare: [
    ...['per_page=5', 'per_page=5&page=2', 'page=2', 'page=0', 'per_page=4', 'per_page=51'],
    ...['status=member', 'status=x', 'match=any&status=invited&name=a', 'match=all&status=invited&name=a'],
    ...['order=name', 'order=id&direction=desc', 'order=status&direction=asc', 'direction=x', 'order=x', 'match=x'],
  ],
  cradl: ['maxResults=3', 'maxResults=0', 'nextToken=x'],
  nirvana: ['limit=3', 'limit=0', 'limit=1000', 'cursor=x', 'limit=x'],
} as const

/** A token with one part altered, without its signature, and without its scheme. */
const tokens: readonly Asked[] = [
  ...[0, 1, 2].map((part) => ({ credential: (good: string) => replaced(good, part, 'eyJ9') })),
  { credential: (good) => replaced(good, 2, '') },
  { credential: (good) => good.slice(good.indexOf(' ') + 1) },
  { credential: (good) => `${good.slice(0, good.indexOf(' '))} ` },
]

function replaced(good: string, part: number, by: string): string {
  const parts = good.slice(good.indexOf(' ') + 1).split('.')
  return `${good.slice(0, good.indexOf(' '))} ${parts.with(part, by).join('.')}`
}

for (const id of ['acme', 'cloudflare', 'cradl', 'nirvana'] as const) {
  // Tokens differ from run to run, and so does what is left of them in another letter case.
  const common = id === 'cradl' ? [...anywhere.filter((one) => one.credential?.('a') !== 'A'), ...tokens] : anywhere
  const asked = [...common, ...queries[id].map((query) => ({ query }))]
  test.each(families)(`${id}: broken servers of the family %s answer as reviewed`, async (family) => {
    const lines = await answersOf(id, family, ['shape', 'wire', 'envelope'].includes(family) ? few : asked)
    if (lines.length > 0)
      await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`broken-replies/${id}-${family}.txt`)
  })
}

/** A line for each mutant, and one for each answer that differs from that of the sound server. */
async function answersOf(id: string, family: Family, asked: readonly Asked[]): Promise<readonly string[]> {
  const directories = id === 'acme' ? [acme] : []
  const { start } = await tested([id], directories)
  const servers = await Promise.all([0, 1, 7].map((count) => start({ count, seed: 1 })))
  const ways = servers.map(({ url }) => forwarder(url))
  try {
    const bare = await subjectOf(id, directories)
    const entry = servers[2]?.providers.find((provider) => provider.id === id)
    if (entry === undefined) throw new Error(`${id} is not served`)
    const { headers } = await bare.contract.authorizer.authorize(entry.credentials, async (form) => {
      const response = await fetch(entry.tokenUrl ?? '', { method: 'POST', body: new URLSearchParams(form) })
      return response.json()
    })
    const subject: Subject = { ...bare, credentialHeaders: headers, refusedAccounts: refusedAccounts(entry) }
    const { mutants, equivalents } = mutantsOf(subject)
    const lines: string[] = []
    const sound = remembering(ways.map(({ forward }) => forward))
    for (const made of [...mutants, ...equivalents].filter((one) => one.class === family)) {
      lines.push(described(made))
      const mutation = made.mutation?.()
      if (mutation === undefined) continue
      for (const one of asked) {
        const forward = sound([0, 1, 7].indexOf(one.organizations ?? 7))
        const request = requestFor(subject, one)
        const meets =
          'meets' in made && made.meets !== undefined ? `${made.meets(request) ? 'meant' : 'not meant'}: ` : ''
        const answer = differences(await forward(request), await mutation(request, forward))
        if (answer.length > 0 || meets === 'meant: ') lines.push(`  ${meets}${shown(one)}: ${answer.join('; ')}`)
      }
    }
    return lines
  } finally {
    for (const { close } of ways) close()
    await Promise.all(servers.map((server) => server.close()))
  }
}

function described(made: Mutant | Equivalent): string {
  if ('reason' in made) return `${made.id}: equivalent: ${made.reason}`
  const { id, description, expects, changes, isPlaced, clauses = [] } = made
  return `${id}: ${description} | ${expects.join(' ')} | ${changes.join(' ')} | ${isPlaced ? 'placed ' : ''}${clauses.join(' ')}`
}

/** Each request reaches each mock once: what it says anew with each answer, such as a request's id, is no difference. */
function remembering(ways: readonly Forward[]): (index: number) => Forward {
  const known = new Map<string, Promise<ProxiedReply>>()
  return (index) => async (request) => {
    const key = JSON.stringify([index, request, request.body.toString('latin1')])
    const reply = known.get(key) ?? (ways[index] as Forward)(request)
    known.set(key, reply)
    return reply
  }
}

function requestFor({ path, operation, credentialHeaders }: Subject, asked: Asked): ProxiedRequest {
  const { method = 'GET', more = '', query = '', credential = (good) => good } = asked
  const headers = Object.entries(credentialHeaders).flatMap(([name, good]): [string, string][] => {
    const value = credential(good)
    return value === undefined ? [] : [[name, value]]
  })
  const host = String(operation.hosts[0])
  return { method, host, path: `${path}${more}`, query, headers, body: Buffer.alloc(0) }
}

function shown({ method = 'GET', more = '', query = '', credential, organizations = 7 }: Asked): string {
  const key = credential === undefined ? '' : ` with ${credential('Bearer a.b.c') ?? 'no key'}`
  return `${method} …${more}?${query}${key} of ${organizations}`
}

function differences(before: ProxiedReply, after: ProxiedReply): readonly string[] {
  const found: string[] = []
  if (before.status !== after.status) found.push(`status ${after.status}`)
  const names = [...before.headers, ...after.headers].map(([name]) => name.toLowerCase())
  // Ids of requests and the ends of tokens differ from run to run.
  for (const name of new Set(names.filter((one) => !/ray|request-?id|apigw-id|trace-id/.test(one)))) {
    const [was, is] = [before, after].map(({ headers }) =>
      headers
        .filter(([one]) => one.toLowerCase() === name)
        .map(([, value]) => value)
        .join(', '),
    )
    if (was !== is) found.push(`${name}: ${cut(is)}`)
  }
  if (before.contentLength !== after.contentLength) found.push(`length ${after.contentLength}`)
  if (after.trailer !== undefined) found.push(`trailer ${after.trailer}`)
  if (before.body.equals(after.body)) return found
  const [was, is] = [jsonOf(before), jsonOf(after)]
  if (was === undefined || is === undefined) return [...found, `body ${cut(after.body.toString())}`]
  const changes = valueDifferences(was, is, '')
  return [...found, ...(changes.length === 0 ? [`body in other bytes: ${cut(after.body.toString())}`] : changes)]
}

function valueDifferences(was: unknown, is: unknown, at: string): readonly string[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return []
  if (Array.isArray(was) && Array.isArray(is) && was.length !== is.length)
    return [`${at}: ${idsOf(is)} for ${idsOf(was)}`]
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null)
    return [`${at}: ${cut(JSON.stringify(is))}`]
  const [one, other] = [was, is] as Record<string, unknown>[]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name) =>
    valueDifferences(one?.[name], other?.[name], `${at}/${name}`),
  )
}

/** Rows by the start of their ids. */
function idsOf(rows: readonly unknown[]): string {
  return `[${rows.map((row) => cut(String((row as { id?: unknown } | null)?.id ?? JSON.stringify(row)), 6)).join(' ')}]`
}

function cut(text: string | undefined, length = 60): string {
  return String(text).replaceAll(/\s+/g, ' ').slice(0, length)
}
