import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { clientOf, failureOf } from './bad-server.ts'
import { connectProxy } from './connect-proxy.ts'
import { createAuthority } from './made-certificates.ts'

// Through tinyproxy, which knows nothing of us. Behind it stands a proxy of the test, which leads every name to this machine.

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-tinyproxy-'))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY']) {
    for (const each of [name, name.toLowerCase()]) vi.stubEnv(each, undefined)
  }
})
afterEach(() => vi.unstubAllEnvs())

function tinyproxyFile(): string {
  const named = process.env['TINYPROXY'] ?? ''
  const directories = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin']
  const files = named === '' ? directories.map((directory) => path.join(directory, 'tinyproxy')) : [named]
  const found = files.find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new Error('this test needs tinyproxy: install it (apt-get install tinyproxy-bin), or name it in TINYPROXY')
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Starts the proxy with these lines in its file; ends it with the test. */
async function tinyproxy(...lines: readonly string[]) {
  const port = await freePort()
  const file = path.join(folder, `${port}.conf`)
  const log = path.join(folder, `${port}.log`)
  const settings = [`Port ${port}`, 'Listen 127.0.0.1', 'Allow 127.0.0.1', `LogFile "${log}"`, 'LogLevel Connect']
  await writeFile(file, [...settings, 'Timeout 60', 'MaxClients 10', ...lines, ''].join('\n'))
  const child = spawn(tinyproxyFile(), ['-d', '-c', file], { stdio: 'ignore' })
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  for (;;) {
    const socket = net.connect(port, '127.0.0.1')
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isThere) return { port, log: () => readFile(log, 'utf8') }
    if (child.exitCode !== null) throw new Error(`tinyproxy ended with ${child.exitCode}`)
    await sleep(20)
  }
}

const host = 'staging.acme.invalid'

async function secureServer() {
  const authority = await createAuthority()
  const { cert, key } = await authority.issue(host)
  const server = createServer({ cert, key }, (_, response) => void response.end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, authorities: authority.certificate }
}

test('a real proxy tunnels TLS, with the password of its URL', async () => {
  const { port, authorities } = await secureServer()
  const behind = await connectProxy({ port })
  const proxy = await tinyproxy('BasicAuth ann secret-pass-1', `Upstream http 127.0.0.1:${behind.port}`)
  vi.stubEnv('HTTPS_PROXY', `http://ann:secret-pass-1@127.0.0.1:${proxy.port}`)
  const client = clientOf(`https://${host}`, { authorities })
  expect((await client.send({ path: '/' })).response.body.toString()).toBe('{}')
  expect(await proxy.log()).toContain(`CONNECT ${host}:443 HTTP/1.1`)
})

test.each([
  ['a wrong password', ['BasicAuth ann secret-pass-1'], 'ann:wrong-pass-1@', /refused CONNECT \S+ with status 40[17]/],
  [
    'another port than 443',
    ['ConnectPort 443'],
    '',
    /refused CONNECT \S+ with status 403: many proxies let CONNECT reach/,
  ],
])('a real proxy refuses %s', async (_, lines, credentials, reason) => {
  const proxy = await tinyproxy(...lines)
  vi.stubEnv('HTTPS_PROXY', `http://${credentials}127.0.0.1:${proxy.port}`)
  const { code, message } = await failureOf(clientOf(`https://${host}:9`).send({ path: '/' }))
  expect([code, message]).toEqual(['UNREACHABLE', expect.stringMatching(reason)])
  expect(message).not.toContain('wrong-pass-1')
})
