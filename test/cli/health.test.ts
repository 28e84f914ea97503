import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { userDirectory } from '../support/installed.ts'

// `orgmock health` finds the servers of its own file: a copy of the package keeps those of other tests out.

let user: ReturnType<typeof userDirectory>
let program: string
const servers: ChildProcess[] = []

beforeAll(() => {
  user = userDirectory()
  program = path.join(user.directory, 'node_modules/.bin/orgmock')
  writeFileSync(path.join(user.directory, 'orgmock.yaml'), 'port: 0\nhost: 127.0.0.3\n')
})
afterEach(async () => {
  for (const server of servers.splice(0)) await end(server)
})
afterAll(() => user[Symbol.dispose]())

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGCONT')
  server.kill('SIGKILL')
  await once(server, 'close')
}

async function serving(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const server = spawn(process.execPath, [program, 'serve', '--log-level', 'silent', ...args], {
    cwd: user.directory,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  servers.push(server)
  await once(server.stdout ?? server, 'data')
  return server
}

function health() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'health'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  })
  return { status, stdout, stderr }
}

describe.skipIf(!existsSync('/proc/self/net/tcp'))('orgmock health', () => {
  test.each<[what: string, args: string[], environment: Record<string, string>]>([
    ['flags', ['--port', '0', '--host', '127.0.0.2'], {}],
    ['variables', [], { PORT: '0', HOST: '::1' }],
    ['every address', ['--host', '0.0.0.0'], { PORT: '0' }],
    ['every address of IPv6', ['--host', '::'], { PORT: '0' }],
    ['a file', [], {}],
    ['HTTPS beside it', ['--tls', '--tls-port', '0'], { PORT: '0' }],
    ['no admin API', ['--no-admin'], { PORT: '0' }],
  ])('finds a server that was told where to listen by: %s', async (_, args, environment) => {
    await serving(args, environment)
    expect(health()).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  test('says no when there is no server, and when one has stopped to answer', async () => {
    expect(health()).toEqual({ status: 1, stdout: '', stderr: 'orgmock: no server of this program runs here\n' })
    const server = await serving([], {})
    server.kill('SIGSTOP')
    expect(health()).toEqual({
      status: 1,
      stdout: '',
      stderr: 'orgmock: a server that runs here does not answer /healthz\n',
    })
    server.kill('SIGCONT')
    expect(health().status).toBe(0)
  })
})
