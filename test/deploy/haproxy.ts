import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { projectFile } from '../support/project.ts'
import { until } from './walks.ts'

/** Where one replica listens, on the loopback. */
export interface ReplicaPorts {
  readonly http: number
  readonly https: number
}

export interface LoadBalancer {
  /** Of the frontend for HTTP. */
  readonly url: string
  /** Of the frontend that passes TLS through. */
  readonly httpsPort: number
  stop(): Promise<void>
}

/** Starts HAProxy with the file that examples/compose has, before these replicas instead of those that Docker's DNS would find. */
export async function startLoadBalancer(replicas: readonly ReplicaPorts[]): Promise<LoadBalancer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-haproxy-'))
  const file = path.join(directory, 'haproxy.cfg')
  await writeFile(file, configurationFor(replicas))
  // HAProxy takes over sockets that are open already, so that nobody has to guess a free port.
  const [http, https] = await Promise.all([openSocket(), openSocket()])
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(haproxyFile(), ['-db', '-f', file], {
    stdio: ['ignore', 'pipe', 'pipe', http.descriptor, https.descriptor],
  }) as never
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const ended = once(child, 'close')
  await Promise.all([http.release(), https.release()])

  const url = `http://127.0.0.1:${http.port}`
  await until(() => {
    if (child.exitCode !== null) throw new Error(`HAProxy ended with ${child.exitCode}: ${said}`)
    return fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  return {
    url,
    httpsPort: https.port,
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(directory, { recursive: true })
    },
  }
}

/** The example's file with other addresses: every changed line must be there, so that the rest is tested as users get it. */
export function configurationFor(replicas: readonly ReplicaPorts[]): string {
  const servers = (line: (replica: ReplicaPorts) => string) =>
    replicas.map((replica, i) => `server replica${i + 1} 127.0.0.1:${line(replica)}`).join('\n  ')
  const changes: [from: string, to: string][] = [
    ['bind :80', 'bind fd@3'],
    ['bind :443', 'bind fd@4'],
    ['default-server check port 80 inter', 'default-server check inter'],
    ['server-template replica 3 replica:80 resolvers docker init-addr none', servers(({ http }) => String(http))],
    [
      'server-template replica 3 replica:443 resolvers docker init-addr none',
      servers(({ http, https }) => `${https} port ${http}`),
    ],
  ]
  return changes.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2)
      throw new Error(`examples/compose/haproxy.cfg must have one ${JSON.stringify(from)}`)
    return text.replace(from, to)
  }, projectFile('examples/compose/haproxy.cfg'))
}

/** HAProxy's own file: named by HAPROXY, on the PATH, or where Debian puts it, which is on the PATH of root alone. */
export function haproxyFile(): string {
  const wanted = process.env['HAPROXY'] ?? ''
  const directories = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin']
  const files = wanted === '' ? directories.map((directory) => path.join(directory, 'haproxy')) : [wanted]
  const found = files.find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new Error(
    `these tests need HAProxy, and there is none ${wanted === '' ? 'on the PATH' : `at ${wanted}`}: install it (apt-get install haproxy), or name it in HAPROXY`,
  )
}

/** A listening socket whose descriptor a child process can inherit. */
async function openSocket() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // node has no public name for it.
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle
  return {
    port: (server.address() as net.AddressInfo).port,
    descriptor: fd,
    release: () => new Promise((resolve) => server.close(resolve)),
  }
}
