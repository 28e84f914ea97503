import { isIP } from 'node:net'
import path from 'node:path'
import {
  described,
  either,
  list,
  map,
  object,
  oneOf,
  options,
  type Shape,
  someText,
  text,
  truth,
  wholeNumber,
} from '../options/index.ts'
import {
  bases,
  changeSeverities,
  countBounds,
  cursorLifetimeBounds,
  defaultCount,
  defaultSeed,
  type Edition,
  editions,
  seedBounds,
} from '../spec/index.ts'

/** The settings of `orgmock serve`, from flags, environment, orgmock.yaml and defaults. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly seed: number
  readonly count: number
  readonly edition: Edition
  /** Ids of providers; empty means all. */
  readonly only: readonly string[]
  /** Directories with the user's own providers. */
  readonly providerDirectories: readonly string[]
  /** Seconds; undefined means unlimited. */
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
  /** A folder. */
  readonly tlsCaDir: string | undefined
}

/** Whether there is a journal; its bounds; names of headers and query parameters whose values it shows. */
export type JournalSetting =
  | boolean
  | {
      readonly entries?: number
      readonly entriesPerTenant?: number
      readonly bytes?: number
      readonly keep?: { readonly headers?: readonly string[]; readonly query?: readonly string[] }
    }

/** A DNS name; its first label may be a wildcard. */
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

/** One setting: its flag, its variable, its default, and what it may be. */
export interface Setting<T> {
  readonly flag: string
  readonly variable: string
  /** The variable with which an image sets its own default: flag, variable and orgmock.yaml win over it. */
  readonly defaultVariable?: string
  /** Placeholder of the value in help texts; undefined for a switch. */
  readonly placeholder?: string
  readonly description: string
  /** The flag may be given again; each adds to the list, as the path delimiter does. */
  readonly isRepeatable?: boolean
  readonly fallback: T
  /** The shape of the value, and how the text of a flag or a variable is read. */
  readonly shape: Shape<Exclude<T, undefined>>
  /** Completes "must be …" for a text, where the shape's own words do not. */
  readonly accepts?: string
}

const fileName = { placeholder: 'FILE', fallback: undefined }
const names = list(someText('a name'))
const most = 1_000_000_000
const port = wholeNumber(0, 65_535)

const journal: Shape<JournalSetting> = either(
  truth,
  options<Exclude<JournalSetting, boolean>>({
    entries: wholeNumber(1, most),
    entriesPerTenant: wholeNumber(1, most),
    bytes: wholeNumber(1, most),
    keep: described(
      object({ headers: names, query: names }),
      'Headers and query parameters whose values are shown in the journal and the log, by name.',
    ),
  }),
  (value) => typeof value === 'boolean',
)

const tlsName: Shape<string> = either(
  text(hostName, 'a host name', 253),
  text(/^[0-9a-fA-F:.]{2,45}$/, 'an IP address', 45),
  (value) => typeof value !== 'string' || isIP(value) !== 6,
)

const pemFile = someText('a PEM file')

/** How a check connects: flags of `orgmock check`, members of `check` in orgmock.yaml, and options of a program. */
export const network = {
  insecureHttp: described(
    truth,
    'allow plain http to the Internet, where others can read the credentials; without it, it reaches this machine and private networks',
  ),
  ca: described(pemFile, 'PEM file with authorities to trust in addition to the usual ones'),
  clientCert: described(pemFile, 'PEM certificate for servers that want one (mutual TLS)'),
  clientKey: described(pemFile, 'PEM private key that belongs to the client certificate'),
  proxy: described(
    truth,
    'whether the proxies of HTTPS_PROXY, HTTP_PROXY and ALL_PROXY are used, but for NO_PROXY; default true',
  ),
}

/** How a check is compared with a lock file: as `network`. */
export const lockOptions = {
  lock: described(
    someText('a lock file'),
    'lock file: the first run writes the shape of the answers there, later runs say what has changed since',
  ),
  updateLock: described(truth, 'write the lock file anew; what has changed is listed, and does not make the run fail'),
  failOnChange: described(
    oneOf(changeSeverities),
    'the mildest change since the lock that makes the run fail: breaking (default), notable, harmless',
  ),
}

/** Defaults of `orgmock check`, which flags override. */
export const check = object(
  {
    ...network,
    ...lockOptions,
    requireBasis: described(
      oneOf(bases),
      'how firm a rule must be for its breach to be more than a note (--require-basis)',
    ),
  },
  { description: 'What `orgmock check` does where no flag says otherwise.' },
)

/** Further host names, each with the provider's host that it is served as. */
export const hosts: Shape<Readonly<Record<string, string>>> = described(
  map(text(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'the name of a host', 253), someText('the host of a provider')),
  'Further host names, each with the provider’s host that it is served as: cloudflare.test: api.cloudflare.com',
)

export const settings: { readonly [Name in keyof Settings]: Setting<Settings[Name]> } = {
  host: {
    flag: '--host',
    variable: 'HOST',
    defaultVariable: 'ORGMOCK_DEFAULT_HOST',
    placeholder: 'ADDRESS',
    description: 'address to listen on',
    fallback: '127.0.0.1',
    shape: text(/^[\w.:-]+$/, 'an IP address or a host name', 253),
  },
  port: {
    flag: '--port',
    variable: 'PORT',
    placeholder: 'NUMBER',
    description: 'HTTP port, 0 chooses a free one',
    fallback: 8080,
    shape: port,
  },
  seed: {
    flag: '--seed',
    variable: 'ORGMOCK_SEED',
    placeholder: 'NUMBER',
    description: 'the same seed gives the same data everywhere',
    fallback: defaultSeed,
    shape: wholeNumber(...seedBounds),
  },
  count: {
    flag: '--count',
    variable: 'ORGMOCK_COUNT',
    placeholder: 'NUMBER',
    description: 'organizations of each provider',
    fallback: defaultCount,
    shape: wholeNumber(...countBounds),
  },
  edition: {
    flag: '--edition',
    variable: 'ORGMOCK_EDITION',
    placeholder: 'EDITION',
    description: 'documents, or latest: what public clients and documents of August 2026 have since',
    fallback: editions[0],
    shape: oneOf(editions),
  },
  only: {
    flag: '--only',
    variable: 'ORGMOCK_ONLY',
    placeholder: 'ID[,ID…]',
    description: 'serve these providers only; a single one also answers at the root',
    fallback: [],
    // Unknown ids are refused later, when the providers' files are searched.
    shape: list(someText('the id of a provider')),
    accepts: 'provider ids separated by commas, such as cloudflare,cradl',
  },
  providerDirectories: {
    flag: '--providers',
    variable: 'ORGMOCK_PROVIDERS',
    placeholder: `DIR[${path.delimiter}DIR…]`,
    description: 'directories with your own providers (specs/, mocks/, contracts/); may be given again',
    isRepeatable: true,
    fallback: [],
    // Missing directories are refused later, when the providers' files are searched.
    shape: { ...list(someText('a directory')), fromText: (text) => text.split(path.delimiter) },
    accepts: `directories separated by ${path.delimiter}`,
  },
  cursorLifetime: {
    flag: '--cursor-lifetime',
    variable: 'ORGMOCK_CURSOR_LIFETIME',
    placeholder: 'SECONDS',
    description: 'seconds for which a cursor is valid; unlimited without it',
    fallback: undefined,
    shape: wholeNumber(...cursorLifetimeBounds),
  },
  journal: {
    flag: '--no-journal',
    variable: 'ORGMOCK_JOURNAL',
    description: 'keep no journal of requests',
    fallback: true,
    shape: journal,
  },
  admin: {
    flag: '--no-admin',
    variable: 'ORGMOCK_ADMIN',
    description: 'serve neither /__admin nor /metrics',
    fallback: true,
    shape: truth,
  },
  adminOpen: {
    flag: '--admin-open',
    variable: 'ORGMOCK_ADMIN_OPEN',
    description: 'serve /__admin and /metrics without a token to clients on this machine; not behind a proxy',
    fallback: false,
    shape: truth,
  },
  adminTokenFile: {
    flag: '--admin-token-file',
    variable: 'ORGMOCK_ADMIN_TOKEN_FILE',
    description: 'holds the bearer token of the admin API; ORGMOCK_ADMIN_TOKEN is the token itself',
    shape: someText('a file'),
    ...fileName,
  },
  logLevel: {
    flag: '--log-level',
    variable: 'ORGMOCK_LOG_LEVEL',
    placeholder: 'LEVEL',
    description: `NDJSON on stderr: ${logLevels.join(', ')}`,
    fallback: 'info',
    shape: oneOf(logLevels),
  },
  tls: {
    flag: '--tls',
    variable: 'ORGMOCK_TLS',
    description: 'add an HTTPS listener, with a certificate made at start',
    fallback: false,
    shape: truth,
  },
  tlsPort: {
    flag: '--tls-port',
    variable: 'ORGMOCK_TLS_PORT',
    placeholder: 'NUMBER',
    description: 'HTTPS port, 0 chooses a free one',
    fallback: 8443,
    shape: port,
  },
  tlsCert: {
    flag: '--tls-cert',
    variable: 'ORGMOCK_TLS_CERT',
    description: 'your own PEM certificate for the HTTPS listener',
    shape: pemFile,
    ...fileName,
  },
  tlsKey: {
    flag: '--tls-key',
    variable: 'ORGMOCK_TLS_KEY',
    description: 'PEM private key that belongs to --tls-cert',
    shape: pemFile,
    ...fileName,
  },
  tlsNames: {
    flag: '--tls-names',
    variable: 'ORGMOCK_TLS_NAMES',
    placeholder: 'NAME[,NAME…]',
    description: 'further host names and addresses of the certificate made at start',
    fallback: [],
    shape: list(tlsName),
    accepts: 'host names or IP addresses separated by commas, such as orgmock,192.0.2.1',
  },
  tlsCaOut: {
    flag: '--tls-ca-out',
    variable: 'ORGMOCK_TLS_CA_OUT',
    description: 'write the CA certificate that clients must trust, before listening; implies --tls',
    shape: someText('a file name'),
    ...fileName,
  },
  tlsCaDir: {
    flag: '--tls-ca-dir',
    variable: 'ORGMOCK_TLS_CA_DIR',
    placeholder: 'DIR',
    description: 'keep the CA made at start in this folder, for later starts and other servers; implies --tls',
    fallback: undefined,
    shape: someText('a folder'),
  },
}
