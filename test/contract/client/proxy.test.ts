import dns from 'node:dns'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { routeTo } from '../../../src/contract/client/route.ts'
import { badServer, clientOf, failureOf, saying } from './bad-server.ts'
import { connectProxy } from './connect-proxy.ts'
import { createAuthority } from './made-certificates.ts'

const host = 'staging.acme.invalid'
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY']

let authority: Awaited<ReturnType<typeof createAuthority>>

beforeAll(async () => {
  authority = await createAuthority()
})
beforeEach(() => {
  for (const name of variables) for (const each of [name, name.toLowerCase()]) vi.stubEnv(each, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** An HTTPS server under the host's name. */
async function secureServer(options: ServerOptions = {}): Promise<number> {
  const { cert, key } = await authority.issue(host)
  const server = createServer({ cert, key, ...options }, (_, response) => void response.end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function secureClient(options = {}) {
  return clientOf(`https://${host}`, { authorities: authority.certificate, ...options })
}

test.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'])('%s leads https through a tunnel', async (variable) => {
  const proxy = await connectProxy({ port: await secureServer() })
  vi.stubEnv(variable, proxy.url)
  const client = secureClient()
  const { response } = await client.send({ path: '/' })
  await client.send({ path: '/' })
  expect([response.status, response.body.toString()]).toEqual([200, '{}'])
  // The second request takes the same tunnel.
  expect(proxy.seen).toEqual([`CONNECT ${host}:443`])
})

test.each(['HTTP_PROXY', 'http_proxy'])('%s leads plain http through a tunnel too', async (variable) => {
  const server = await badServer(saying(ok))
  const proxy = await connectProxy({ port: server.port })
  vi.stubEnv(variable, proxy.url)
  const { response } = await clientOf(`http://${host}`, { plainHttp: 'any' }).send({ path: '/x' })
  expect([response.status, proxy.seen]).toEqual([200, [`CONNECT ${host}:80`]])
  // Byte by byte what the server would get without a proxy.
  expect(server.heard[0]?.text).toBe(
    `GET /x HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\nAccept-Encoding: identity\r\nUser-Agent: orgmock\r\n\r\n`,
  )
})

test('the proxy is asked for the address that was judged, not for a name that it would look up again', async () => {
  const server = await badServer(saying(ok))
  const proxy = await connectProxy({ port: server.port })
  vi.stubEnv('HTTP_PROXY', proxy.url)
  vi.spyOn(dns.promises, 'lookup').mockResolvedValue([{ address: 'fd00::7', family: 6 }] as never)
  await clientOf('http://neighbour:8080').send({ path: '/' })
  expect(proxy.seen).toEqual(['CONNECT [fd00::7]:8080'])
})

describe('no proxy is asked', () => {
  test.each(['127.0.0.1', 'localhost', 'api.localhost', '0.0.0.0'])('for %s', async (own) => {
    const server = await badServer(saying(ok))
    const proxy = await connectProxy({ port: server.port })
    for (const name of ['HTTP_PROXY', 'ALL_PROXY']) vi.stubEnv(name, proxy.url)
    const { response } = await clientOf(`http://${own}:${server.port}`, { plainHttp: 'any' }).send({ path: '/' })
    expect([response.status, proxy.seen]).toEqual([200, []])
  })

  test('for a name that resolves to this machine', async () => {
    const server = await badServer(saying(ok))
    const proxy = await connectProxy({ port: server.port })
    vi.stubEnv('HTTP_PROXY', proxy.url)
    vi.spyOn(dns.promises, 'lookup').mockResolvedValue([{ address: '127.0.0.1', family: 4 }] as never)
    await clientOf(`http://my-machine:${server.port}`).send({ path: '/' })
    expect(proxy.seen).toEqual([])
  })

  test.each([
    ['NO_PROXY', 'neighbour'],
    ['no_proxy', 'elsewhere.example, .svc,neighbour'],
    ['NO_PROXY', '*'],
  ])('where %s is %s', async (variable, value) => {
    const proxy = await connectProxy({ port: 9 })
    vi.stubEnv('HTTP_PROXY', proxy.url)
    vi.stubEnv(variable, value)
    vi.spyOn(dns.promises, 'lookup').mockRejectedValue(Object.assign(new Error(), { code: 'ENOTFOUND' }))
    await failureOf(clientOf('http://neighbour').send({ path: '/' }))
    await failureOf(clientOf('http://neighbour.invalid', { lookup: nowhere, plainHttp: 'any' }).send({ path: '/' }))
    expect(proxy.seen.filter((line) => line.endsWith(' neighbour:80'))).toEqual([])
  })
})

describe('networks in NO_PROXY', () => {
  async function asked(address: string, noProxy: string): Promise<boolean> {
    const proxy = await connectProxy({ port: 9 })
    vi.stubEnv('HTTP_PROXY', proxy.url)
    vi.stubEnv('NO_PROXY', noProxy)
    const stop = AbortSignal.timeout(10_000)
    const isTls = false
    const hostname = address.replace(/^\[(.*)\]$/, '$1')
    const origin = { text: `http://${address}`, hostname, port: 80, isTls }
    return (await routeTo(origin, { plainHttp: 'any', usesProxies: true }, stop)).proxy !== undefined
  }

  test.each([
    ['10.1.2.3', '10.0.0.0/8'],
    ['10.1.2.3', 'elsewhere.example, 10.1.2.0/24'],
    ['10.1.2.3', '10.1.2.3/32'],
    ['203.0.113.9', '0.0.0.0/0'],
    ['[fd00::7]', 'fd00::/8'],
    ['[fd00::7]', 'fd00::7'],
    ['[fd00::7]', '::/0'],
  ])('keep %s off the proxy: %s', async (address, noProxy) => {
    expect(await asked(address, noProxy)).toBe(false)
  })

  test.each([
    ['11.1.2.3', '10.0.0.0/8'],
    ['10.1.3.3', '10.1.2.0/24'],
    ['10.1.2.3', '10.0.0.0/33'],
    ['10.1.2.3', '10.0.0.0/'],
    ['10.1.2.3', '10.0.0.0/8/8'],
    ['10.1.2.3', '/8'],
    ['10.1.2.3', '::/0'],
    ['10.1.2.3', 'fd00::/8'],
    ['[fe80::1]', 'fd00::/8'],
    ['neighbour.invalid', '0.0.0.0/0,::/0'],
  ])('say nothing of %s: %s', async (address, noProxy) => {
    expect(await asked(address, noProxy)).toBe(true)
  })

  test('count for the addresses of a name that was looked up, when they hold all of them', async () => {
    const proxy = await connectProxy({ port: 9 })
    vi.stubEnv('HTTP_PROXY', proxy.url)
    vi.stubEnv('NO_PROXY', '10.0.0.0/8')
    const lookup = vi.spyOn(dns.promises, 'lookup')
    const origin = { text: 'http://neighbour', hostname: 'neighbour', port: 80, isTls: false }
    const proxyOf = async (...addresses: readonly string[]) => {
      lookup.mockResolvedValue(addresses.map((address) => ({ address, family: 4 })) as never)
      return (await routeTo(origin, { plainHttp: 'local', usesProxies: true }, AbortSignal.timeout(10_000))).proxy
    }
    expect(await proxyOf('10.0.0.7')).toBeUndefined()
    expect(await proxyOf('10.0.0.7', '192.168.0.7')).toBeDefined()
  })
})

test('no proxy is asked where proxies are switched off', async () => {
  const proxy = await connectProxy({ port: 9 })
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY']) vi.stubEnv(name, proxy.url)
  await failureOf(clientOf('https://nowhere.invalid', { lookup: nowhere, usesProxies: false }).send({ path: '/' }))
  expect(proxy.seen).toEqual([])
})

describe('a proxy with a password', () => {
  test('gets what its URL says, percent-encoding undone', async () => {
    const proxy = await connectProxy({ port: await secureServer(), credentials: 'ann:p@ss%' })
    vi.stubEnv('HTTPS_PROXY', `http://ann:p%40ss%25@127.0.0.1:${proxy.port}`)
    expect((await secureClient().send({ path: '/' })).response.status).toBe(200)
  })

  test.each([
    ['', 'it wants credentials, and its URL has no user name and password'],
    ['ann:wr0ng-pass@', 'it wants credentials, and it does not accept those of its URL'],
  ])('refuses a URL with %j, and the reason names no password', async (given, reason) => {
    const proxy = await connectProxy({ port: 9, credentials: 'ann:p@ss' })
    vi.stubEnv('HTTPS_PROXY', `http://${given}127.0.0.1:${proxy.port}`)
    expect(await failureOf(secureClient().send({ path: '/' }))).toEqual({
      code: 'UNREACHABLE',
      message: `the proxy ${proxy.url} refused CONNECT ${host}:443 with status 407: ${reason}; what needs no proxy belongs into NO_PROXY`,
    })
  })
})

test.each([
  ['https', 'HTTP/1.1 502 x\r\n\r\n', `refused CONNECT ${host}:443 with status 502`],
  ['https', 'HTTP/1.1 403 no\r\nContent-Length: 9999999999\r\n\r\n', `refused CONNECT ${host}:443 with status 403`],
  [
    'http',
    'HTTP/1.1 403 no\r\n\r\n',
    `refused CONNECT ${host}:80 with status 403: many proxies let CONNECT reach port 443 only`,
  ],
  ['https', 'HTTP/1.1 302 x\r\nLocation: http://login/\r\n\r\n', `refused CONNECT ${host}:443 with status 302`],
])('over %s a proxy that answers %j is named, with its status', async (scheme, answer, reason) => {
  const proxy = await connectProxy({ port: 9, answer })
  vi.stubEnv('ALL_PROXY', proxy.url)
  const { code, message } = await failureOf(clientOf(`${scheme}://${host}`, { plainHttp: 'any' }).send({ path: '/' }))
  expect([code, message]).toEqual([
    'UNREACHABLE',
    `the proxy ${proxy.url} ${reason}; what needs no proxy belongs into NO_PROXY`,
  ])
})

test.each([
  ['hello\r\n', 'NOT_HTTP', 'answers with something that is not HTTP/1.1'],
  ['HTTP/1.1 200 OK\r\n\r\nsurplus', 'UNREACHABLE', `opens no tunnel to ${host}:443`],
])('a proxy that answers %j is no proxy', async (answer, code, ending) => {
  const proxy = await connectProxy({ port: 9, answer })
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  expect(await failureOf(secureClient().send({ path: '/' }))).toEqual({
    code,
    message: `the proxy ${proxy.url} ${ending}`,
  })
})

test('a proxy that is not there, or is none, is told before the server is', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://ann:s3cret-pass@127.0.0.1:9')
  expect(await failureOf(secureClient().send({ path: '/' }))).toEqual({
    code: 'UNREACHABLE',
    message: 'nothing listens at the proxy http://127.0.0.1:9 (ECONNREFUSED)',
  })
  for (const value of ['socks5://ann:s3cret-pass@127.0.0.1:9', 'http://ann:s3cret-pass@']) {
    vi.stubEnv('HTTPS_PROXY', value)
    expect(await failureOf(secureClient().send({ path: '/' }))).toEqual({
      code: 'NOT_ALLOWED',
      message: `the proxy that the environment names for https://${host} has no http:// or https:// URL`,
    })
  }
})

test('a proxy without a scheme speaks http', async () => {
  const proxy = await connectProxy({ port: await secureServer() })
  vi.stubEnv('HTTPS_PROXY', `127.0.0.1:${proxy.port}`)
  expect((await secureClient().send({ path: '/' })).response.status).toBe(200)
})

test('a proxy that speaks TLS carries TLS; its certificate is held against the authorities too', async () => {
  const tls = await authority.issue('proxy.acme.invalid')
  const proxy = await connectProxy({ port: await secureServer(), tls })
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  expect((await secureClient().send({ path: '/' })).response.status).toBe(200)
  expect(proxy.seen).toEqual([`CONNECT ${host}:443`])
  expect(await failureOf(secureClient({ authorities: undefined }).send({ path: '/' }))).toMatchObject({
    code: 'TLS',
    message: expect.stringContaining(`the certificate of the proxy ${proxy.url} is not accepted`),
  })
})

test('a certificate behind the proxy that is not trusted names both', async () => {
  const proxy = await connectProxy({ port: await secureServer() })
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  expect(await failureOf(secureClient({ authorities: undefined }).send({ path: '/' }))).toEqual({
    code: 'TLS',
    message: `the certificate of https://${host} (through the proxy ${proxy.url}) is not accepted: its authority is unknown; if its authority is your own, name its PEM file with --ca (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
  })
})

test('a proxy that says nothing is given up in time, and when the run is interrupted', async () => {
  const proxy = await connectProxy({ port: 9, answer: '' })
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  const late = await failureOf(secureClient({ timeoutMs: 100 }).send({ path: '/' }))
  expect(late).toEqual({ code: 'TIMEOUT', message: `no connection to https://${host} within 0.1 s` })
  const before = proxy.seen.length
  const run = new AbortController()
  const sent = failureOf(secureClient({ signal: run.signal }).send({ path: '/' }))
  await vi.waitFor(() => expect(proxy.seen).toHaveLength(before + 1))
  run.abort()
  expect(await sent).toMatchObject({ code: 'INTERRUPTED' })
})

test('what a proxy refuses costs no request of the budget', async () => {
  const proxy = await connectProxy({ port: 9, answer: 'HTTP/1.1 503 x\r\n\r\n' })
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  const client = secureClient({ maxRequests: 1 })
  await failureOf(client.send({ path: '/' }))
  expect(client.requestsMade).toBe(0)
})

describe('mutual TLS', () => {
  test('a server that wants a certificate gets the client’s, and the proxy before it does not', async () => {
    const { cert: certificate, key } = await authority.issue('client')
    const port = await secureServer({ ca: authority.certificate, requestCert: true, rejectUnauthorized: true })
    const proxy = await connectProxy({ port })
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    const own = secureClient({ clientCertificate: { certificate, key } })
    expect((await own.send({ path: '/' })).response.status).toBe(200)
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('without it the reason names the option, over %s', async (version) => {
    const options = { ca: authority.certificate, requestCert: true, rejectUnauthorized: true }
    const port = await secureServer({ ...options, maxVersion: version })
    const client = secureClient({ lookup: () => ({ address: '127.0.0.1', port }) })
    const { code, message } = await failureOf(client.send({ path: '/' }))
    expect([code, message]).toEqual([code, expect.stringContaining('--client-cert')])
  })
})

test('authorities of one’s own are trusted beside the usual ones, not instead of them', async () => {
  const other = await createAuthority('another authority')
  const port = await secureServer()
  const both = `${other.certificate}\n${authority.certificate}`
  const lookup = () => ({ address: '127.0.0.1', port })
  expect((await secureClient({ lookup, authorities: both }).send({ path: '/' })).response.status).toBe(200)
  const failure = await failureOf(secureClient({ lookup, authorities: other.certificate }).send({ path: '/' }))
  expect(failure.code).toBe('TLS')
})

function nowhere() {
  return { address: '127.0.0.1', port: 9 }
}
