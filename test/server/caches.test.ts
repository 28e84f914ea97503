import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import cekura from '../../mocks/cekura.ts'
import cloudflare from '../../mocks/cloudflare.ts'
import cradl from '../../mocks/cradl.ts'
import nirvana from '../../mocks/nirvana.ts'
import { cacheNames } from '../../src/mock/bounded-cache.ts'
import { createTenants, use } from '../../src/mock/tenants.ts'
import { addressResolver } from '../../src/server/address.ts'
import { createJournal } from '../../src/server/journal.ts'
import { createRedactor } from '../../src/server/journal-redactor.ts'
import { requestLog } from '../../src/server/request-log.ts'
import { ask, makeProvider } from '../mocks/ask.ts'

v8.setFlagsFromString('--expose-gc')
const collect = vm.runInNewContext('gc') as () => void

/** What lies outside of the heap is given back in a later turn. */
async function keptBytes(): Promise<number> {
  for (let i = 0; i < 4; i += 1) {
    collect()
    await new Promise(setImmediate)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** What all caches of a provider may take together; the same texts whole take 750 MB. */
const mostBytes = 100 * 1024 * 1024
const longText = 15_000

/** A part of a text that is much longer, as what a client sent is part of its request. */
function cut(text: string): string {
  return Buffer.from(text + '0'.repeat(longText))
    .toString()
    .slice(0, text.length)
}
/** As long as a header may be, with what pads a credential. */
function padded(tenant: string): string {
  return Buffer.from(`test_${tenant}_`.padEnd(longText, '0')).toString()
}

const providers = {
  cekura: await makeProvider('cekura', cekura),
  cloudflare: await makeProvider('cloudflare', cloudflare),
  cradl: await makeProvider('cradl', cradl),
  nirvana: await makeProvider('nirvana', nirvana),
}
const resolve = addressResolver(Object.values(providers), undefined)
const log = requestLog(
  pino({ level: 'info' }, { write: () => undefined }),
  createRedactor({ providers: Object.values(providers) }),
)
/** Logs a request to the server itself, as if it had its answer. */
function logOwn(url: string): void {
  const response = new EventEmitter()
  log?.ours({ method: 'GET', url } as IncomingMessage, response as ServerResponse)
  response.emit('finish')
}
const [host = ''] = providers.nirvana.hosts

function fromNirvana(tenant: string, query = 'limit=1') {
  return ask(providers.nirvana, {
    path: '/v1/organizations',
    query: cut(query),
    headers: { authorization: `Bearer ${padded(tenant)}` },
  })
}

function fromCloudflare(i: number) {
  const headers = { 'x-auth-email': `count-2+t${i}@orgmock.test`, 'x-auth-key': cloudflareKey }
  return ask(providers.cloudflare, {
    path: '/client/v4/user/organizations',
    query: cut(`name=${String(i).padStart(80, 'n')}`),
    headers,
  })
}

const cloudflareKey = String(providers.cloudflare.client.tenantCredentials?.('x')['apiKey'])

async function cradlToken(i: number): Promise<void> {
  const { clientSecret } = providers.cradl.client.tenantCredentials?.('x') ?? {}
  // Longer ones than a few thousand characters are not kept at all.
  const id = `test_count-1_t${i}_`.padEnd(i % 2 === 0 ? 2_000 : longText, '0')
  const body = `grant_type=client_credentials&audience=https%3A%2F%2Fapi.cradl.ai%2Fv1&client_id=${id}&client_secret=${clientSecret}`
  const granted = await ask(providers.cradl, {
    method: 'POST',
    host: tokenHost,
    path: tokenPath,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(body),
  })
  const authorization = `Bearer ${JSON.parse(granted.text).access_token}`
  const { status } = await ask(providers.cradl, { path: '/v1/organizations', headers: { authorization } })
  expect(status).toBe(200)
}
const tokenUrl = new URL(providers.cradl.urls('http://x').tokenUrl ?? '')
const [, tokenHost = '', ...tokenRest] = tokenUrl.pathname.split('/')
const tokenPath = `/${tokenRest.join('/')}`

type Fill = readonly [times: number, fill: (i: number) => unknown, most?: number]

/** Some thousand texts of 512 characters at most, with what was made of them. */
const memoBytes = 12 * 1024 * 1024

/** How each cache comes to hold what clients send. */
const fills: Readonly<Record<string, Fill>> = {
  bodies: [50_000, (i) => fromNirvana('count-1', `limit=10&x=${i}`)],
  datasets: [20_000, (i) => fromNirvana(`seed-${i}_count-1`)],
  indexes: [20_000, fromCloudflare],
  // A signature takes long. All of the tokens would take 70 MB.
  'verified tokens': [2_500, cradlToken, 32 * 1024 * 1024],
  'parts of request targets': [50_000, (i) => resolve(host, cut(`/v1/organizations?x=${i}`)), memoBytes],
  'Host headers': [50_000, (i) => resolve(cut(`t${i}.example.com`), '/'), memoBytes],
  'addresses of request targets': [50_000, (i) => resolve('localhost', cut(`/${host}/v1/x${i}`)), memoBytes],
  'URLs for the log': [50_000, (i) => logOwn(cut(`/x${i}?limit=10`)), memoBytes],
}

test('every cache is filled here', () => {
  expect([...cacheNames].sort()).toEqual(Object.keys(fills).sort())
})

async function growth(times: number, fill: (i: number) => unknown): Promise<number> {
  for (let i = 0; i < 50; i += 1) await fill(1_000_000 + i)
  const before = await keptBytes()
  for (let i = 0; i < times; i += 1) await fill(i)
  return (await keptBytes()) - before
}

describe('with long and distinct texts', { timeout: 300_000 }, () => {
  test.each(Object.entries(fills))('the cache of %s stays small', async (_, [times, fill, most = mostBytes]) => {
    expect(await growth(times, fill)).toBeLessThan(most)
  })

  test('tenants stay small, those that come again and again too', async () => {
    const tenants = createTenants({ seed: 1, count: 1, largestCount: 1, pageSize: 1, accountOf: () => undefined })
    const bytes = await growth(50_000, (i) => {
      tenants.of({ tenant: cut(`a tenant ${i}`) })
      tenants.of({ tenant: cut(`a tenant ${i}`) })
    })
    expect(bytes).toBeLessThan(mostBytes)
  })

  test('uses of credentials stay small', async () => {
    const tenants = createTenants({ seed: 1, count: 1, largestCount: 1, pageSize: 1, accountOf: () => undefined })
    const tenant = tenants.of({ tenant: 'a' })
    expect(await growth(50_000, (i) => use(tenant, cut(`the credential ${i}`), 2))).toBeLessThan(8 * 1024 * 1024)
  })
})

test('the journal keeps the headers of a client that sends the same each time once', async () => {
  const journal = createJournal()
  const request = { ...{ method: 'GET', host: 'x', path: '/', query: '', prefix: '' }, headers: {}, body: undefined }
  const bytes = await growth(900, () => {
    const rawHeaders = ['Authorization', padded('once')]
    const asked = { ...request, scheme: 'http', requestId: '', now: 0 } as const
    journal.record('x', asked, { status: 200, headers: [], body: '', tenant: 'once' }, rawHeaders, 0)
  })
  expect(journal.size).toBeGreaterThanOrEqual(900)
  // A copy for each would take 13 MB.
  expect(bytes).toBeLessThan(2 * 1024 * 1024)
})

/** Maps and sets that a program fills while it runs, and what bounds them. What is kept under a client's text belongs into a bounded cache. */
const others: Readonly<Record<string, string>> = {
  'src/mock/auth/client-credentials.ts': 'claims of the published clients',
  'src/mock/auth/keys.ts': 'parts of the published credentials',
  'src/mock/bounded-cache.ts': 'the cache itself, and its names',
  'src/mock/error-catalogue.ts': 'errors of the provider',
  'src/mock/fake-source.ts': 'purposes that the mocks name',
  'src/mock/preferences.ts': 'one request',
  'src/mock/scenario-words.ts': 'words of ours',
  'src/mock/tenants.ts': '10,000 tenants with names of 100 characters, 1,000 credentials each; texts of their own',
  'src/mock/workshop.ts': 'pieces of work: requests that are being answered',
  'src/server/admin/router.ts': 'routes of ours',
  'src/server/conversations.ts': 'open connections',
  'src/server/echo.ts': 'parts of one request',
  'src/server/journal-streams.ts': 'sixteen streams',
  'src/server/journal.ts': 'bounded in bytes as the journal is',
  'src/server/listener.ts': 'open connections',
  'src/server/process-metrics.ts': 'kinds of resources of Node',
  'src/server/send-answer.ts': 'timers of a connection',
  'src/server/sessions.ts': '32 sessions; host names are those of requests, 16 KiB at most',
  'src/server/traffic.ts': 'statuses of answers',
  'src/server/unread-answers.ts': 'bytes of large answers, and connections',
}

test('every other map and set has something that bounds it', () => {
  const root = path.resolve(import.meta.dirname, '../..')
  const growing = sources(root).filter((file) =>
    /new (Map|Set)(<[^()]*>)?\(\)/.test(readFileSync(path.join(root, file), 'utf8')),
  )
  expect(growing).toEqual(Object.keys(others).sort())
})

function sources(root: string): string[] {
  return ['src/mock', 'src/server']
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => file.endsWith('.ts'))
    .sort()
}
