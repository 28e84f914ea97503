import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import path from 'node:path'

/** 0 every server answers, 1 one does not, or there is none. */
export type HealthExitCode = 0 | 1

/** Longest wait for an answer; the image's HEALTHCHECK waits 3 s for all of this. */
const timeoutMs = 1_500

/**
 * `orgmock health`: asks the servers that this program's own user runs in this container, where they listen by what the kernel says of
 * their sockets: no flag, variable or file has to be read again, and nothing has to be written. Linux only.
 */
export async function health(): Promise<HealthExitCode> {
  const servers = processes().filter(isServer)
  if (servers.length === 0) {
    process.stderr.write('orgmock: no server of this program runs here\n')
    return 1
  }
  const answers = await Promise.all(
    servers.map(async (id) => (await Promise.all(addresses(id).map(answers200))).some(Boolean)),
  )
  if (answers.every(Boolean)) return 0
  process.stderr.write(`orgmock: a server that runs here does not answer /healthz\n`)
  return 1
}

async function answers200(address: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`http://${address}/healthz`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return ok
  } catch {
    return false
  }
}

function processes(): string[] {
  return listed('/proc').filter((name) => /^\d+$/.test(name))
}

/** Whether a process is `node FILE serve …`, where FILE is this program. */
function isServer(id: string): boolean {
  try {
    const [, file = '', ...words] = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0')
    if (!words.includes('serve')) return false
    const folder = readlinkSync(`/proc/${id}/cwd`)
    return realpathSync(path.resolve(folder, file)) === realpathSync(process.argv[1] ?? '')
  } catch {
    // It has ended, or is another user's.
    return false
  }
}

/** `ADDRESS:PORT` of every TCP socket on which a process listens. */
function addresses(id: string): string[] {
  const sockets = new Set(listed(`/proc/${id}/fd`).map((name) => linked(`/proc/${id}/fd/${name}`)))
  return ['tcp', 'tcp6'].flatMap((table) =>
    lines(`/proc/${id}/net/${table}`).flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      return state === '0A' && sockets.has(`socket:[${inode}]`) ? [reached(local)] : []
    }),
  )
}

/** Such as `0100007F:1F90`, each four bytes of the address in the machine's own order; one that means every address is the loopback. */
function reached(local: string): string {
  const [digits = '', port = ''] = local.split(':')
  const bytes = (digits.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex').reverse()])
  const isEvery = bytes.every((byte) => byte === 0)
  const groups = (Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []).join(':')
  const address = bytes.length === 4 ? (isEvery ? '127.0.0.1' : bytes.join('.')) : isEvery ? '[::1]' : `[${groups}]`
  return `${address}:${Number.parseInt(port, 16)}`
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function linked(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1)
  } catch {
    return []
  }
}
