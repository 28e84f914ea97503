import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { badServer, clientOf, failureOf, saying } from './bad-server.ts'
import { createAuthority } from './made-certificates.ts'

// A server on this machine under the names of the real ones, with a certificate of an authority that only the child process trusts.

const realHosts = ['api.cekura.ai', 'api.cloudflare.com', 'api.cradl.ai', 'auth.cradl.ai', 'api.nirvanalabs.io']
const secret = '144c9defac04969c7bfad8efaa8ea194'
const project = fileURLToPath(new URL('../../../', import.meta.url))

let directory: string
let server: Server
let heard: string[]

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'orgmock-live-'))
  const authority = await createAuthority()
  const leaf = await authority.issue(...realHosts)
  writeFileSync(join(directory, 'authority.pem'), authority.certificate)
  await compileClient(directory)
  // The server would close idle connections only after the test's time is over.
  server = createServer({ cert: leaf.cert, key: leaf.key, keepAliveTimeout: 120_000 }, answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}, 60_000)

beforeEach(() => {
  heard = []
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(directory, { recursive: true })
})

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '', headers } = request
  heard.push(`${method} ${headers.host}${url}`)
  request.resume()
  if (url === '/oauth2/token') {
    response.end(JSON.stringify({ access_token: 'a.b.c', expires_in: 3_600 }))
  } else if (url === '/redirect') {
    response.writeHead(307, { location: 'https://evil.example/' }).end()
  } else if (url === '/busy' && heard.length < 2) {
    response.writeHead(429, { 'retry-after': '1' }).end()
  } else if (url === '/down') {
    response.writeHead(503).end()
  } else if (url === '/echo') {
    const key = String(headers['x-auth-key'])
    response.writeHead(400, { 'x-echo': `your key is ${key}` })
    response.end(JSON.stringify({ key, basic: Buffer.from(`user:${key}`).toString('base64') }))
  } else {
    response.end('{}')
  }
}

/** Compiles what the child runs: node 20 reads no TypeScript. */
async function compileClient(outDir: string): Promise<void> {
  const config = {
    extends: join(project, 'tsconfig.json'),
    compilerOptions: { noEmit: false, noCheck: true, types: [], rootDir: project, outDir },
    include: [],
    files: ['http-client.ts', 'secret-redactor.ts'].map((file) => join(project, 'src/contract/client', file)),
  }
  writeFileSync(join(outDir, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(outDir, 'package.json'), '{"type":"module"}')
  symlinkSync(join(project, 'node_modules'), join(outDir, 'node_modules'), 'junction')
  const require = createRequire(import.meta.url)
  const manifest = require.resolve('typescript/package.json')
  const compiler = join(dirname(manifest), require(manifest).bin.tsc)
  await run([compiler, '-p', outDir], '', {})
}

async function run(args: readonly string[], input: string, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment } })
  child.stdin.end(input)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  expect(stderr).toBe('')
  return stdout
}

async function live(cases: readonly unknown[], { isTrusted = true } = {}): Promise<readonly unknown[]> {
  const { port } = server.address() as AddressInfo
  const input = JSON.stringify({ directory, port, secrets: [secret], cases })
  const environment = { NODE_EXTRA_CA_CERTS: isTrusted ? join(directory, 'authority.pem') : '' }
  return JSON.parse(await run([join(import.meta.dirname, 'live-child.mjs')], input, environment))
}

function asking(host: string, path: string, options = {}) {
  return { options: { root: `https://${host}`, allowedHosts: [host], ...options }, request: { path } }
}

test('speaks TLS with every real host, under its own name', async () => {
  const results = await live(realHosts.map((host) => asking(host, '/x')))
  expect(results).toEqual(realHosts.map(() => expect.objectContaining({ status: 200, body: '{}' })))
  expect(heard).toEqual(realHosts.map((host) => `GET ${host}/x`))
})

test('sends nothing where the certificate is of an unknown authority or for another name', async () => {
  const untrusted = await live([asking('api.cekura.ai', '/x')], { isTrusted: false })
  expect(untrusted).toEqual([
    { code: 'TLS', message: expect.stringMatching(/^the certificate of https:\/\/api\.cekura/) },
  ])
  const misnamed = await live([asking('api.acme.example', '/x')])
  expect(misnamed).toEqual([
    {
      code: 'TLS',
      message:
        'the certificate of https://api.acme.example is not accepted: it is made out to another name (ERR_TLS_CERT_ALTNAME_INVALID)',
    },
  ])
  expect(heard).toEqual([])
})

test('authorities of a check leave those in force that node trusts already', async () => {
  const { certificate: authorities } = await createAuthority('another authority')
  const results = await live([asking('api.cekura.ai', '/x', { authorities })])
  expect(results).toEqual([expect.objectContaining({ status: 200 })])
  const untrusted = await live([asking('api.cekura.ai', '/x', { authorities })], { isTrusted: false })
  expect(untrusted).toEqual([expect.objectContaining({ code: 'TLS' })])
})

test('posts the token form to the pinned token host, and nothing else', async () => {
  const options = {
    root: 'https://api.cradl.ai',
    tokenUrl: 'https://auth.cradl.ai/oauth2/token',
    allowedHosts: ['api.cradl.ai', 'auth.cradl.ai'],
  }
  const results = await live([
    { options, form: { grant_type: 'client_credentials' } },
    { options: { ...options, allowedHosts: ['api.cradl.ai'] }, form: {} },
    { options, request: { method: 'POST', path: '/v1/organizations' } },
  ])
  expect(results).toEqual([
    { token: { access_token: 'a.b.c', expires_in: 3_600 } },
    { code: 'NOT_ALLOWED', message: "auth.cradl.ai is none of the provider's hosts: api.cradl.ai" },
    { code: 'NOT_ALLOWED', message: 'POST is not sent to the live api.cradl.ai: only GET is' },
  ])
  expect(heard).toEqual(['POST auth.cradl.ai/oauth2/token'])
})

test('shows a redirect to another host and does not follow it', async () => {
  const [result] = await live([asking('api.cekura.ai', '/redirect')])
  expect(result).toMatchObject({
    status: 307,
    headers: expect.arrayContaining([['location', 'https://evil.example/']]),
  })
  expect(heard).toEqual(['GET api.cekura.ai/redirect'])
})

test('waits as asked, and gives a server that stays down up as not checked', async () => {
  const startedAt = performance.now()
  const results = await live([
    asking('api.cekura.ai', '/busy'),
    asking('api.cekura.ai', '/down', { retries: 0 }),
    asking('api.cekura.ai', '/down', { maxRequests: 1, retries: 3, maxWaitMs: 5_000 }),
  ])
  expect(results).toEqual([
    expect.objectContaining({ status: 200 }),
    { code: 'SERVER_ERROR', message: 'api.cekura.ai answered 503 to the only try' },
    { code: 'BUDGET', message: 'the budget of 1 requests is spent' },
  ])
  expect(performance.now() - startedAt).toBeGreaterThan(1_000)
})

test('scrubs a secret that the server echoes in a header, in the body and in Base64', async () => {
  const { options } = asking('api.cloudflare.com', '/echo')
  const results = await live([{ options, request: { path: '/echo', headers: { 'X-Auth-Key': secret } } }])
  const written = JSON.stringify(results)
  expect(results).toMatchObject([
    { status: 400, headers: expect.arrayContaining([['x-echo', 'your key is [REDACTED]']]) },
  ])
  expect(written).not.toContain(secret)
  expect(written).not.toContain(Buffer.from(`user:${secret}`).toString('base64').slice(8, -4))
})

// What is refused before anything is sent needs no TLS.

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'get'])('refuses %s to a live API', async (method) => {
  const client = clientOf('https://api.cekura.ai', { isLive: true, allowedHosts: ['api.cekura.ai'], lookup: nowhere })
  expect(await failureOf(client.send({ method, path: '/' }))).toEqual({
    code: 'NOT_ALLOWED',
    message: `${method} is not sent to the live api.cekura.ai: only GET is`,
  })
})

test.each([
  ['http://api.cekura.ai', 'a live API is spoken to over https only, not http://api.cekura.ai'],
  ['https://api.cekura.ai:8443', "api.cekura.ai:8443 is none of the provider's hosts: api.cekura.ai"],
  ['https://api.cekura.ai.evil.example', "api.cekura.ai.evil.example is none of the provider's hosts: api.cekura.ai"],
  ['https://evil.example/api.cekura.ai', "evil.example is none of the provider's hosts: api.cekura.ai"],
  ['https://127.0.0.1', "127.0.0.1 is none of the provider's hosts: api.cekura.ai"],
])('refuses the live root %s', async (root, message) => {
  const client = clientOf(root, { isLive: true, allowedHosts: ['api.cekura.ai'], lookup: nowhere })
  expect(await failureOf(client.send({ path: '/' }))).toEqual({ code: 'NOT_ALLOWED', message })
})

test('refuses another Host header to a live API', async () => {
  const client = clientOf('https://api.cekura.ai', { isLive: true, allowedHosts: ['api.cekura.ai'], lookup: nowhere })
  expect(await failureOf(client.send({ path: '/', headers: { host: 'evil.example' } }))).toEqual({
    code: 'NOT_ALLOWED',
    message: 'no other Host header is sent to the live api.cekura.ai',
  })
})

test('allows our own servers any method and Host header', async () => {
  const own = await badServer(saying('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  await clientOf(own.url).send({ method: 'DELETE', path: '/', headers: { Host: 'api.cekura.ai' } })
  expect(own.heard[0]?.text).toMatch(
    /^DELETE \/ HTTP\/1\.1\r\nAccept: .*\r\nAccept-Encoding: identity\r\nUser-Agent: .*\r\nHost: api\.cekura\.ai\r\n\r\n$/,
  )
})

/** If anything were sent after all, it would end on this machine. */
function nowhere() {
  return { address: '127.0.0.1', port: 9 }
}
