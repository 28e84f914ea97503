import type { RequestListener } from 'node:http'
import { hosts, settings } from '../config/index.ts'
import { type CredentialEntry, credentialEntries, type ErrorEntry, errorEntries, type Provider } from '../mock/index.ts'
import {
  able,
  action,
  argument,
  asyncCall,
  badValue,
  call,
  type MembersOf,
  optional,
  options,
  refuse,
  thing,
  wholeNumber,
} from '../options/index.ts'
import {
  type AdminAccess,
  type AppOptions,
  createApp,
  createServableApp,
  createWorld,
  isLoopbackAddress,
  type JournalOptions,
  type Listener,
  type Logger,
  listen,
  createLogger as makeLogger,
  createOutput as makeOutput,
  type OutputOptions,
  type ProviderEntry,
  providerEntries,
  secretHeaders,
  type TlsMaterial,
  type World,
  watchExpiry,
} from '../server/index.ts'
import { adminToken, newAdminToken } from './admin-token.ts'
import { createBackstage } from './backstage.ts'
import { type Controls, createControls } from './controls.ts'
import { SetupError } from './errors.ts'
import { origin } from './origin.ts'
import { pageFiles } from './page-files.ts'
import type { ProviderId } from './provider-credentials.ts'
import { createProviders, type ProviderOptions, providerMembers, providerOptions } from './providers.ts'
import { prepareTls, type TlsOptions, tlsMembers } from './tls.ts'

export { wireFaultMeanings } from '../mock/index.ts'
export { providerSettingsSchema } from './providers.ts'

export interface MockAppOptions extends ProviderOptions {
  /** Default: silent. */
  readonly logger?: Logger
  /** Further host names, each with the provider's host that it is served as: `{ 'cloudflare.test': 'api.cloudflare.com' }`. */
  readonly hosts?: Readonly<Record<string, string>>
  /**
   * False keeps no journal of requests; numbers replace its bounds of 10,000 requests, 1,000 of one tenant and 32 MiB. It shows names, and
   * only those values that are known to be harmless; `keep` names headers and query parameters whose values it shows too.
   */
  readonly journal?: boolean | JournalOptions
  /** False serves neither /__admin nor /metrics. */
  readonly admin?: boolean
  /** Bearer token of the admin API: clients anywhere may use it, and all need it. Default: no token, and only clients on this machine. */
  readonly adminToken?: string
}

/** A logger that writes NDJSON to stderr. */
export const createLogger = call('createLogger', [argument('level', settings.logLevel.shape)], makeLogger)

/** Writes to stdout (1) or stderr (2), and never waits for a reader. */
export const createOutput = call(
  'createOutput',
  [
    argument(
      'fd',
      thing<1 | 2>('1 or 2', (value) => value === 1 || value === 2),
    ),
    optional(options<OutputOptions>({ gatherMs: wholeNumber(0, 10_000), notice: action() })),
  ],
  makeOutput,
)

const appMembers: MembersOf<MockAppOptions> = {
  ...providerMembers,
  logger: able('a logger such as createLogger makes', 'info', 'warn', 'error'),
  hosts,
  journal: settings.journal.shape,
  admin: settings.admin.shape,
  adminToken,
}

/** The mock server as a function that answers requests, for supertest or for mounting at the root of your own server. */
export const createMockApp = asyncCall(
  'createMockApp',
  [optional(options<MockAppOptions>(appMembers))],
  async (options: MockAppOptions = {}): Promise<RequestListener> => {
    const access = accessOf(options)
    const providers = await createProviders(options)
    sayWhatHasNoLaterEdition(providers, options)
    return createApp(appOptions(worldOf(providers, options, access), options, access, undefined))
  },
)

/** Those asked for the latest edition of which nothing is known to have changed. */
function sayWhatHasNoLaterEdition(providers: readonly Provider[], options: MockAppOptions): void {
  const same = providers.filter(({ id, edition }) => {
    return edition !== 'latest' && (options.providers?.[id]?.edition ?? options.edition) === 'latest'
  })
  if (same.length > 0) options.logger?.info({ providers: same.map(({ id }) => id) }, sameEdition)
}

/** Throws OptionError for a header that may not be kept. `plainUrl`: of the HTTP listener, once there is one. */
function worldOf(
  providers: readonly Provider[],
  options: MockAppOptions,
  { token }: AdminAccess,
  plainUrl?: () => string | undefined,
): World {
  const { journal } = options
  const headers = typeof journal === 'object' ? (journal.keep?.headers ?? []) : []
  const never = secretHeaders(providers)
  for (const [place, header] of headers.entries()) {
    if (!never.has(header.toLowerCase())) continue
    const at = ['journal', 'keep', 'headers', place]
    throw badValue(at, `is ${header}, which carries credentials: it is never shown`)
  }
  return createWorld({
    providers,
    backstage: createBackstage(providers, options, token, plainUrl),
    ...(token === undefined ? {} : { secrets: [token] }),
    ...(journal === undefined ? {} : { journal }),
  })
}

function accessOf({ adminToken }: MockAppOptions): AdminAccess {
  return adminToken === undefined ? {} : { token: adminToken }
}

function appOptions(
  world: World,
  { logger, only, hosts = {}, admin = true }: MockAppOptions,
  access: AdminAccess,
  certificate: string | undefined,
): AppOptions {
  const { providers } = world
  const [first] = providers
  refuseStrangers(hosts, providers)
  return {
    world,
    aliases: hosts,
    admin: admin && access,
    page: pageFiles,
    ...(logger === undefined ? {} : { logger }),
    ...(only?.length === 1 && first !== undefined ? { atRoot: first } : {}),
    ...(certificate === undefined ? {} : { certificate }),
  }
}

/** Throws OptionError for a host name whose target is not a provider's host. */
function refuseStrangers(aliases: Readonly<Record<string, string>>, providers: readonly Provider[]): void {
  const known = providers.flatMap((provider) => provider.hosts)
  for (const [alias, host] of Object.entries(aliases)) {
    if (!known.includes(host)) refuse(['hosts', alias], `one of ${known.join(', ')}`, host)
  }
}

export interface MockServerOptions extends MockAppOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: a free one. */
  readonly port?: number
  /** Adds an HTTPS listener, with a certificate made at start (`{}`) or with the user's PEM files. */
  readonly tls?: TlsOptions & { readonly port?: number }
}

/** What is said of providers that have no latest edition of their own. */
const sameEdition = 'nothing is known to have changed since these documents: latest is the documents’ edition'

export interface MockServer<Id extends string = ProviderId> extends Controls<Id> {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** Of the HTTPS listener, when there is one. */
  readonly tlsUrl?: string
  /** PEM of what clients of `tlsUrl` must trust: the CA made at start, or the certificates of the file. */
  readonly certificate?: string
  readonly providers: readonly ProviderEntry[]
  /** A command for each provider, by id, that a user can paste. */
  readonly curls: Readonly<Record<string, string>>
  /** The bearer token of the admin API: the one that was given, or the one that was made because other machines can reach the server. */
  readonly adminToken?: string
  /** Where a browser finds the page, without the token; absent without the admin API. */
  readonly pageUrl?: string
  /** Finishes what is in flight, cuts the rest after 800 ms. */
  close(): Promise<void>
  /** `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

const serverOptions = options<MockServerOptions>({
  ...appMembers,
  host: settings.host.shape,
  port: settings.port.shape,
  tls: options<NonNullable<MockServerOptions['tls']>>({ ...tlsMembers, port: settings.tlsPort.shape }),
})

/** Starts a server. With directories of the user's own providers, any text may be the id of one. */
export interface StartMockServer {
  (options: MockServerOptions & { readonly providerDirectories: readonly string[] }): Promise<MockServer<string>>
  (options?: MockServerOptions): Promise<MockServer>
}

/** Starts the mock server. Throws OptionError, SetupError, SpecError, ConfigError. */
export const startMockServer = asyncCall('startMockServer', [optional(serverOptions)], start)

async function start(options: MockServerOptions = {}): Promise<MockServer<string>> {
  const { host = '127.0.0.1', port = 0, tls } = options
  const work = new AbortController()
  const providers = await createProviders({ ...options, signal: work.signal })
  const access = serverAccess(options, host)
  let plainUrl: string | undefined
  const world = worldOf(providers, options, access, () => plainUrl)
  sayWhatHasNoLaterEdition(providers, options)
  const prepared =
    tls === undefined
      ? undefined
      : await prepareTls({ ...tls, names: [...(tls.names ?? []), ...Object.keys(options.hosts ?? {})] }, providers)
  const app = createServableApp(appOptions(world, options, access, prepared?.trust))

  const listeners: Listener[] = []
  async function open(wanted: number, secure: TlsMaterial | undefined, option: string): Promise<Listener> {
    try {
      const listener = await listen(app, { host, port: wanted, ...(secure === undefined ? {} : { tls: secure }) })
      listeners.push(listener)
      return listener
    } catch (cause) {
      await closeAll()
      throw new SetupError('CANNOT_LISTEN', listenFailure(cause as NodeJS.ErrnoException, host, wanted, option), {
        cause,
      })
    }
  }
  async function closeAll(): Promise<void> {
    world.streams?.close()
    world.backstage?.contract.stop()
    await Promise.all(listeners.map((listener) => listener.close()))
    work.abort()
  }

  const plain = await open(port, undefined, '--port')
  plainUrl = plain.url
  const secure = prepared && (await open(tls?.port ?? 0, prepared.material, '--tls-port'))
  if (prepared !== undefined && options.logger !== undefined)
    work.signal.addEventListener('abort', watchExpiry(prepared.material.certificate, options.logger))
  return {
    url: plain.url,
    ...(secure === undefined || prepared === undefined ? {} : { tlsUrl: secure.url, certificate: prepared.trust }),
    providers: providerEntries(providers, plain.url),
    curls: Object.fromEntries(providers.map(({ id, client, urls }) => [id, client.curl(urls(plain.url))])),
    ...(access.token === undefined ? {} : { adminToken: access.token }),
    ...(options.admin === false ? {} : { pageUrl: pageUrl(plain.url, options) }),
    ...createControls(world, plain.url),
    close: closeAll,
    [Symbol.asyncDispose]: closeAll,
  }
}

/**
 * When other machines can reach the server and no token was given, a token is made for them. Clients on this machine need no token. In a
 * container, "this machine" is the container: clients of a published port come from the address of the bridge.
 */
function serverAccess(options: MockServerOptions, host: string): AdminAccess {
  const given = accessOf(options)
  if (given.token !== undefined || options.admin === false) return given
  if (host === 'localhost' || isLoopbackAddress(host)) return given
  return { token: newAdminToken(), trustsLoopback: true }
}

/** A single provider answers at the root itself. A browser on this machine reaches a server that listens everywhere as localhost. */
function pageUrl(url: string, { only }: MockServerOptions): string {
  const reached = url.replace(/^http:\/\/(0\.0\.0\.0|\[::\])(?=:)/, 'http://localhost')
  return only?.length === 1 ? `${reached}/__admin/ui` : `${reached}/`
}

/** What `GET /__admin/providers` would say of a server at this origin, without one. Throws as startMockServer. */
export const describeProviders = asyncCall(
  'describeProviders',
  [argument('origin', origin), optional(providerOptions)],
  async (origin: string, options: ProviderOptions = {}): Promise<ProviderEntry[]> =>
    providerEntries(await createProviders(options), origin),
)

/** Every error that the mocks can say, each with its reply. Throws as startMockServer. */
export const describeErrors = asyncCall(
  'describeErrors',
  [optional(providerOptions)],
  async (options: ProviderOptions = {}): Promise<ErrorEntry[]> => errorEntries(await createProviders(options)),
)

/** Every credential of a server at this origin, without one. Throws as startMockServer. */
export const describeCredentials = asyncCall(
  'describeCredentials',
  [argument('origin', origin), optional(providerOptions)],
  async (origin: string, options: ProviderOptions = {}): Promise<CredentialEntry[]> =>
    credentialEntries(await createProviders(options), origin),
)

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number, option: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is already in use; choose another with ${option}, or 0 for a free one`
    case 'EACCES':
      return `port ${port} on ${host} needs more rights; choose one above 1023 with ${option}`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine; choose one with --host, such as 127.0.0.1 or 0.0.0.0`
    default:
      return `cannot listen on ${host} port ${port}: ${error.message}`
  }
}
