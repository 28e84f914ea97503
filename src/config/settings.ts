import { isIP } from 'node:net'

/** What `orgmock serve` is told, by flags, environment and defaults. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly seed: number
  readonly count: number
  /** Ids of providers; empty means all. */
  readonly only: readonly string[]
  readonly logLevel: LogLevel
  readonly tls: boolean
  readonly tlsPort: number
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
  /** Names and IP addresses. */
  readonly tlsNames: readonly string[]
  readonly tlsCaOut: string | undefined
}

/** A DNS name, its first label perhaps a wildcard. */
const hostName = /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof logLevels)[number]

/** A flag or a variable has a value that it does not accept. The message names it and what it accepts. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SettingsError'
  }
}

/** One setting: its flag, its variable, its default, and how its text is read. */
export interface Setting<T> {
  readonly flag: string
  readonly variable: string
  /** Placeholder of the value in help texts; a switch has none. */
  readonly placeholder?: string
  readonly description: string
  readonly fallback: T
  /** The value, or undefined when the text is none. */
  readonly read: (text: string) => T | undefined
  /** Completes "must be …". */
  readonly accepts: string
}

export const settings: { readonly [Name in keyof Settings]: Setting<Settings[Name]> } = {
  host: {
    flag: '--host',
    variable: 'HOST',
    placeholder: 'ADDRESS',
    description: 'address to listen on',
    fallback: '127.0.0.1',
    read: (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
    accepts: 'an IP address or a host name',
  },
  port: {
    flag: '--port',
    variable: 'PORT',
    placeholder: 'NUMBER',
    description: 'HTTP port, 0 chooses a free one',
    fallback: 8080,
    ...wholeNumber(0, 65_535),
  },
  seed: {
    flag: '--seed',
    variable: 'ORGMOCK_SEED',
    placeholder: 'NUMBER',
    description: 'the same seed gives the same data everywhere',
    fallback: 1,
    ...wholeNumber(0, 0xffff_ffff),
  },
  count: {
    flag: '--count',
    variable: 'ORGMOCK_COUNT',
    placeholder: 'NUMBER',
    description: 'organizations of each provider',
    fallback: 127,
    ...wholeNumber(0, 10_000_000),
  },
  only: {
    flag: '--only',
    variable: 'ORGMOCK_ONLY',
    placeholder: 'ID[,ID…]',
    description: 'serve these providers only; a single one also answers at the root',
    fallback: [],
    read: (text) => {
      const ids = text.split(',').map((id) => id.trim())
      // Which ids there are is known to those who look for their files.
      return ids.every((id) => id !== '') ? ids : undefined
    },
    accepts: 'provider ids separated by commas, such as cloudflare,cradl',
  },
  logLevel: {
    flag: '--log-level',
    variable: 'ORGMOCK_LOG_LEVEL',
    placeholder: 'LEVEL',
    description: `NDJSON on stderr: ${logLevels.join(', ')}`,
    fallback: 'info',
    read: (text) => logLevels.find((level) => level === text),
    accepts: `one of ${logLevels.join(', ')}`,
  },
  tls: {
    flag: '--tls',
    variable: 'ORGMOCK_TLS',
    description: 'add an HTTPS listener, with a certificate made at start',
    fallback: false,
    read: (text) => ({ true: true, '1': true, false: false, '0': false })[text],
    accepts: 'true or false',
  },
  tlsPort: {
    flag: '--tls-port',
    variable: 'ORGMOCK_TLS_PORT',
    placeholder: 'NUMBER',
    description: 'HTTPS port, 0 chooses a free one',
    fallback: 8443,
    ...wholeNumber(0, 65_535),
  },
  tlsCert: {
    flag: '--tls-cert',
    variable: 'ORGMOCK_TLS_CERT',
    placeholder: 'FILE',
    description: 'PEM certificate of your own for the HTTPS listener',
    fallback: undefined,
    read: (text) => text || undefined,
    accepts: 'a PEM file',
  },
  tlsKey: {
    flag: '--tls-key',
    variable: 'ORGMOCK_TLS_KEY',
    placeholder: 'FILE',
    description: 'PEM private key that belongs to --tls-cert',
    fallback: undefined,
    read: (text) => text || undefined,
    accepts: 'a PEM file',
  },
  tlsNames: {
    flag: '--tls-names',
    variable: 'ORGMOCK_TLS_NAMES',
    placeholder: 'NAME[,NAME…]',
    description: 'further host names and addresses of the certificate made at start',
    fallback: [],
    read(text) {
      const names = text.split(',').map((name) => name.trim())
      return names.every((name) => hostName.test(name) || isIP(name) !== 0) ? names : undefined
    },
    accepts: 'host names or IP addresses separated by commas, such as orgmock,192.0.2.1',
  },
  tlsCaOut: {
    flag: '--tls-ca-out',
    variable: 'ORGMOCK_TLS_CA_OUT',
    placeholder: 'FILE',
    description: 'write the CA certificate that clients must trust, before listening; implies --tls',
    fallback: undefined,
    read: (text) => text || undefined,
    accepts: 'a file name',
  },
}

/**
 * Settles every setting: a flag wins over its variable, the variable over the default. An empty variable counts as not set.
 * Throws SettingsError.
 */
export function readSettings(
  flags: Readonly<Record<string, string | boolean | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const read = <T>(name: string, setting: Setting<T>): T => {
    const flag = flags[name]
    const variable = environment[setting.variable]
    if (flag !== undefined) return parse(setting, setting.flag, String(flag))
    if (variable !== undefined && variable !== '') return parse(setting, setting.variable, variable)
    return setting.fallback
  }
  const result: Settings = {
    host: read('host', settings.host),
    port: read('port', settings.port),
    seed: read('seed', settings.seed),
    count: read('count', settings.count),
    only: read('only', settings.only),
    logLevel: read('logLevel', settings.logLevel),
    tls: read('tls', settings.tls),
    tlsPort: read('tlsPort', settings.tlsPort),
    tlsCert: read('tlsCert', settings.tlsCert),
    tlsKey: read('tlsKey', settings.tlsKey),
    tlsNames: read('tlsNames', settings.tlsNames),
    tlsCaOut: read('tlsCaOut', settings.tlsCaOut),
  }
  if ((result.tlsCert === undefined) !== (result.tlsKey === undefined)) {
    throw new SettingsError('--tls-cert and --tls-key belong together: give both or neither')
  }
  if (result.tlsCert !== undefined && result.tlsNames.length > 0) {
    throw new SettingsError('--tls-names is for the certificate made at start: leave it out, or --tls-cert')
  }
  return result
}

function parse<T>({ read, accepts }: Setting<T>, name: string, text: string): T {
  const value = read(text)
  if (value === undefined) throw new SettingsError(`${name} must be ${accepts}, not ${JSON.stringify(text)}`)
  return value
}

function wholeNumber(
  minimum: number,
  maximum: number,
): { read: (text: string) => number | undefined; accepts: string } {
  return {
    read(text) {
      const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
      return value >= minimum && value <= maximum ? value : undefined
    },
    accepts: `a whole number from ${minimum} to ${maximum}`,
  }
}
