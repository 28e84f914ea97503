import { adminTokenVariable, type ProviderSettings, readAdminToken, SetupError } from '../compose/index.ts'
import { type ConfigFile, readConfigFile, SettingsError, type Settled, settings, settle } from '../config/index.ts'
import { OptionError } from '../options/index.ts'

export type Flags = Readonly<Record<string, string | boolean | undefined>>

/** The settings of a server, and the file that some of them came from. */
export interface ServeSettings extends Settled {
  readonly file: ConfigFile | undefined
  readonly providers: Readonly<Record<string, ProviderSettings>>
  readonly hosts: Readonly<Record<string, string>>
}

/** Flags, variables and orgmock.yaml. Throws SettingsError. */
export async function settingsFrom(flags: Flags): Promise<ServeSettings> {
  const named = flags['config']
  const file = await readConfigFile(typeof named === 'string' ? named : undefined, process.env)
  return {
    ...settle(flags, process.env, file),
    file,
    // The server checks these: it knows what its providers can do.
    providers: (file?.providers ?? {}) as Readonly<Record<string, ProviderSettings>>,
    hosts: file?.hosts ?? {},
  }
}

export interface AdminToken {
  readonly token: string
  /** Where the token came from, in the form of the origins of settings. */
  readonly from: string
}

/**
 * The admin token that was given; undefined without the admin API. The variable wins over orgmock.yaml. Throws SetupError BAD_OPTION and
 * BAD_FILE.
 */
export function adminTokenOf({
  settings: { admin, adminTokenFile },
  origins,
  file,
}: ServeSettings): AdminToken | undefined {
  if (!admin) return undefined
  const isFromFile = adminTokenFile !== undefined && origins.adminTokenFile === file?.originOf('adminTokenFile')
  const isSaid = (process.env[adminTokenVariable] ?? '') !== ''
  const token = readAdminToken(process.env, isFromFile && isSaid ? undefined : adminTokenFile)
  return token === undefined ? undefined : { token, from: isSaid ? adminTokenVariable : origins.adminTokenFile }
}

/** An error about a setting, with the flag, variable or line where the user wrote it; any other error unchanged. */
export function inUsersWords(error: unknown, { file, origins }: ServeSettings): unknown {
  if (error instanceof OptionError) {
    const place = file === undefined ? '' : `${file.place(error.at)}: `
    return new SettingsError(place + error.sentence('the file'))
  }
  if (error instanceof SetupError && error.code === 'UNKNOWN_PROVIDER') {
    const { flag } = settings.only
    return new SettingsError(`${origins.only === 'default' ? flag : origins.only}: ${error.message}`)
  }
  return error
}
