import { readFile } from 'node:fs/promises'
import type { Provider } from '../mock/index.ts'
import {
  certificatesOf,
  checkTls,
  createApp,
  type Express,
  type Listener,
  type Logger,
  listen,
  makeCertificate,
  type ProviderEntry,
  providerEntries,
  servable,
  type TlsMaterial,
} from '../server/index.ts'
import { SetupError } from './errors.ts'
import { createProviders, type ProviderOptions } from './providers.ts'

export { createLogger } from '../server/index.ts'

export interface MockAppOptions extends ProviderOptions {
  /** Default: silent. */
  readonly logger?: Logger
}

/** The mock server as an Express app, for supertest or for mounting at the root of a server of one's own. */
export async function createMockApp(options: MockAppOptions = {}): Promise<Express> {
  return appOf(await createProviders(options), options, undefined)
}

function appOf(
  providers: readonly Provider[],
  { logger, only }: MockAppOptions,
  certificate: string | undefined,
): Express {
  const [first] = providers
  return createApp({
    providers,
    ...(logger === undefined ? {} : { logger }),
    ...(only?.length === 1 && first !== undefined ? { atRoot: first } : {}),
    ...(certificate === undefined ? {} : { certificate }),
  })
}

export interface MockServerOptions extends MockAppOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: a free one. */
  readonly port?: number
  /** Adds an HTTPS listener: under a certificate made at start (`{}`), or under PEM files of one's own. */
  readonly tls?: { readonly port?: number; readonly certificateFile?: string; readonly keyFile?: string }
}

export interface MockServer {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** Of the HTTPS listener, when there is one. */
  readonly tlsUrl?: string
  /** PEM of the certificate that clients of `tlsUrl` must trust. */
  readonly certificate?: string
  readonly providers: readonly ProviderEntry[]
  /** A command for each provider, by id, that a user can paste. */
  readonly curls: Readonly<Record<string, string>>
  /** Finishes what is in flight, cuts the rest after 800 ms. */
  close(): Promise<void>
}

/** Starts the mock server. Throws SetupError, SpecError, ConfigError. */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const { host = '127.0.0.1', port = 0, tls } = options
  const work = new AbortController()
  const providers = await createProviders({ ...options, signal: work.signal })
  const material = tls === undefined ? undefined : await tlsMaterial(tls, providers)
  const app = servable(
    appOf(providers, options, material === undefined ? undefined : certificatesOf(material.certificate)),
  )

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
    await Promise.all(listeners.map((listener) => listener.close()))
    work.abort()
  }

  const plain = await open(port, undefined, '--port')
  const secure = material === undefined ? undefined : await open(tls?.port ?? 0, material, '--tls-port')
  return {
    url: plain.url,
    ...(secure === undefined || material === undefined
      ? {}
      : { tlsUrl: secure.url, certificate: certificatesOf(material.certificate) }),
    providers: providerEntries(providers, plain.url),
    curls: Object.fromEntries(providers.map(({ id, client, urls }) => [id, client.curl(urls(plain.url))])),
    close: closeAll,
  }
}

/** What `GET /__admin/providers` would say of a server at this origin, without one. Throws SetupError, SpecError, ConfigError. */
export async function describeProviders(origin: string, options: ProviderOptions = {}): Promise<ProviderEntry[]> {
  return providerEntries(await createProviders(options), origin)
}

async function tlsMaterial(
  tls: NonNullable<MockServerOptions['tls']>,
  providers: readonly Provider[],
): Promise<TlsMaterial> {
  const { certificateFile, keyFile } = tls
  if (certificateFile === undefined || keyFile === undefined) {
    return makeCertificate(
      providers.flatMap((provider) => provider.hosts),
      new Date(),
    )
  }
  const certificate = await readPem(certificateFile, '--tls-cert')
  const key = await readPem(keyFile, '--tls-key')
  const problem = checkTls({ certificate, key })
  if (problem !== undefined) {
    const [option, file] = problem.of === 'key' ? ['--tls-key', keyFile] : ['--tls-cert', certificateFile]
    throw new SetupError('BAD_TLS_FILE', `${option} ${file} ${problem.reason}`)
  }
  return { certificate, key }
}

async function readPem(file: string, option: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new SetupError('BAD_TLS_FILE', `${option} ${file} cannot be read (${cause.code ?? cause.message})`, { cause })
  })
  if (!text.includes('-----BEGIN ')) throw new SetupError('BAD_TLS_FILE', `${option} ${file} is not a PEM file`)
  return text
}

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
