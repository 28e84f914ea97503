import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Environment, endAll, type Serving, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'
import { credentialHeaders, entries, operations } from '../support/providers.ts'

// Each setting of `orgmock serve`: by its flag, by its variable, and by the flag where both are there.

afterAll(endAll)

async function freePort(): Promise<string> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as net.AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return String(port)
}

interface Page {
  result: { id: string; name: string }[]
  result_info: { total_count: number }
}

async function cloudflarePage({ url: origin, admin }: Pick<Serving, 'url' | 'admin'>): Promise<Page> {
  const { cloudflare: headers } = await credentialHeaders(origin, admin())
  return (await ask(origin, `/${operations.cloudflare}?per_page=5`, { headers })).json() as Page
}

let seedSeven: Page
let seedOne: Page

beforeAll(async () => {
  const few = ['--count', '9', '--only', 'cloudflare,cradl']
  const [seven, one] = await Promise.all([serve([...few, '--seed', '7']), serve(few)])
  seedSeven = await cloudflarePage(seven)
  seedOne = await cloudflarePage(one)
})

describe('without any setting', () => {
  let serving: Serving

  beforeAll(async () => {
    serving = await serve()
  })

  test('the address is 127.0.0.1', () => {
    expect(new URL(serving.url).hostname).toBe('127.0.0.1')
  })

  test('there are 127 organizations', async () => {
    expect((await cloudflarePage(serving)).result_info.total_count).toBe(127)
  })

  test('there are all four providers', async () => {
    const ids = (await entries(serving.url, serving.admin())).map(({ id }) => id)
    expect(ids.sort()).toEqual(['cekura', 'cloudflare', 'cradl', 'nirvana'])
  })

  test('there is no HTTPS', () => {
    expect(serving.tlsUrl).toBeUndefined()
  })
})

// All settings at once, in three ways that mean the same.
const ways = ['by flags', 'by variables', 'by flags against other variables'] as const

describe.each(ways)('the settings, %s', (way) => {
  let serving: Serving
  let port: string
  let tlsPort: string

  beforeAll(async () => {
    port = await freePort()
    tlsPort = await freePort()
    const flags = [
      ...['--host', '0.0.0.0', '--port', port, '--seed', '7', '--count', '9', '--only', 'cloudflare,cradl'],
      ...['--log-level', 'silent', '--tls', `--tls-port=${tlsPort}`],
    ]
    const variables: Environment = {
      HOST: '0.0.0.0',
      PORT: port,
      ORGMOCK_SEED: '7',
      ORGMOCK_COUNT: '9',
      ORGMOCK_ONLY: 'cloudflare,cradl',
      ORGMOCK_LOG_LEVEL: 'silent',
      ORGMOCK_TLS: 'true',
      ORGMOCK_TLS_PORT: tlsPort,
    }
    const others: Environment = {
      HOST: '192.0.2.1',
      PORT: '1',
      ORGMOCK_SEED: '8',
      ORGMOCK_COUNT: '10',
      ORGMOCK_ONLY: 'nirvana',
      ORGMOCK_LOG_LEVEL: 'trace',
      ORGMOCK_TLS: 'false',
      ORGMOCK_TLS_PORT: '1',
    }
    serving = await serve(way === 'by variables' ? [] : flags, {
      environment: { 'by flags': {}, 'by variables': variables, 'by flags against other variables': others }[way],
      listeners: 2,
    })
  })

  test('choose the address and the port', () => {
    expect(serving.url).toBe(`http://0.0.0.0:${port}`)
  })

  test('choose HTTPS and its port', () => {
    expect(serving.tlsUrl).toBe(`https://0.0.0.0:${tlsPort}`)
  })

  test('choose how many organizations there are', async () => {
    expect((await cloudflarePage({ ...serving, url: `http://127.0.0.1:${port}` })).result_info.total_count).toBe(9)
  })

  test('choose which organizations there are', async () => {
    const page = await cloudflarePage({ ...serving, url: `http://127.0.0.1:${port}` })
    expect(page).toEqual(seedSeven)
    expect(page.result).not.toEqual(seedOne.result)
  })

  test('choose the providers', async () => {
    const ids = (await entries(`http://127.0.0.1:${port}`, serving.admin())).map(({ id }) => id)
    expect(ids.sort()).toEqual(['cloudflare', 'cradl'])
  })

  test('choose what is logged', async () => {
    await ask(`http://127.0.0.1:${port}`, `/${operations.cloudflare}`)
    await serving.stop()
    expect(serving.stderr()).toBe('')
  })
})

test('no organizations at all are a choice too', async () => {
  const serving = await serve(['--count', '0'])
  const headers = await credentialHeaders(serving.url, serving.admin())
  expect((await ask(serving.url, `/${operations.cekura}`, { headers: headers.cekura })).json()).toEqual([])
  expect((await cloudflarePage(serving)).result).toEqual([])
  const cradl = (await ask(serving.url, `/${operations.cradl}`, { headers: headers.cradl })).json()
  expect(cradl).toEqual({ organizations: [], nextToken: null })
  const nirvana = (await ask(serving.url, `/${operations.nirvana}`, { headers: headers.nirvana })).json()
  expect(nirvana).toEqual({ items: [], pagination: { next_cursor: null, previous_cursor: null, total_count: 0 } })
})

test('the greatest seed is a choice too', async () => {
  const serving = await serve(['--seed', '4294967295', '--only', 'cloudflare'])
  expect((await cloudflarePage(serving)).result).toHaveLength(5)
})

test('the address may be a name', async () => {
  const serving = await serve(['--host', 'localhost', '--only', 'cloudflare'])
  expect((await ask(serving.url, '/healthz')).status).toBe(200)
})

test('an empty variable counts as none, and one of somebody else is not looked at', async () => {
  const empty = ['HOST', 'ORGMOCK_SEED', 'ORGMOCK_COUNT', 'ORGMOCK_ONLY', 'ORGMOCK_LOG_LEVEL', 'ORGMOCK_TLS']
  const foreign = ['SEED', 'COUNT', 'ONLY', 'LOG_LEVEL', 'TLS', 'ORGMOCK', 'ORGMOCK_NONSENSE']
  const environment = Object.fromEntries([...empty.map((name) => [name, '']), ...foreign.map((name) => [name, 'x'])])
  const serving = await serve([], { environment })
  expect((await cloudflarePage(serving)).result_info.total_count).toBe(127)
})
