import net from 'node:net'
import { type KeptToken, keptAdminToken, keptOrigins, readAdminToken, SetupError } from '../compose/index.ts'
import { adminTokenOf, type Flags, told } from './settled.ts'

/** What the commands that speak of a server share. */
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
 * The server at `--url`; without it the one that `serve` would start here. Where nothing says another place than the default, and no
 * server keeps a token there, it is the one server on this machine that does. Throws SettingsError, SetupError BAD_URL.
 */
export async function servedAt({ url, ...flags }: ServedFlags): Promise<Served> {
  const { settings, origins } = await told(ofServe(flags))
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

/** Where the files of providers of the user's own are. Throws SettingsError. */
export async function directoriesTold(flags: ServedFlags): Promise<readonly string[]> {
  return (await settled(flags)).providerDirectories
}

/** What orgmock.yaml says of checks, the edition where one is given, and where the files of a user's own providers are. Throws SettingsError. */
export async function checkTold(flags: ServedFlags) {
  const { settings, origins, file } = await told(ofServe(flags))
  const { providerDirectories, edition } = settings
  return { providerDirectories, ...(origins.edition === 'default' ? {} : { edition }), ...file?.check }
}

/** Where the admin API of a server is asked, and with which token. */
export type AdminAt = Partial<KeptToken> & Pick<KeptToken, 'origin'>

/**
 * The token that was given, or the one that a server on this machine made and keeps. A file that orgmock.yaml names is the token of the
 * server here, and of none at another `--url`. Throws SettingsError, SetupError BAD_OPTION and BAD_FILE.
 */
export async function adminAt({ url, ...flags }: ServedFlags, origin: string): Promise<AdminAt> {
  const token = url === undefined ? adminTokenOf(await told(ofServe(flags)))?.token : readAdminToken(process.env)
  return token === undefined ? (keptAdminToken(origin) ?? { origin }) : { token, origin }
}

async function settled(flags: ServedFlags) {
  return (await told(ofServe(flags))).settings
}

/** Of the flags only those that `serve` has too. */
function ofServe({ config, edition, providers }: ServedFlags): Flags {
  return { config, edition, providers }
}

/** An address that listens everywhere is reached on the loopback. */
function localOrigin(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

function checkedOrigin(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  // What stands behind an origin would get lost without a word.
  const isOrigin = parsed !== undefined && parsed.href === `${parsed.origin}/`
  if (!isOrigin || !/^https?:$/.test(parsed.protocol)) {
    throw new SetupError(
      'BAD_URL',
      `--url must be an origin such as http://127.0.0.1:8080, not ${JSON.stringify(text)}`,
    )
  }
  return parsed.origin
}
