import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { argument, call, list } from '../options/index.ts'
import { adminToken } from './admin-token.ts'
import { origin } from './origin.ts'

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants

/** An admin token that a server on this machine keeps in a file, and where to send it. */
export interface KeptToken {
  readonly token: string
  readonly origin: string
}

/**
 * Keeps the admin token of a server that listens at these origins in a file of mode 0600 for each, named after its port and address, in a
 * folder that only this user can open. Gives a function that removes them, which also runs when the process exits. Where no folder can be
 * written, nothing is kept.
 */
export const keepAdminToken = call(
  'keepAdminToken',
  [argument('token', adminToken), argument('origins', list(origin))],
  keep,
)

function keep(token: string, origins: readonly string[]): () => void {
  const names = origins.map((origin) => fileName(new URL(origin)))
  const folder = folders().find((candidate) => isWritten(candidate, names, token))

  function remove(): void {
    process.off('exit', remove)
    if (folder === undefined) return
    for (const name of names) if (read(folder, name) === token) rmSync(path.join(folder, name), { force: true })
    try {
      rmdirSync(folder)
    } catch {
      // Another server keeps its token there.
    }
  }

  process.once('exit', remove)
  return remove
}

/**
 * The token that a server keeps for this origin; undefined without one. It is sent to the very address at which the server listens, and
 * only on this machine: behind another address, or another name, another user's program may listen on the same port.
 */
export const keptAdminToken = call('keptAdminToken', [argument('origin', origin)], kept)

function kept(origin: string): KeptToken | undefined {
  const url = new URL(origin)
  for (const [address, reached] of addressesOf(url.hostname)) {
    const name = fileName(new URL(`${url.protocol}//${address}:${portOf(url)}`))
    for (const folder of folders()) {
      const token = isOwn(folder) ? read(folder, name) : undefined
      if (token === undefined) continue
      // Over https the certificate proves which server answers.
      return { token, origin: url.protocol === 'https:' ? url.origin : `http://${reached}:${portOf(url)}` }
    }
  }
  return undefined
}

/** The HTTP origins of the servers on this machine that keep a token; some may have been killed since. */
export function keptOrigins(): string[] {
  const names = folders().flatMap((folder) => (isOwn(folder) ? readdirSync(folder) : []))
  return names.flatMap((name) => {
    const [, port, host = ''] = /^(\d{1,5})-([\w.-]+)\.token$/.exec(name) ?? []
    const origin = `http://${host.includes('_') ? `[${host.replaceAll('_', ':')}]` : host}:${port}`
    return !name.endsWith(httpsEnd) && URL.canParse(origin) ? [origin] : []
  })
}

/** Addresses that a server may listen at to be reached under this name, the narrowest first, each with where it is reached. */
function addressesOf(hostname: string): [address: string, reached: string][] {
  const everywhere: [string, string][] = [
    ['0.0.0.0', hostname === 'localhost' ? '127.0.0.1' : hostname],
    ['[::]', hostname === 'localhost' ? '[::1]' : hostname],
  ]
  if (hostname === 'localhost') {
    return [...['localhost', '127.0.0.1', '[::1]'].map((one): [string, string] => [one, one]), ...everywhere]
  }
  return hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname) ? [[hostname, hostname], ...everywhere] : []
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80')
}

const httpsEnd = '.https.token'

function fileName(url: URL): string {
  const host = url.hostname.replaceAll(/[[\]]/g, '').replaceAll(':', '_')
  return `${portOf(url)}-${host}${url.protocol === 'https:' ? httpsEnd : '.token'}`
}

/** Folders that only this user can open, the best first. */
function folders(): string[] {
  const runtime = process.env['XDG_RUNTIME_DIR'] ?? ''
  const name = ['orgmock', ...(process.getuid === undefined ? [] : [process.getuid()])].join('-')
  return [...(path.isAbsolute(runtime) ? [runtime] : []), tmpdir()].map((folder) => path.join(folder, name))
}

/** In a shared temporary folder another user may have made the folder, or a symbolic link in its place. */
function isOwn(folder: string): boolean {
  try {
    const found = lstatSync(folder)
    if (!found.isDirectory()) return false
    return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o077) === 0)
  } catch {
    return false
  }
}

function isWritten(folder: string, names: readonly string[], token: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch {
    // It exists already, or it cannot be made: the next line finds out which.
  }
  if (!isOwn(folder)) return false
  try {
    for (const name of names) {
      const file = path.join(folder, name)
      // Left behind by a server that was killed.
      rmSync(file, { force: true })
      const descriptor = openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
      try {
        writeSync(descriptor, `${token}\n`)
      } finally {
        closeSync(descriptor)
      }
    }
    return true
  } catch {
    return false
  }
}

function read(folder: string, name: string): string | undefined {
  try {
    return readFileSync(path.join(folder, name), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
