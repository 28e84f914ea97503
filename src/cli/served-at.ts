import net from 'node:net'
import { type KeptToken, keptAdminToken, keptOrigins, readAdminToken, SetupError } from '../compose/index.ts'
import { adminTokenOf, type Flags, settingsFrom } from './settled.ts'

/** Flags that the commands about a server share. */
export interface ServedFlags {
  readonly url?: string
  readonly config?: string
  readonly edition?: string
  readonly providers?: string
}

export interface Served {
  readonly origin: string
  readonly seed: number
  readonly providerDirectories: readonly string[]
}

/**
 * The server at `--url`, otherwise the server that `serve` would start with these flags. If the address is the default and no server keeps
 * a token there, the only server on this machine that keeps one. Throws SettingsError, SetupError BAD_URL.
 */
export async function servedAt({ url, ...flags }: ServedFlags): Promise<Served> {
  const { settings, origins } = await settingsFrom(ofServe(flags))
  const { host, port, seed, providerDirectories } = settings
  const local = localOrigin(host, port)
  const isDefault =
    origins.port === 'default' && (origins.host === 'default' || origins.host === 'ORGMOCK_DEFAULT_HOST')
  const found = url !== undefined ? checkedOrigin(url) : isDefault ? await running(local) : local
  return { origin: found, seed, providerDirectories }
}

/** Throws SetupError BAD_URL where there are several. */
async function running(local: string): Promise<string> {
  if (keptAdminToken(local) !== undefined) return local
  const origins = keptOrigins().map((kept) =>
    localOrigin(new URL(kept).hostname.replaceAll(/[[\]]/g, ''), portOf(kept)),
  )
  const open = await Promise.all(origins.map(isOpen))
  const [first = local, ...others] = origins.filter((_, place) => open[place])
  if (others.length === 0) return first
  throw new SetupError('BAD_URL', `several servers run here: name one with --url: ${[first, ...others].join(', ')}`)
}

function portOf(origin: string): number {
  const { port, protocol } = new URL(origin)
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

/** Longest wait for a connection to this machine. */
const connectMs = 1_000

/** Whether anything listens at an origin: a server that was killed leaves its token behind. */
export async function isOpen(origin: string): Promise<boolean> {
  const host = new URL(origin).hostname.replaceAll(/[[\]]/g, '')
  const socket = net.connect({ host, port: portOf(origin), timeout: connectMs })
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      for (const event of ['error', 'timeout']) socket.once(event, () => resolve(false))
    })
  } finally {
    socket.destroy()
  }
}

/** The directories with the user's own providers. Throws SettingsError. */
export async function directoriesTold(flags: ServedFlags): Promise<readonly string[]> {
  return (await settled(flags)).providerDirectories
}

/** The settings of checks in orgmock.yaml, the edition if one is given, and the directories with the user's own providers. Throws SettingsError. */
export async function checkTold(flags: ServedFlags) {
  const { settings, origins, file } = await settingsFrom(ofServe(flags))
  const { providerDirectories, edition } = settings
  return { providerDirectories, ...(origins.edition === 'default' ? {} : { edition }), ...file?.check }
}

/** The address of a server's admin API, and the token for it. */
export type AdminAt = Partial<KeptToken> & Pick<KeptToken, 'origin'>

/**
 * The token that was given, or the one that a server on this machine made and keeps. A token file in orgmock.yaml belongs to the server
 * that `serve` would start here, so it is not sent to another `--url`. Throws SettingsError, SetupError BAD_OPTION and BAD_FILE.
 */
export async function adminAt({ url, ...flags }: ServedFlags, origin: string): Promise<AdminAt> {
  const token =
    url === undefined ? adminTokenOf(await settingsFrom(ofServe(flags)))?.token : readAdminToken(process.env)
  return token === undefined ? (keptAdminToken(origin) ?? { origin }) : { token, origin }
}

async function settled(flags: ServedFlags) {
  return (await settingsFrom(ofServe(flags))).settings
}

/** Only the flags that `serve` has too. */
function ofServe({ config, edition, providers }: ServedFlags): Flags {
  return { config, edition, providers }
}

/** A server that listens on every address is reached on loopback. */
function localOrigin(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

function checkedOrigin(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  // A path after the origin would be dropped silently.
  const isOrigin = parsed !== undefined && parsed.href === `${parsed.origin}/`
  if (!isOrigin || !/^https?:$/.test(parsed.protocol)) {
    throw new SetupError(
      'BAD_URL',
      `--url must be an origin such as http://127.0.0.1:8080, not ${JSON.stringify(text)}`,
    )
  }
  return parsed.origin
}
