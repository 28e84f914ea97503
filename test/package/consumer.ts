import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** An empty project that has the package installed from its tarball, as a stranger gets it. */
export interface Consumer {
  readonly directory: string
  readonly tarball: string
  /** What the tarball holds, paths as they stand under the package. */
  readonly files: readonly string[]
  readonly tarballBytes: number
  read(name: string): Promise<string>
  write(name: string, text: string): Promise<void>
  /** Installs packages from the registry beside ours. */
  install(...names: readonly string[]): Promise<void>
  /** Runs node on a file of the project. */
  node(...args: readonly string[]): Promise<Ran>
  remove(): Promise<void>
}

/** Packs what dist/ holds now and installs it. The build is not run again: other tests read dist/ at the same time. */
export async function installedConsumer(): Promise<Consumer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-consumer-'))
  const packed = await npm(root, ['pack', '--ignore-scripts', '--json', '--pack-destination', directory])
  const [made] = Object.values(JSON.parse(packed.stdout) as Record<string, Packed>)
  if (made === undefined) throw new Error(`npm pack says nothing: ${packed.stderr}`)
  const tarball = path.join(directory, made.filename)
  await writeFile(path.join(directory, 'package.json'), '{ "name": "consumer", "private": true }\n')
  const install = async (...names: readonly string[]) => {
    await npm(directory, ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...names])
  }
  await install(tarball)
  return {
    install,
    read: (name) => readFile(path.join(directory, name), 'utf8'),
    directory,
    tarball,
    files: made.files.map((file) => file.path),
    tarballBytes: made.size,
    async write(name, text) {
      const file = path.join(directory, name)
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, text)
    },
    node: (...args) => run(process.execPath, args, directory),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** The program of an installed development dependency, by the name of its package. */
export async function programOf(name: string): Promise<string> {
  const manifest = path.join(root, 'node_modules', name, 'package.json')
  const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as { bin: string | Record<string, string> }
  const [file] = typeof bin === 'string' ? [bin] : Object.values(bin)
  return path.join(path.dirname(manifest), file ?? '')
}

/** The compiler that checks this project. */
export const compiler: string = (() => {
  const manifest = require.resolve('typescript/package.json')
  return path.join(path.dirname(manifest), (require(manifest) as { bin: { tsc: string } }).bin.tsc)
})()

interface Packed {
  readonly filename: string
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

async function npm(directory: string, args: readonly string[]): Promise<Ran> {
  // npm is a script of its own on every platform; the variable is set where npm runs the tests.
  const script = process.env['npm_execpath']
  const ran =
    script === undefined ? await run('npm', args, directory) : await run(process.execPath, [script, ...args], directory)
  if (ran.code !== 0) throw new Error(`npm ${args[0]} ended with ${ran.code}: ${ran.stderr}`)
  return ran
}

export function run(command: string, args: readonly string[], directory: string): Promise<Ran> {
  // Settings that npm hands to the scripts it runs are not the consumer's.
  const environment = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|NODE_ENV|VITEST)/.test(name))
  const child = spawn(command, args, { cwd: directory, env: Object.fromEntries(environment) })
  child.stdin.end()
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
