import { isIP } from 'node:net'
import path from 'node:path'
import { countBounds, cursorLifetimeBounds, defaultCount, defaultSeed, seedBounds } from '../spec/index.ts'

/** What `orgmock serve` is told, by flags, environment and defaults. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly seed: number
  readonly count: number
  /** Ids of providers; empty means all. */
  readonly only: readonly string[]
  /** Directories with providers of the user's own. */
  readonly providerDirectories: readonly string[]
  /** Seconds; undefined is for ever. */
  readonly cursorLifetime: number | undefined
  readonly journal: JournalSetting
  readonly admin: boolean
  /** Whether clients on this machine need no token. */
  readonly adminOpen: boolean
  readonly adminTokenFile: string | undefined
  readonly logLevel: LogLevel
  readonly tls: boolean
  readonly tlsPort: number
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
  /** Names and IP addresses. */
  readonly tlsNames: readonly string[]
  readonly tlsCaOut: string | undefined
}

/** Whether there is a journal; names of headers and query parameters whose values it shows. */
export type JournalSetting =
  | boolean
  | { readonly keep?: { readonly headers?: readonly string[]; readonly query?: readonly string[] } }

/** A DNS name, its first label perhaps a wildcard. */
const hostName = /^(\*\.)?\w([\w-]*\w)?(\.\w([\w-]*\w)?)*$/

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
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
  /** The flag may be given again; each adds to the list, as the path delimiter does. */
  readonly isRepeatable?: boolean
  readonly fallback: T
  /** The value, or undefined when the text is none. */
  readonly read: (text: string) => T | undefined
  /** Completes "must be …". */
  readonly accepts: string
  /** What orgmock.yaml may hold under the setting's name. */
  readonly schema: Readonly<Record<string, unknown>>
}

const truth: Pick<Setting<boolean>, 'read' | 'accepts' | 'schema'> = {
  read: (text) => ({ true: true, '1': true, false: false, '0': false })[text],
  accepts: 'true or false',
  schema: { type: 'boolean' },
}

const fileName = {
  placeholder: 'FILE',
  fallback: undefined,
  read: (text: string) => text || undefined,
  schema: { type: 'string', minLength: 1 },
}

/** The parts of a list, unless one of them is none. */
function partsOf(parts: readonly string[], isPart = (part: string) => part !== ''): readonly string[] | undefined {
  return parts.every(isPart) ? parts : undefined
}
const names = { type: 'array', items: { type: 'string', minLength: 1 } }

export const settings: { readonly [Name in keyof Settings]: Setting<Settings[Name]> } = {
  host: {
    flag: '--host',
    variable: 'HOST',
    placeholder: 'ADDRESS',
    description: 'address to listen on',
    fallback: '127.0.0.1',
    read: (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
    accepts: 'an IP address or a host name',
    schema: { type: 'string', pattern: '^[\\w.:-]+$' },
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
    fallback: defaultSeed,
    ...wholeNumber(...seedBounds),
  },
  count: {
    flag: '--count',
    variable: 'ORGMOCK_COUNT',
    placeholder: 'NUMBER',
    description: 'organizations of each provider',
    fallback: defaultCount,
    ...wholeNumber(...countBounds),
  },
  only: {
    flag: '--only',
    variable: 'ORGMOCK_ONLY',
    placeholder: 'ID[,ID…]',
    description: 'serve these providers only; a single one also answers at the root',
    fallback: [],
    // Which ids there are is known to those who look for their files.
    read: (text) => partsOf(text.split(',').map((id) => id.trim())),
    accepts: 'provider ids separated by commas, such as cloudflare,cradl',
    schema: { type: 'array', items: { type: 'string', minLength: 1 } },
  },
  providerDirectories: {
    flag: '--providers',
    variable: 'ORGMOCK_PROVIDERS',
    placeholder: `DIR[${path.delimiter}DIR…]`,
    description: 'directories with providers of your own (specs/, mocks/, contracts/); may be given again',
    isRepeatable: true,
    fallback: [],
    // Whether they are there is known to those who look for their files.
    read: (text) => partsOf(text.split(path.delimiter)),
    accepts: `directories separated by ${path.delimiter}`,
    schema: { type: 'array', items: { type: 'string', minLength: 1 } },
  },
  cursorLifetime: {
    flag: '--cursor-lifetime',
    variable: 'ORGMOCK_CURSOR_LIFETIME',
    placeholder: 'SECONDS',
    description: 'how long a cursor is good; for ever without it',
    fallback: undefined,
    ...wholeNumber(...cursorLifetimeBounds),
  },
  journal: {
    flag: '--no-journal',
    variable: 'ORGMOCK_JOURNAL',
    description: 'keep no journal of requests',
    fallback: true,
    ...truth,
    accepts: 'true, false or the names that it keeps',
    schema: {
      type: ['boolean', 'object'],
      properties: {
        keep: {
          type: 'object',
          description: 'Headers and query parameters whose values are shown in the journal and the log, by name.',
          properties: { headers: names, query: names },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  },
  admin: {
    flag: '--no-admin',
    variable: 'ORGMOCK_ADMIN',
    description: 'serve neither /__admin nor /metrics',
    fallback: true,
    ...truth,
  },
  adminOpen: {
    flag: '--admin-open',
    variable: 'ORGMOCK_ADMIN_OPEN',
    description: 'serve /__admin and /metrics without a token to clients on this machine; not behind a proxy',
    fallback: false,
    ...truth,
  },
  adminTokenFile: {
    flag: '--admin-token-file',
    variable: 'ORGMOCK_ADMIN_TOKEN_FILE',
    description: 'holds the bearer token of the admin API; ORGMOCK_ADMIN_TOKEN is the token itself',
    accepts: 'a file',
    ...fileName,
  },
  logLevel: {
    flag: '--log-level',
    variable: 'ORGMOCK_LOG_LEVEL',
    placeholder: 'LEVEL',
    description: `NDJSON on stderr: ${logLevels.join(', ')}`,
    fallback: 'info',
    read: (text) => logLevels.find((level) => level === text),
    accepts: `one of ${logLevels.join(', ')}`,
    schema: { type: 'string', enum: logLevels },
  },
  tls: {
    flag: '--tls',
    variable: 'ORGMOCK_TLS',
    description: 'add an HTTPS listener, with a certificate made at start',
    fallback: false,
    ...truth,
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
    description: 'PEM certificate of your own for the HTTPS listener',
    accepts: 'a PEM file',
    ...fileName,
  },
  tlsKey: {
    flag: '--tls-key',
    variable: 'ORGMOCK_TLS_KEY',
    description: 'PEM private key that belongs to --tls-cert',
    accepts: 'a PEM file',
    ...fileName,
  },
  tlsNames: {
    flag: '--tls-names',
    variable: 'ORGMOCK_TLS_NAMES',
    placeholder: 'NAME[,NAME…]',
    description: 'further host names and addresses of the certificate made at start',
    fallback: [],
    read: (text) =>
      partsOf(
        text.split(',').map((name) => name.trim()),
        (name) => hostName.test(name) || isIP(name) !== 0,
      ),
    accepts: 'host names or IP addresses separated by commas, such as orgmock,192.0.2.1',
    schema: {
      type: 'array',
      items: { type: 'string', pattern: `${hostName.source}|^[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$` },
    },
  },
  tlsCaOut: {
    flag: '--tls-ca-out',
    variable: 'ORGMOCK_TLS_CA_OUT',
    description: 'write the CA certificate that clients must trust, before listening; implies --tls',
    accepts: 'a file name',
    ...fileName,
  },
}

function wholeNumber(minimum: number, maximum: number): Pick<Setting<number>, 'read' | 'accepts' | 'schema'> {
  return {
    read(text) {
      const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
      return value >= minimum && value <= maximum ? value : undefined
    },
    accepts: `a whole number from ${minimum} to ${maximum}`,
    schema: { type: 'integer', minimum, maximum },
  }
}
