import dns from 'node:dns'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type MockServer, runContracts, startMockServer } from '../../src/compose/index.ts'
import { connectProxy } from '../contract/client/connect-proxy.ts'
import { createAuthority } from '../contract/client/made-certificates.ts'
import { orgmockHere } from '../support/command-line.ts'

// Where people run a check: next to a service, behind a proxy, with an authority of their own.

const firstPage = ['--law', 'http/first-page']
let server: MockServer
let folder: string

beforeAll(async () => {
  server = await startMockServer({ tls: {} })
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-network-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})
afterEach(() => vi.restoreAllMocks())

function variables(id: string): Record<string, string> {
  return { ...server.providers.find((provider) => provider.id === id)?.env }
}

function resolving(address: string): void {
  vi.spyOn(dns.promises, 'lookup').mockResolvedValue([{ address, family: 4 }] as never)
}

/** The server under another name or address of this machine. */
function at(host: string): string {
  return `http://${host}:${new URL(server.url).port}`
}

test.each(['orgmock', 'orgmock.default.svc.cluster.local', 'x.localhost', '127.0.0.1'])(
  '--target reaches %s over plain http: exit 0',
  async (host) => {
    resolving('127.0.0.1')
    const environment = variables('cloudflare')
    const { code, stdout } = await orgmockHere(['check', 'cloudflare', '--target', at(host), ...firstPage], environment)
    expect(stdout).toContain('1 of 1 provider kept its contract')
    expect(code).toBe(0)
  },
)

test('--base-url reaches a neighbour over plain http, with the care that other machines get', async () => {
  resolving('127.0.0.1')
  const args = ['check', 'nirvana', '--base-url', `${at('neighbour')}/api.nirvanalabs.io`]
  const laws = [...firstPage, '--law', 'http/head', '--report', 'json']
  const { code, stdout } = await orgmockHere([...args, ...laws], variables('nirvana'))
  const { scenarios } = JSON.parse(stdout).providers[0]
  expect([code, ...scenarios.map(({ verdict }: { verdict: string }) => verdict)]).toEqual([0, 'kept', 'not-checked'])
})

test('plain http to the Internet is refused before anything is sent, the search for an orgmock too', async () => {
  resolving('93.184.216.34')
  const proxy = await connectProxy({ port: Number(new URL(server.url).port) })
  const environment = { ...variables('nirvana'), HTTP_PROXY: proxy.url }
  for (const target of [
    ['--target', 'http://api.example'],
    ['--base-url', 'http://api.example/v1'],
  ]) {
    const { code, stdout } = await orgmockHere(['check', 'nirvana', ...target, ...firstPage], environment)
    expect(code).toBe(3)
    expect(stdout).toContain(
      'http://api.example (93.184.216.34) is on the Internet, where plain http shows the credentials to others: use https, or allow it with --insecure-http',
    )
  }
  expect(proxy.seen).toEqual([])
})

test('--insecure-http allows it, through the proxy that HTTP_PROXY names', async () => {
  const proxy = await connectProxy({ port: Number(new URL(server.url).port) })
  const environment = { ...variables('cloudflare'), HTTP_PROXY: proxy.url, NO_PROXY: '' }
  const args = ['check', 'cloudflare', '--base-url', 'http://staging.acme.invalid/api.cloudflare.com/client/v4']
  const { code } = await orgmockHere([...args, '--insecure-http', ...firstPage], environment)
  expect([code, proxy.seen]).toEqual([0, ['CONNECT staging.acme.invalid:80']])
})

test('https goes to the company’s proxy, and what the proxy says is the reason', async () => {
  const proxy = await connectProxy({ port: 9, answer: 'HTTP/1.1 502 x\r\n\r\n' })
  const environment = { ...variables('cloudflare'), HTTPS_PROXY: `http://ann:s3cret-pass@127.0.0.1:${proxy.port}` }
  const args = ['check', 'cloudflare', '--base-url', 'https://staging.acme.invalid/client/v4']
  const { code, stdout, stderr } = await orgmockHere(args, environment)
  expect([code, proxy.seen]).toEqual([3, ['CONNECT staging.acme.invalid:443']])
  expect(stdout).toMatch(
    /^cloudflare: the proxy http:\/\/127\.0\.0\.1:\d+ refused CONNECT staging\.acme\.invalid:443 with status 502/m,
  )
  expect(stdout + stderr).not.toContain('s3cret-pass')
})

test('a program gives the same options: authorities and a client certificate, as files', async () => {
  const ca = path.join(folder, 'ca.pem')
  await writeFile(ca, server.certificate ?? '')
  const baseUrl = `${server.tlsUrl}/api.nirvanalabs.io`
  const options = { providers: ['nirvana'], baseUrl, laws: ['http/first-page'], environment: variables('nirvana') }
  const [untrusted, trusted] = [await runContracts(options), await runContracts({ ...options, ca })]
  expect(untrusted.providers[0]?.reason).toMatch(/its authority is unknown; .* --ca /)
  expect(trusted.providers[0]?.verdict).toBe('kept')
})

test('orgmock.yaml says the same, a flag wins over it, and the commands of the report name the files', async () => {
  const authority = await createAuthority()
  const mine = await authority.issue('me')
  await writeFile(path.join(folder, 'right.pem'), server.certificate ?? '')
  await writeFile(path.join(folder, 'wrong.pem'), authority.certificate)
  await writeFile(path.join(folder, 'me.pem'), mine.cert)
  await writeFile(path.join(folder, 'me.key'), mine.key)
  const config = path.join(folder, 'network.yaml')
  await writeFile(config, 'check: { ca: wrong.pem, clientCert: me.pem, clientKey: me.key, proxy: false }\n')
  const base = ['check', 'nirvana', '--base-url', `${server.tlsUrl}/api.nirvanalabs.io`, '--config', config]
  const inFile = await orgmockHere([...base, ...firstPage], variables('nirvana'))
  expect([inFile.code, inFile.stdout]).toEqual([3, expect.stringContaining('its authority is unknown')])
  const ca = path.join(folder, 'right.pem')
  const flagged = await orgmockHere([...base, ...firstPage, '--ca', ca], variables('nirvana'))
  expect(flagged.code).toBe(0)
  const { stdout } = await orgmockHere([...base, ...firstPage, '--ca', ca, '--dry-run'], variables('nirvana'))
  expect(stdout).toContain(
    `--noproxy '*' --cacert ${ca} --cert ${path.join(folder, 'me.pem')} --key ${path.join(folder, 'me.key')} https://`,
  )
})

test('--no-proxy reaches a server past the proxy that HTTPS_PROXY names', async () => {
  const proxy = await connectProxy({ port: 9 })
  const environment = { ...variables('cloudflare'), HTTPS_PROXY: proxy.url, NO_PROXY: '' }
  const args = ['check', 'cloudflare', '--base-url', 'https://staging.acme.invalid/client/v4', ...firstPage]
  const { code } = await orgmockHere([...args, '--no-proxy'], environment)
  expect([code, proxy.seen]).toEqual([3, []])
})

test('files of certificates that are of no use are one line and exit 2', async () => {
  const authority = await createAuthority()
  const [one, other] = [await authority.issue('one'), await authority.issue('other')]
  const files = {
    cert: one.cert,
    key: one.key,
    otherKey: other.key,
    text: 'no certificate',
    broken: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  }
  const at = (name: string) => path.join(folder, name)
  for (const [name, text] of Object.entries(files)) await writeFile(at(name), text)
  const cases: readonly (readonly [args: readonly string[], sentence: string])[] = [
    [['--ca', at('nowhere')], `--ca ${at('nowhere')} cannot be read (ENOENT)`],
    [['--ca', at('text')], `--ca ${at('text')} is not a PEM file`],
    [['--ca', at('key')], `--ca ${at('key')} holds no certificates that can be read (PEM, X.509)`],
    [['--ca', at('broken')], `--ca ${at('broken')} holds no certificates that can be read (PEM, X.509)`],
    [['--client-cert', at('cert')], '--client-cert and --client-key belong together: give both or neither'],
    [['--client-key', at('key')], '--client-cert and --client-key belong together: give both or neither'],
    [
      ['--client-cert', at('cert'), '--client-key', at('otherKey')],
      `--client-key ${at('otherKey')} is not the key of --client-cert, or wants a passphrase`,
    ],
    [
      ['--client-cert', at('broken'), '--client-key', at('key')],
      `--client-cert ${at('broken')} holds no certificate that can be read (PEM, X.509)`,
    ],
  ]
  for (const [args, sentence] of cases) {
    const { code, stderr } = await orgmockHere(['check', 'nirvana', ...args])
    expect([code, stderr]).toEqual([2, `orgmock: ${sentence}\n`])
  }
})
