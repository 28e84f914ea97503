import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pinned } from '../bench/machine.mjs'

const mainScript = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))
const startLimitMs = 20_000
const errorLevel = 50
const mostKept = 1_000

const running = new Set()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * The built server as a process of its own. What it logs is read line by line: lines at level error and lines that are no log are kept, and
 * lines in which one of `secrets` stands.
 * @param {{ args?: readonly string[], nodeArgs?: readonly string[], core?: number, secrets?: string[] }} options
 */
export async function startServer({ args = [], nodeArgs = [], core, secrets = [] } = {}) {
  const { NODE_OPTIONS: _options, PORT: _port, HOST: _host, ...rest } = process.env
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('ORGMOCK_')))
  const env = { ...others, ORGMOCK_ADMIN_OPEN: 'true' }
  const [command, ...more] = pinned(core, [process.execPath, ...nodeArgs, mainScript, 'serve', '--port', '0', ...args])
  const child = spawn(command, more, { stdio: ['ignore', 'pipe', 'pipe'], env })
  running.add(child)
  const server = {
    url: '',
    port: 0,
    pid: child.pid,
    /** Secrets that must not be in any line from now on. */
    secrets,
    lines: 0,
    errors: [],
    leaks: [],
    /** How the process ended, while nobody told it to. */
    death: undefined,
    residentBytes: () => residentBytes(child.pid),
    signal: (name) => child.kill(name),
    async stop() {
      running.delete(child)
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
  child.once('exit', (code, signal) => {
    if (running.delete(child)) server.death = `code ${code}, signal ${signal}`
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    server.lines += 1
    if (levelOf(line) >= errorLevel && server.errors.length < mostKept) server.errors.push(line)
    if (server.leaks.length < mostKept && server.secrets.some((secret) => holds(line, secret))) server.leaks.push(line)
  })
  server.url = await listening(child)
  server.port = Number(new URL(server.url).port)
  return server
}

/** A line that is no log, such as a warning of node's, counts as an error. */
function levelOf(line) {
  try {
    return JSON.parse(line).level ?? Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** Whether a text has a secret in it, as it is or percent-encoded in any way. */
export function holds(line, secret) {
  if (line.includes(secret)) return true
  return (
    line.includes('%') &&
    line.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))).includes(secret)
  )
}

function listening(child) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`no server was listening after ${startLimitMs} ms`))
    }, startLimitMs)
    child.once('exit', (code) => {
      clearTimeout(limit)
      reject(new Error(`the server ended with code ${code} before it listened; is dist built?`))
    })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const url = /listening on (http:\S+)\n/.exec(text)?.[1]
      if (url === undefined) return
      clearTimeout(limit)
      resolve(url)
    })
  })
}

function residentBytes(pid) {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1]) * 1024
}
