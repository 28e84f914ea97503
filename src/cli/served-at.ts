import { type KeptToken, keptAdminToken, readAdminToken, SetupError } from '../compose/index.ts'
import { adminTokenOf, type Flags, told } from './settled.ts'

/** What the commands that speak of a server share. */
export interface ServedFlags {
  readonly url?: string
  readonly config?: string
  readonly providers?: string
}

export interface Served {
  readonly origin: string
  readonly seed: number
  readonly providerDirectories: readonly string[]
}

/** The server that `serve` would start here, reached at `--url` where that is given. Throws SettingsError, SetupError BAD_URL. */
export async function servedAt({ url, ...flags }: ServedFlags): Promise<Served> {
  const { host, port, seed, providerDirectories } = await settled(flags)
  return { origin: url === undefined ? localOrigin(host, port) : checkedOrigin(url), seed, providerDirectories }
}

/** Where the files of providers of the user's own are. Throws SettingsError. */
export async function directoriesTold(flags: ServedFlags): Promise<readonly string[]> {
  return (await settled(flags)).providerDirectories
}

/** What orgmock.yaml says of checks, and where the files of providers of the user's own are. Throws SettingsError. */
export async function checkTold(flags: ServedFlags) {
  const { settings, file } = await told(ofServe(flags))
  return { providerDirectories: settings.providerDirectories, ...file?.check }
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
function ofServe({ config, providers }: ServedFlags): Flags {
  return { config, providers }
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
