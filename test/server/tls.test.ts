import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import tls from 'node:tls'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { endAll, orgmock, orgmockHere, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'
import { type Entry, entries, operations } from '../support/providers.ts'

const hosts = ['api.cekura.ai', 'api.cloudflare.com', 'api.cradl.ai', 'auth.cradl.ai', 'api.nirvanalabs.io']

/** Shakes hands as a client that trusts `ca` alone and believes to speak with `servername`; gives the certificate or throws. */
function shakeHands(url: string, servername: string, ca: string): Promise<tls.PeerCertificate> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = tls.connect(
      { host: hostname, port: Number(port), ca, ...(net.isIP(servername) === 0 ? { servername } : {}) },
      () => {
        resolve(socket.getPeerCertificate())
        socket.destroy()
      },
    )
    socket.on('error', reject)
  })
}

interface SecureAnswer {
  status: number | undefined
  body: unknown
}

/** An HTTPS request to the server that believes to speak with `servername`. */
function askSecurely(url: string, servername: string, target: string, ca: string): Promise<SecureAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    https
      .get(
        { hostname, port, path: target, servername, ca, agent: false, headers: { Host: servername } },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk) => {
            text += chunk
          })
          response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }))
        },
      )
      .on('error', reject)
  })
}

describe('a certificate made at start', () => {
  let server: MockServer
  let tlsUrl: string
  let pem: string

  beforeAll(async () => {
    server = await startMockServer({ port: 0, tls: { port: 0 } })
    tlsUrl = server.tlsUrl ?? ''
    pem = (await ask(server.url, '/__admin/tls.pem')).text
  })

  afterAll(() => server.close())

  test.each([...hosts, 'localhost', '127.0.0.1'])('is valid for %s', async (servername) => {
    await expect(shakeHands(tlsUrl, servername, pem)).resolves.toBeTypeOf('object')
  })

  test.each(['api.example.com', 'cloudflare.com', 'x.api.cradl.ai'])('is not valid for %s', async (servername) => {
    await expect(shakeHands(tlsUrl, servername, pem)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })

  test('is not trusted by a client that was not told of it', async () => {
    const { port } = new URL(tlsUrl)
    const refused = new Promise((_, reject) => {
      tls.connect({ host: '127.0.0.1', port: Number(port), servername: 'api.cradl.ai' }).on('error', reject)
    })
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) })
  })

  test('is valid today and for a while', () => {
    const { validFrom, validTo } = new X509Certificate(pem)
    expect(Date.parse(validFrom)).toBeLessThanOrEqual(Date.now())
    expect(Date.parse(validTo)).toBeGreaterThan(Date.now() + 24 * 3600 * 1000)
  })

  test('is told without its key', () => {
    expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----\r?\n/)
    expect(pem.includes('PRIVATE')).toBe(false)
  })

  test('is another one at each start', async () => {
    const other = await startMockServer({ port: 0, only: ['cloudflare'], tls: {} })
    const otherPem = (await ask(other.url, '/__admin/tls.pem')).text
    await other.close()
    expect(otherPem).not.toBe(pem)
  })

  test('is told over HTTPS too', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      https
        .get(`${tlsUrl}/__admin/tls.pem`, { ca: pem, servername: 'localhost', agent: false }, (response) => {
          let text = ''
          response.on('data', (chunk) => {
            text += chunk
          })
          response.on('end', () => resolve(text))
        })
        .on('error', reject)
    })
    expect(answer).toBe(pem)
  })

  test('stands beside plain HTTP, which answers as before', async () => {
    expect(new URL(server.url).protocol).toBe('http:')
    expect((await ask(server.url, '/healthz')).status).toBe(200)
  })

  test('lets a provider answer under its real name', async () => {
    const { status, body } = await askSecurely(tlsUrl, 'api.cloudflare.com', '/client/v4/user/organizations', pem)
    expect(status).toBe(400)
    expect(body).toMatchObject({ errors: [{ code: 9106 }] })
  })

  test('lets a provider answer behind its prefix', async () => {
    const { status } = await askSecurely(tlsUrl, 'localhost', `/${operations.cradl}`, pem)
    expect(status).toBe(403)
  })

  test('makes the addresses that the server tells over HTTPS begin with https', async () => {
    const { body } = await askSecurely(tlsUrl, 'localhost', '/__admin/providers', pem)
    const urls = (body as Entry[]).flatMap(({ baseUrl, operationUrl, tokenUrl }) => [
      baseUrl,
      operationUrl,
      ...(tokenUrl === undefined ? [] : [tokenUrl]),
    ])
    expect(urls.filter((url) => !url.startsWith('https://localhost'))).toEqual([])
    expect((await entries(server.url)).filter(({ baseUrl }) => !baseUrl.startsWith('http://'))).toEqual([])
  })

  test.each([
    ['plain HTTP', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['noise', '\x00\x01\x02\x03 noise'],
  ])('survives a client that speaks %s to it', async (_, bytes) => {
    const socket = net.connect(Number(new URL(tlsUrl).port), '127.0.0.1')
    socket.on('error', () => undefined)
    await new Promise((resolve) => {
      socket.on('close', resolve)
      socket.end(bytes)
      socket.resume()
    })
    await expect(shakeHands(tlsUrl, 'localhost', pem)).resolves.toBeTypeOf('object')
  })
})

test('without TLS there is no certificate to tell', async () => {
  const server = await startMockServer({ port: 0, only: ['cloudflare'] })
  expect(server.tlsUrl).toBeUndefined()
  expect((await ask(server.url, '/__admin/tls.pem')).status).toBe(404)
  await server.close()
})

describe('a certificate and a key from files', () => {
  let folder: string
  let certificate: string
  const file = (name: string) => path.join(folder, name)

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'orgmock-tls-'))
    const names = [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: 'mocks.test' }] }]
    const [own, other] = await Promise.all([
      generate([{ name: 'commonName', value: 'mocks.test' }], { extensions: names }),
      generate([{ name: 'commonName', value: 'other.test' }]),
    ])
    certificate = own.cert
    writeFileSync(file('own.pem'), own.cert)
    writeFileSync(file('own.key'), own.private)
    writeFileSync(file('other.key'), other.private)
    writeFileSync(file('text.pem'), 'no certificate at all\n')
    writeFileSync(file('empty.pem'), '')
    writeFileSync(file('broken.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
    writeFileSync(file('broken.key'), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')
    writeFileSync(file('cut.pem'), own.cert.slice(0, 200))
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  afterEach(endAll)

  test('are served, without --tls', async () => {
    const serving = await serve(['--tls-cert', file('own.pem'), '--tls-key', file('own.key')], { listeners: 2 })
    const peer = await shakeHands(serving.tlsUrl ?? '', 'mocks.test', certificate)
    expect(peer.fingerprint256).toBe(new X509Certificate(certificate).fingerprint256)
  })

  test('are served when the environment names them', async () => {
    const environment = { ORGMOCK_TLS_CERT: file('own.pem'), ORGMOCK_TLS_KEY: file('own.key') }
    const serving = await serve([], { environment, listeners: 2 })
    await expect(shakeHands(serving.tlsUrl ?? '', 'mocks.test', certificate)).resolves.toBeTypeOf('object')
  })

  test('are what the server tells clients to trust', async () => {
    const serving = await serve(['--tls-cert', file('own.pem'), '--tls-key', file('own.key')], { listeners: 2 })
    const told = await ask(serving.url, '/__admin/tls.pem', { headers: serving.admin() })
    expect(new X509Certificate(told.text).fingerprint256).toBe(new X509Certificate(certificate).fingerprint256)
    expect(told.text.includes('PRIVATE')).toBe(false)
  })

  test('in one file are served, and the key is not told', async () => {
    const { readFileSync } = await import('node:fs')
    writeFileSync(file('both.pem'), readFileSync(file('own.key'), 'utf8') + readFileSync(file('own.pem'), 'utf8'))
    const serving = await serve(['--tls-cert', file('both.pem'), '--tls-key', file('both.pem')], { listeners: 2 })
    await expect(shakeHands(serving.tlsUrl ?? '', 'mocks.test', certificate)).resolves.toBeTypeOf('object')
    expect((await ask(serving.url, '/__admin/tls.pem', { headers: serving.admin() })).text.includes('PRIVATE')).toBe(
      false,
    )
  })

  test('are refused with code 2 by the process', async () => {
    const { code, stdout, stderr } = await orgmock(['serve', '--tls-cert', file('own.pem')])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^orgmock: [^\n]*--tls-key[^\n]*\n$/)
  })

  test.each<[what: string, option: string, args: (name: typeof file) => string[]]>([
    ['only the certificate', '--tls-key', (name) => ['--tls-cert', name('own.pem')]],
    ['only the key', '--tls-cert', (name) => ['--tls-key', name('own.key')]],
    ['only the certificate beside --tls', '--tls-key', (name) => ['--tls', '--tls-cert', name('own.pem')]],
    [
      'a certificate that is not there',
      '--tls-cert',
      (name) => ['--tls-cert', name('none.pem'), '--tls-key', name('own.key')],
    ],
    ['a key that is not there', '--tls-key', (name) => ['--tls-cert', name('own.pem'), '--tls-key', name('none.key')]],
    ['a folder', '--tls-cert', (name) => ['--tls-cert', name('.'), '--tls-key', name('own.key')]],
    [
      'a certificate that is no PEM',
      '--tls-cert',
      (name) => ['--tls-cert', name('text.pem'), '--tls-key', name('own.key')],
    ],
    ['an empty certificate', '--tls-cert', (name) => ['--tls-cert', name('empty.pem'), '--tls-key', name('own.key')]],
    ['a key that is no PEM', '--tls-key', (name) => ['--tls-cert', name('own.pem'), '--tls-key', name('text.pem')]],
    [
      'a certificate of nonsense',
      '--tls-cert',
      (name) => ['--tls-cert', name('broken.pem'), '--tls-key', name('own.key')],
    ],
    [
      'a certificate that stops early',
      '--tls-cert',
      (name) => ['--tls-cert', name('cut.pem'), '--tls-key', name('own.key')],
    ],
    ['a key of nonsense', '--tls-key', (name) => ['--tls-cert', name('own.pem'), '--tls-key', name('broken.key')]],
    [
      'the key of another certificate',
      '--tls-key',
      (name) => ['--tls-cert', name('own.pem'), '--tls-key', name('other.key')],
    ],
    ['both the wrong way round', '--tls-cert', (name) => ['--tls-cert', name('own.key'), '--tls-key', name('own.pem')]],
  ])('are refused in one clear line: %s', async (_, option, args) => {
    const { code, stdout, stderr } = await orgmockHere(['serve', '--port', '0', '--tls-port', '0', ...args(file)])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^orgmock: [^\n]+\n$/)
    expect(stderr).toContain(option)
    expect(stderr).not.toMatch(/BEGIN|\bat /)
  })
})
