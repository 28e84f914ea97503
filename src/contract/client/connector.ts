import { readFileSync } from 'node:fs'
import { isIPv6, type Socket } from 'node:net'
import tls, { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { lazily } from '../../spec/index.ts'
import { CouldNotCheck } from '../types.ts'
import type { PlainHttp } from './address.ts'
import { connected, exchange, type Lookup, type Origin, openSocket, type SocketOptions } from './connection.ts'
import { connectionFailure } from './connection-failure.ts'
import { createResponseReader } from './response-reader.ts'
import { type ProxyServer, routeTo } from './route.ts'

/** How a client connects. */
export interface TransportOptions {
  /** Default: `never` where the client is live, `local` otherwise. */
  readonly plainHttp?: PlainHttp | undefined
  /** PEM of authorities to trust beside those that node trusts. */
  readonly authorities?: string | undefined
  /** PEM that servers get who ask for a certificate (mutual TLS); a proxy does not. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string } | undefined
  /** Where the three were read, for commands that repeat a request. */
  readonly files?: TransportFiles | undefined
  /** Whether the proxies that the environment names are used. Default true. */
  readonly usesProxies?: boolean | undefined
}

/** Names of PEM files. */
export interface TransportFiles {
  readonly ca?: string | undefined
  readonly certificate?: string | undefined
  readonly key?: string | undefined
}

export interface ConnectorOptions extends TransportOptions {
  readonly plainHttp: PlainHttp
  readonly lookup?: Lookup | undefined
}

/**
 * Connects to a server, through a proxy where the environment says so; over TLS the certificate is verified then.
 * Errors: CouldNotCheck UNREACHABLE, TLS, NOT_HTTP, NOT_ALLOWED, and what `stop` is aborted with.
 */
export type Connector = (origin: Origin, stop: AbortSignal) => Promise<Socket>

export function createConnector(options: ConnectorOptions): Connector {
  const { plainHttp, lookup, authorities, clientCertificate, usesProxies = true } = options
  const ofServers = lazily(() => secureContext({ authorities, clientCertificate }))
  const ofProxies = lazily(() => secureContext({ authorities }))

  return async function connect(origin, stop) {
    const route = await routeTo(origin, { plainHttp, usesProxies }, stop).catch((error) => {
      throw connectionFailure(error, origin, false)
    })
    const { addresses, proxy } = route
    const host = addresses?.[0]?.address ?? origin.hostname
    const carrier =
      proxy && (await tunnel(proxy, `${isIPv6(host) ? `[${host}]` : host}:${origin.port}`, ofProxies, stop))
    const through = proxy === undefined ? origin : { ...origin, text: `${origin.text} (through ${proxy.origin.text})` }
    return opened(through, { lookup, addresses, carrier, secureContext: ofServers }, stop)
  }
}

/** A connection that stands. */
async function opened(origin: Origin, options: SocketOptions, stop: AbortSignal): Promise<Socket> {
  stop.throwIfAborted()
  const socket = openSocket(origin, options)
  stop.addEventListener('abort', () => socket.destroy(stop.reason))
  try {
    await connected(socket, origin)
    return socket
  } catch (error) {
    socket.destroy()
    throw connectionFailure(error, origin, false)
  }
}

/** A connection to a proxy that has become one to `destination` (RFC 9110, 9.3.6). */
async function tunnel(
  proxy: ProxyServer,
  destination: string,
  secureContext: () => SecureContext | undefined,
  stop: AbortSignal,
): Promise<Socket> {
  const { origin, authorization } = proxy
  const socket = await opened(origin, { secureContext }, stop)
  const reader = createResponseReader({
    method: 'CONNECT',
    peer: origin.text,
    // A refusal is reported by its head; what its body says is for people at browsers.
    bodyLimitBytes(status) {
      if (status < 200 || status > 299) throw refusedTunnel(proxy, destination, status)
      return 0
    },
  })
  const fields = [
    `Host: ${destination}`,
    ...(authorization === undefined ? [] : [`Proxy-Authorization: ${authorization}`]),
  ]
  const head = [`CONNECT ${destination} HTTP/1.1`, ...fields, '', ''].join('\r\n')
  try {
    const ending = await exchange(socket, Buffer.from(head, 'latin1'), reader)
    if (ending === 'standing' && reader.result()?.surplusBytes === 0) return socket
    throw new CouldNotCheck('UNREACHABLE', `${origin.text} opens no tunnel to ${destination}`)
  } catch (error) {
    socket.destroy()
    throw connectionFailure(error, origin, true)
  }
}

function refusedTunnel({ origin, authorization }: ProxyServer, destination: string, status: number): CouldNotCheck {
  const credentials =
    authorization === undefined ? 'its URL has no user name and password' : 'it does not accept those of its URL'
  const why =
    status === 407
      ? `: it wants credentials, and ${credentials}`
      : status === 403 && !destination.endsWith(':443')
        ? ': many proxies let CONNECT reach port 443 only'
        : ''
  return new CouldNotCheck(
    'UNREACHABLE',
    `${origin.text} refused CONNECT ${destination} with status ${status}${why}; what needs no proxy belongs into NO_PROXY`,
  )
}

/** Undefined where node's own is as good. */
function secureContext({ authorities, clientCertificate }: TransportOptions): SecureContext | undefined {
  if (authorities === undefined && clientCertificate === undefined) return undefined
  const { certificate: cert, key } = clientCertificate ?? {}
  return createSecureContext({
    ...(authorities === undefined ? {} : { ca: [...trusted(), authorities] }),
    ...(cert === undefined ? {} : { cert, key }),
  })
}

/** What node trusts by itself: naming authorities puts these out of force. */
function trusted(): readonly string[] {
  // Since Node 22.15.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => readonly string[] }
  return getCACertificates?.('default') ?? [...rootCertificates, ...extraAuthorities()]
}

/** Node passes over a file that it cannot read, with a warning of its own. */
function extraAuthorities(): readonly string[] {
  try {
    return [readFileSync(process.env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8')]
  } catch {
    return []
  }
}
