import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import https from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runContracts } from '../../src/compose/index.ts'
import { endAll, orgmock, type Serving, serve } from '../support/command-line.ts'
import { projectRoot } from '../support/project.ts'
import { credentialHeaders, type ProviderId } from '../support/providers.ts'
import { haproxyFile, type LoadBalancer, startLoadBalancer } from './haproxy.ts'
import { cekuraIds, type Paged, until, walk } from './walks.ts'

// Three processes that share a seed and nothing else, behind the load balancer of examples/compose, on this machine's loopback.

const paged: readonly Paged[] = ['cloudflare', 'cradl', 'nirvana']
const port = (url: string | undefined) => Number(new URL(url ?? '').port)

let folder: string
let replicas: Serving[]
let balancer: LoadBalancer
let headers: Record<ProviderId, Record<string, string>>

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-replicas-'))
  await orgmock(['tls', folder])
  const shared = ['--admin-open', '--tls-cert', path.join(folder, 'tls.pem'), '--tls-key', path.join(folder, 'tls.key')]
  replicas = await Promise.all([1, 2, 3].map(() => serve(shared, { listeners: 2 })))
  balancer = await startLoadBalancer(replicas.map(({ url, tlsUrl }) => ({ http: port(url), https: port(tlsUrl) })))
  // One token of Cradl's, made by whichever replica was asked, for all that follows.
  headers = await credentialHeaders(balancer.url)
})

afterAll(async () => {
  await balancer?.stop()
  await endAll()
  await rm(folder, { recursive: true })
})

/** How many requests for a provider each replica has logged so far. */
function answered(provider: ProviderId): number[] {
  return replicas.map(
    ({ logs }) => logs().filter((line) => line['provider'] === provider && line['status'] === 200).length,
  )
}

function expectEach(ids: readonly unknown[]): void {
  expect(ids).toHaveLength(127)
  expect(new Set(ids).size).toBe(127)
}

test('HAProxy takes the file of the example as it is', () => {
  const file = path.join(projectRoot, 'examples/compose/haproxy.cfg')
  expect(execFileSync(haproxyFile(), ['-c', '-q', '-f', file], { encoding: 'utf8' })).toBe('')
})

describe('three replicas', () => {
  test.each(paged)('answer a walk of %s in turns, and every organization comes exactly once', async (id) => {
    expectEach(await walk(balancer.url, id, headers[id]))
    // 26 pages of five, in turns.
    await until(() => answered(id).reduce((sum, count) => sum + count, 0) >= 26)
    for (const count of answered(id)) expect(count).toBeGreaterThanOrEqual(6)
  })

  test('give the same list of the provider that does not page', async () => {
    const lists = await Promise.all(Array.from({ length: 6 }, () => cekuraIds(balancer.url, headers.cekura)))
    for (const ids of lists) {
      expectEach(ids)
      expect(ids).toEqual(lists[0])
    }
    await until(() => answered('cekura').reduce((sum, count) => sum + count, 0) >= 6)
    expect(answered('cekura')).toEqual([2, 2, 2])
  })

  test('keep the contract together: cursors, tokens and accounts of one are those of all', async () => {
    const report = await runContracts({ target: balancer.url, laws: ['authentication', 'pagination', 'query'] })
    const others = report.providers.flatMap(({ provider, scenarios }) =>
      scenarios
        .filter(({ verdict }) => verdict !== 'kept')
        .map(({ scenario, verdict, findings }) => [provider, scenario, verdict, findings]),
    )
    expect(report.providers).toHaveLength(4)
    // No token for another audience can be had.
    expect(others).toEqual([['cradl', 'authentication/audience', 'not-checked', []]])
  })

  test('are one server to a client of TLS, by the name of a provider', async () => {
    const ca = await readFile(path.join(folder, 'ca.pem'), 'utf8')
    const status = () =>
      new Promise((resolve, reject) => {
        https
          .get(
            {
              ...{ host: '127.0.0.1', port: balancer.httpsPort, servername: 'api.nirvanalabs.io', ca, agent: false },
              ...{ path: '/v1/organizations', headers: { ...headers.nirvana, Host: 'api.nirvanalabs.io' } },
            },
            (response) => resolve(response.resume().statusCode),
          )
          .on('error', reject)
      })
    // Lines of the log come a little behind the answers: those of the test before must be in.
    let before = answered('nirvana')
    await until(async () => {
      const earlier = before
      await sleep(200)
      before = answered('nirvana')
      return isDeepStrictEqual(before, earlier)
    })
    expect([await status(), await status(), await status()]).toEqual([200, 200, 200])
    await until(() => answered('nirvana').every((count, i) => count === (before[i] ?? 0) + 1))
  })
})

test('two servers that do not share a seed are no replicas: one refuses what the other has signed', async () => {
  const strangers = await Promise.all(
    ['1', '2'].map((seed) => serve(['--admin-open', '--tls', '--seed', seed], { listeners: 2 })),
  )
  const other = await startLoadBalancer(strangers.map(({ url, tlsUrl }) => ({ http: port(url), https: port(tlsUrl) })))
  try {
    await expect(walk(other.url, 'cradl', (await credentialHeaders(other.url)).cradl)).rejects.toThrow(
      /^page \d+ of cradl: 40[0-9] /,
    )
  } finally {
    await other.stop()
  }
})

// In this order: after the second one a single replica is left, and it is enough.
describe.each(['SIGKILL', 'SIGTERM'] as const)('when one replica gets a %s in the middle', (signal) => {
  test('every walk goes on, and every organization comes exactly once', async () => {
    const victim = replicas[signal === 'SIGKILL' ? 0 : 1]
    let end: Promise<unknown> | undefined
    let pages = 0
    const walks = paged.map((id) =>
      walk(balancer.url, id, headers[id], () => {
        pages += 1
        // All three walks are at about their eighth page of 26, and go on while it dies.
        if (pages === 24) end = victim?.stop(signal)
      }),
    )
    for (const ids of await Promise.all(walks)) expectEach(ids)
    expect(await end).toMatchObject(signal === 'SIGKILL' ? { signal } : { code: 0 })
    expectEach(await cekuraIds(balancer.url, headers.cekura))
  })
})
