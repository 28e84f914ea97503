import 'reflect-metadata'
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import tls from 'node:tls'
import { promisify } from 'node:util'
import * as x509 from '@peculiar/x509'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { endAll, orgmock, orgmockHere, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'
import { interpreterWith, isOnPath } from '../support/runtimes.ts'

// The CA that the server makes at start, the certificate that this CA issues, and the files that tell of both.

let folder: string
const file = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-ca-'))
})
afterEach(endAll)
afterAll(() => rm(folder, { recursive: true }))

describe('the server made at start', () => {
  let server: MockServer
  let authority: X509Certificate
  let leaf: X509Certificate
  let port: number

  beforeAll(async () => {
    server = await startMockServer({ tls: { names: ['orgmock', '*.svc.test', '192.0.2.1'] } })
    authority = new X509Certificate(server.certificate ?? '')
    port = Number(new URL(server.tlsUrl ?? '').port)
    leaf = await new Promise<X509Certificate>((resolve, reject) => {
      const socket = tls.connect({ host: '127.0.0.1', port, ca: server.certificate }, () => {
        resolve(new X509Certificate(socket.getPeerCertificate().raw))
        socket.destroy()
      })
      socket.on('error', reject)
    })
    await writeFile(file('trusted.pem'), server.certificate ?? '')
  })
  afterAll(() => server.close())

  test('shows a certificate that its CA issued, and the CA is another certificate', () => {
    expect(leaf.checkIssued(authority)).toBe(true)
    expect(leaf.verify(authority.publicKey)).toBe(true)
    expect([authority.subject, authority.ca, leaf.subject, leaf.ca]).toEqual([
      'CN=orgmock CA',
      true,
      'CN=orgmock',
      false,
    ])
    expect(leaf.fingerprint256).not.toBe(authority.fingerprint256)
  })

  // RFC 5280: 4.2.1.1, 4.2.1.2, 4.2.1.3, 4.2.1.9.
  test('has a CA that may sign certificates and nothing else, and no CA below it', () => {
    const parsed = new x509.X509Certificate(authority.raw)
    expect(parsed.getExtension(x509.BasicConstraintsExtension)).toMatchObject({
      ca: true,
      pathLength: 0,
      critical: true,
    })
    expect(parsed.getExtension(x509.KeyUsagesExtension)).toMatchObject({
      usages: x509.KeyUsageFlags.keyCertSign,
      critical: true,
    })
    expect(parsed.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId).toMatch(/^[0-9a-f]{40}$/)
  })

  test('has a leaf that may serve and not sign, and that names its issuer by key', () => {
    const parsed = new x509.X509Certificate(leaf.raw)
    expect(parsed.getExtension(x509.BasicConstraintsExtension)).toMatchObject({ ca: false, critical: true })
    expect(parsed.getExtension(x509.KeyUsagesExtension)).toMatchObject({
      usages: x509.KeyUsageFlags.digitalSignature,
      critical: true,
    })
    // id-kp-serverAuth
    expect(parsed.getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual(['1.3.6.1.5.5.7.3.1'])
    const issuerKey = new x509.X509Certificate(authority.raw).getExtension(x509.SubjectKeyIdentifierExtension)?.keyId
    expect(parsed.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).toBe(issuerKey)
    expect(parsed.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId).not.toBe(issuerKey)
  })

  test('is valid for every host of the providers, for this machine and for the names that were asked for', () => {
    expect(leaf.subjectAltName?.split(', ').toSorted()).toEqual([
      'DNS:*.svc.test',
      'DNS:api.cekura.ai',
      'DNS:api.cloudflare.com',
      'DNS:api.cradl.ai',
      'DNS:api.nirvanalabs.io',
      'DNS:auth.cradl.ai',
      'DNS:localhost',
      'DNS:orgmock',
      'IP Address:0:0:0:0:0:0:0:1',
      'IP Address:127.0.0.1',
      'IP Address:192.0.2.1',
    ])
  })

  const script = [
    'import socket, ssl, sys',
    'context = ssl.create_default_context(cafile=sys.argv[1])',
    // Part of the default since Python 3.13.
    'context.verify_flags |= ssl.VERIFY_X509_STRICT',
    'with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as plain:',
    '    with context.wrap_socket(plain, server_hostname="api.cradl.ai") as secure: print(secure.version())',
  ].join('\n')

  test.skipIf(!isOnPath('python3'))('is accepted by Python at its strictest', async () => {
    const python = (await interpreterWith('ssl')) ?? 'python3'
    const { stdout } = await promisify(execFile)(python, ['-c', script, file('trusted.pem'), String(port)])
    expect(stdout).toBe('TLSv1.3\n')
  })

  test.skipIf(!isOnPath('openssl'))('is accepted by OpenSSL at its strictest', async () => {
    await writeFile(file('leaf.pem'), leaf.toString())
    const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'auth.cradl.ai']
    const { stdout } = await promisify(execFile)('openssl', [
      ...verify,
      '-CAfile',
      file('trusted.pem'),
      file('leaf.pem'),
    ])
    expect(stdout).toBe(`${file('leaf.pem')}: OK\n`)
  })

  test.skipIf(!isOnPath('curl'))('is accepted by curl under a real URL', async () => {
    const { stdout } = await promisify(execFile)(
      'curl',
      [
        ...['--silent', '--cacert', file('trusted.pem'), '--connect-to', `::127.0.0.1:${port}`],
        'https://api.cekura.ai/user/organizations/',
      ],
      { env: { PATH: process.env['PATH'] } },
    )
    expect(JSON.parse(stdout)).toEqual({ detail: expect.any(String) })
  })
})

describe('--tls-ca-out', () => {
  test('writes what clients must trust, readable by all, before anything listens', async () => {
    const out = file('out.pem')
    const serving = await serve(['--tls-ca-out', out], { listeners: 2 })
    expect(await readFile(out, 'utf8')).toBe(
      (await ask(serving.url, '/__admin/tls.pem', { headers: serving.admin() })).text,
    )
    expect(new X509Certificate(await readFile(out)).subject).toBe('CN=orgmock CA')
    expect((await stat(out)).mode & 0o777).toBe(0o644)
  })

  test('is a variable too, and replaces what an earlier start left', async () => {
    const out = file('earlier.pem')
    await writeFile(out, 'x'.repeat(10_000), { mode: 0o600 })
    await serve([], { environment: { ORGMOCK_TLS_CA_OUT: out }, listeners: 2 })
    expect(await readFile(out, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/)
    expect((await stat(out)).mode & 0o777).toBe(0o644)
  })

  test('writes the certificates of a file of one’s own, and never the key beside them', async () => {
    await orgmockHere(['tls', file('own')])
    const both = file('both.pem')
    await writeFile(both, (await readFile(file('own/tls.key'), 'utf8')) + (await readFile(file('own/tls.pem'), 'utf8')))
    await serve(['--tls-cert', both, '--tls-key', both, '--tls-ca-out', file('own.pem')], { listeners: 2 })
    expect(await readFile(file('own.pem'), 'utf8')).toBe(await readFile(file('own/tls.pem'), 'utf8'))
  })

  test('leaves nothing else behind', async () => {
    const { code, stderr } = await orgmock(['serve', '--tls-ca-out', file('nowhere/ca.pem')])
    expect([code, stderr]).toEqual([2, `orgmock: --tls-ca-out ${file('nowhere/ca.pem')} cannot be written (ENOENT)\n`])
    const directory = await orgmock(['serve', '--tls-ca-out', folder])
    expect([directory.code, directory.stdout]).toEqual([2, ''])
    expect(directory.stderr).toMatch(/^orgmock: --tls-ca-out \S+ cannot be written \(E\w+\)\n$/)
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
    expect(
      (await readdir(path.dirname(folder))).filter((name) => name.startsWith(`.${path.basename(folder)}`)),
    ).toEqual([])
  })
})

describe('--tls-names', () => {
  test.each(['', 'a,,b', 'two words', 'https://x', '-x', 'x-', '1.2.3.4/8', 'x:80'])('refuses %j', async (names) => {
    const { code, stderr } = await orgmockHere(['serve', `--tls-names=${names}`])
    expect([code, stderr]).toEqual([
      2,
      `orgmock: --tls-names must be host names or IP addresses separated by commas, such as orgmock,192.0.2.1, not ${JSON.stringify(names)}\n`,
    ])
  })

  test('does not go with a certificate of one’s own, whose names it cannot change', async () => {
    const { code, stderr } = await orgmockHere(['serve', '--tls-cert', 'a', '--tls-key', 'b', '--tls-names', 'c'])
    expect([code, stderr]).toEqual([
      2,
      'orgmock: --tls-names is for the certificate made at start: leave it out, or --tls-cert\n',
    ])
  })
})

describe('orgmock tls', () => {
  test('writes a certificate, its key and its CA into a directory, and tells them', async () => {
    const { code, stdout, stderr } = await orgmockHere(['tls', file('new/deep'), '--ca-out', file('ca.pem')])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      `certificate ${file('new/deep/tls.pem')}\nkey ${file('new/deep/tls.key')}\ntrust ${file('new/deep/ca.pem')}\ntrust ${file('ca.pem')}\n`,
    )
    expect((await readdir(file('new/deep'))).toSorted()).toEqual(['ca.pem', 'tls.key', 'tls.pem'])
    expect(await readFile(file('ca.pem'), 'utf8')).toBe(await readFile(file('new/deep/ca.pem'), 'utf8'))
    const modes = ['tls.key', 'tls.pem', 'ca.pem'].map(
      async (name) => (await stat(file(`new/deep/${name}`))).mode & 0o777,
    )
    expect(await Promise.all(modes)).toEqual([0o600, 0o644, 0o644])
  })

  test('gives several servers one certificate, which clients trust by its CA alone', async () => {
    await orgmockHere(['tls', file('shared'), '--names', 'balancer'])
    const given = ['--tls-cert', file('shared/tls.pem'), '--tls-key', file('shared/tls.key')]
    const ca = await readFile(file('shared/ca.pem'))
    for (const serving of await Promise.all([serve(given, { listeners: 2 }), serve(given, { listeners: 2 })])) {
      const handshake = new Promise((resolve, reject) => {
        const { port, hostname: host } = new URL(serving.tlsUrl ?? '')
        const socket = tls.connect({ host, port: Number(port), ca, servername: 'balancer' }, () => {
          resolve(socket.authorized)
          socket.destroy()
        })
        socket.on('error', reject)
      })
      await expect(handshake).resolves.toBe(true)
    }
  })

  test.each([
    [['tls'], /^orgmock: missing required argument 'directory'\n$/],
    [['tls', '/dev/null/x'], /^orgmock: \/dev\/null\/x cannot be made \(E\w+\)\n$/],
    [['tls', '/x', '--names', 'a b'], /^orgmock: --names must be host names [^\n]+\n$/],
  ])('refuses %j in one line', async (args, message) => {
    const { code, stdout, stderr } = await orgmockHere(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})

describe('--tls-ca-dir', () => {
  const trust = async (directory: string) => readFile(path.join(directory, 'ca.pem'), 'utf8')

  test('keeps one CA over restarts and for servers that start together, and each gets its own certificate', async () => {
    const caDir = file('kept')
    const servers = await Promise.all([1, 2, 3].map(() => startMockServer({ only: ['nirvana'], tls: { caDir } })))
    const kept = await trust(caDir)
    await Promise.all(servers.map((server) => server.close()))
    const again = await startMockServer({ only: ['nirvana'], tls: { caDir } })
    expect([...servers, again].map(({ certificate }) => certificate)).toEqual([kept, kept, kept, kept])
    const { port } = new URL(again.tlsUrl ?? '')
    const isTrusted = await new Promise<boolean>((resolve, reject) => {
      const socket = tls.connect({ host: '127.0.0.1', port: Number(port), ca: kept }, () => {
        resolve(socket.authorized)
        socket.destroy()
      })
      socket.on('error', reject)
    })
    expect(isTrusted).toBe(true)
    await again.close()
    expect(kept).not.toContain('PRIVATE KEY')
    expect((await stat(path.join(caDir, 'ca.key'))).mode & 0o777).toBe(0o600)
    expect((await readdir(caDir)).toSorted()).toEqual(['ca.key', 'ca.pem'])
  })

  test('is refused in one line beside a certificate of the user’s own, and where the key is not one', async () => {
    await writeFile(file('ca.key'), 'no key')
    const bad = await orgmock(['serve', '--port', '0', '--tls-ca-dir', folder])
    expect([bad.code, bad.stderr]).toEqual([2, `orgmock: --tls-ca-dir ${file('ca.key')} is not a PEM file\n`])
    const both = await orgmock(['serve', '--tls-cert', 'a', '--tls-key', 'b', '--tls-ca-dir', folder])
    expect([both.code, both.stderr]).toEqual([
      2,
      'orgmock: --tls-ca-dir keeps the CA made at start: leave it out, or --tls-cert\n',
    ])
  })
})
