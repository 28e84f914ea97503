import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, vi } from 'vitest'
import { run } from '../../src/cli/program.ts'

/** The built command line, as a user runs it. */
export const mainFile = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

// A temporary folder for each file of tests: commands find servers by the tokens that are kept there, and must not find those of others.
const shared = process.env['TMPDIR']
const own = mkdtempSync(path.join(tmpdir(), 'orgmock-file-'))
process.env['TMPDIR'] = own
afterAll(() => {
  if (shared === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = shared
  // Tools on Node 22 and newer keep their compiled code there.
  rmSync(path.join(own, 'node-compile-cache'), { recursive: true, force: true })
  try {
    rmdirSync(own)
  } catch {
    // What a test left behind stays, so that the run fails.
  }
})

export interface Outcome {
  /** null when a signal ended the process. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>
export type Environment = Readonly<Record<string, string>>

/** Runs `orgmock` to its end; the environment is what is given here and nothing of ours but PATH and the temporary folder. */
export function orgmock(args: readonly string[], environment: Environment = {}): Promise<Outcome> {
  const child = start(args, environment, [])
  child.stdin.end()
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  // A server that should not have started is ended, and the test sees a null where it expects a code.
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(late)
      resolve({ code, stdout, stderr })
    })
  })
}

/** As `orgmock`, but in this process and from the sources: for long tables. Never for a command that should stay. */
export async function orgmockHere(args: readonly string[], environment: Environment = {}): Promise<Outcome> {
  for (const name of Object.keys(process.env)) {
    if (/^(HOST|PORT|XDG_RUNTIME_DIR|ORGMOCK_.*)$/.test(name)) vi.stubEnv(name, undefined)
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const written = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream] += chunk
      return true
    }),
  )
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 25_000).unref())
  try {
    return { code: await Promise.race([run(args), late]), ...written }
  } finally {
    for (const spy of spies) spy.mockRestore()
    vi.unstubAllEnvs()
  }
}

/** One `orgmock serve` that listens. */
export interface Serving {
  /** Of the HTTP listener, from its line on stdout. */
  readonly url: string
  /** Of the HTTPS listener, when there is one. */
  readonly tlsUrl: string | undefined
  readonly stdout: () => string
  readonly stderr: () => string
  /** The header that opens the admin API, when the server has made a token. */
  readonly admin: () => Readonly<Record<string, string>>
  /** Everything on stderr, line by line, as JSON. */
  readonly logs: () => Record<string, unknown>[]
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null; elapsedMs: number }>
}

export interface ServeOptions {
  readonly environment?: Environment
  /** Arguments of node itself. */
  readonly nodeArguments?: readonly string[]
  /** How many lines on stdout say that it listens. Default 1. */
  readonly listeners?: number
}

const running = new Set<Child>()

/** Starts `orgmock serve` on a free port, unless the arguments choose one, and waits until it listens. */
export function serve(
  args: readonly string[] = [],
  { environment = {}, nodeArguments = [], listeners = 1 }: ServeOptions = {},
): Promise<Serving> {
  const child = start(['serve', ...args], { PORT: '0', ORGMOCK_TLS_PORT: '0', ...environment }, nodeArguments)
  running.add(child)
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child)
      resolve({ code, signal })
    })
  })

  async function stop(signal: NodeJS.Signals = 'SIGTERM') {
    const from = performance.now()
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 2500)
    const end = await ended
    clearTimeout(late)
    return { ...end, elapsedMs: performance.now() - from }
  }

  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`orgmock serve says nothing: ${stdout}${stderr}`))
    }, 15_000)
    child.on('error', reject)
    void ended.then(({ code }) => {
      clearTimeout(late)
      reject(new Error(`orgmock serve ended with ${code}: ${stderr}`))
    })
    child.stdout.on('data', (chunk) => {
      stdout += chunk
      const urls = [...stdout.matchAll(/^orgmock listening on (\S+)\n/gm)].map(([, url]) => url ?? '')
      if (urls.length < listeners) return
      clearTimeout(late)
      resolve({
        url: urls.find((url) => url.startsWith('http://')) ?? '',
        tlsUrl: urls.find((url) => url.startsWith('https://')),
        stdout: () => stdout,
        stderr: () => stderr,
        admin() {
          const token = /^orgmock admin token: (\S+)$/m.exec(stdout)?.[1]
          return token === undefined ? {} : { Authorization: `Bearer ${token}` }
        },
        logs: () =>
          stderr
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as Record<string, unknown>),
        stop,
      })
    })
  })
}

/** For afterEach: no process outlives its test, and none is killed before it could remove its files, unless it does not end. */
export async function endAll(): Promise<void> {
  const ends = [...running].map((child) => {
    const late = setTimeout(() => child.kill('SIGKILL'), 2500)
    child.kill('SIGTERM')
    return new Promise((resolve) => child.once('close', resolve)).finally(() => clearTimeout(late))
  })
  await Promise.all(ends)
}

function start(args: readonly string[], environment: Environment, nodeArguments: readonly string[]): Child {
  return spawn(process.execPath, [...nodeArguments, mainFile, ...args], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: tmpdir(), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}
