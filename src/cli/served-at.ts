import { type KeptToken, keptAdminToken, readAdminToken, SetupError } from '../compose/index.ts'
import { adminTokenOf, type Flags, settingsFrom } from './settled.ts'

/** Flags that the commands about a server share. */
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

/** The server that `serve` would start with these flags; `--url` replaces its address. Throws SettingsError, SetupError BAD_URL. */
export async function servedAt({ url, ...flags }: ServedFlags): Promise<Served> {
  const { host, port, seed, providerDirectories } = await settled(flags)
  return { origin: url === undefined ? localOrigin(host, port) : checkedOrigin(url), seed, providerDirectories }
}

/** The directories with the user's own providers. Throws SettingsError. */
export async function directoriesTold(flags: ServedFlags): Promise<readonly string[]> {
  return (await settled(flags)).providerDirectories
}

/** The settings of checks in orgmock.yaml, and the directories with the user's own providers. Throws SettingsError. */
export async function checkTold(flags: ServedFlags) {
  const { settings, file } = await settingsFrom(ofServe(flags))
  return { providerDirectories: settings.providerDirectories, ...file?.check }
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
function ofServe({ config, providers }: ServedFlags): Flags {
  return { config, providers }
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
