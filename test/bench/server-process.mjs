import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { pinned } from './machine.mjs'

const mockScript = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))
const httpFloorScript = fileURLToPath(new URL('./floors/node-http.mjs', import.meta.url))
const expressFloorScript = fileURLToPath(new URL('./floors/express.mjs', import.meta.url))
const ceilingScript = fileURLToPath(new URL('./floors/no-http.mjs', import.meta.url))

/** The kernel counts processor time in ticks of 10 ms. */
const tickMs = 10
const startLimitMs = 20_000

/** @typedef {Awaited<ReturnType<typeof startProcess>>} ServerProcess */

/** Starts servers with one node binary on one core, or on any core when it is undefined. */
export function serverStarter({ node, core }) {
  const start = (args) => startProcess(pinned(core, [node, ...args]))
  return {
    /** The mock as a user starts it: nothing is switched off, its log goes to /dev/null. */
    mock: (count) =>
      start([mockScript, 'serve', '--port', '0', ...(count === undefined ? [] : ['--count', String(count)])]),
    /** The mock of another built checkout. */
    mockAt: (folder) => start([path.join(folder, 'dist/src/cli/main.js'), 'serve', '--port', '0']),
    /** Bare servers that send what one file holds: `{ path, headers, body }`. */
    express: (pageFile) => start([expressFloorScript, pageFile]),
    http: (pageFile) => start([httpFloorScript, pageFile]),
    /** Answers without reading the request: what the load generator can do at most. */
    ceiling: (pageFile) => start([ceilingScript, pageFile]),
  }
}

const running = new Set()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Spawns a server and waits for its line. `spawnedAt` is on the clock of performance.now(). */
async function startProcess([command, ...args]) {
  // Variables of the user's shell must not change what is measured.
  const { NODE_OPTIONS: _options, PORT: _port, HOST: _host, ...rest } = process.env
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('ORGMOCK_')))
  const env = { ...others, ORGMOCK_ADMIN_OPEN: 'true' }
  const spawnedAt = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const url = await listeningUrl(child, args)
  return {
    url,
    port: Number(new URL(url).port),
    spawnedAt,
    residentBytes: () => statusBytes(child.pid, 'VmRSS'),
    /** Of all threads since the start. */
    processorMs: () => processorTicks(child.pid) * tickMs,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function listeningUrl(child, args) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`no server was listening after ${startLimitMs} ms: ${args.join(' ')}`))
    }, startLimitMs)
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const url = /listening on (\S+)\n/.exec(text)?.[1]
      if (url === undefined) return
      clearTimeout(limit)
      resolve(url)
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(limit)
      reject(new Error(`the server ended with code ${code} before it listened: ${args.join(' ')}`))
    })
  })
}

function statusBytes(pid, name) {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1]) * 1024
}

function processorTicks(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // Fields 14 and 15 (proc(5)); the name in field 2 may hold spaces, but ends with the last parenthesis.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
