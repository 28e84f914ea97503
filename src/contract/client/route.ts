import type { LookupAddress } from 'node:dns'
import dns from 'node:dns'
import { isIP } from 'node:net'
import { unescape as unescaped } from 'node:querystring'
import { getProxyForUrl } from 'proxy-from-env'
import { CouldNotCheck } from '../types.ts'
import { originOf, type PlainHttp } from './address.ts'
import type { Origin } from './connection.ts'
import { isInNetworks, isLocalAddress, isOwnHost } from './local-address.ts'

/** A proxy that the environment names. */
export interface ProxyServer {
  /** Its text is for messages and holds neither user name nor password. */
  readonly origin: Origin
  /** Value of the header Proxy-Authorization. */
  readonly authorization?: string
}

/** How a server is reached. */
export interface Route {
  /** The addresses that were judged. Connections go to no other: a moment later the name may have another address. */
  readonly addresses?: readonly LookupAddress[]
  readonly proxy?: ProxyServer | undefined
}

const ownAddresses: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/**
 * Decides how a server is reached: this machine always directly, others through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.
 * Errors: CouldNotCheck NOT_ALLOWED where plain http would leave for the Internet, or where the proxy is none; node's error where a name
 * cannot be looked up.
 */
export async function routeTo(
  origin: Origin,
  { plainHttp, usesProxies }: { readonly plainHttp: PlainHttp; readonly usesProxies: boolean },
  stop: AbortSignal,
): Promise<Route> {
  if (isOwnHost(origin.hostname)) return isIP(origin.hostname) === 0 ? { addresses: ownAddresses } : {}
  const proxy = (hosts: readonly string[]) => (usesProxies ? proxyFor(origin, hosts) : undefined)
  if (origin.isTls || plainHttp === 'any') return { proxy: proxy([origin.hostname]) }
  const addresses = await localAddresses(origin, stop)
  const hosts = addresses.map(({ address }) => address)
  return { addresses, proxy: hosts.some(isOwnHost) ? undefined : proxy(hosts) }
}

/** The addresses of a host, all of them local. */
async function localAddresses({ hostname, text }: Origin, stop: AbortSignal): Promise<readonly LookupAddress[]> {
  const family = isIP(hostname)
  const found = family === 0 ? await lookUp(hostname, stop) : [{ address: hostname, family }]
  const [foreign] = found.filter(({ address }) => !isLocalAddress(address))
  if (foreign === undefined) return found
  const where = family === 0 ? ` (${foreign.address})` : ''
  throw new CouldNotCheck(
    'NOT_ALLOWED',
    `${text}${where} is on the Internet, where plain http shows the credentials to others: use https, or allow it with --insecure-http`,
  )
}

/** A lookup cannot be ended, but left alone. */
function lookUp(hostname: string, stop: AbortSignal): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    stop.addEventListener('abort', () => reject(stop.reason))
    dns.promises.lookup(hostname, { all: true }).then(resolve, reject)
  })
}

function proxyFor({ text }: Origin, hosts: readonly string[]): ProxyServer | undefined {
  const named = getProxyForUrl(text)
  // The library compares names, and knows no networks.
  const direct = (process.env['no_proxy'] || process.env['NO_PROXY'] || '').split(/[\s,]/)
  if (named === '' || hosts.every((host) => isInNetworks(direct, host))) return undefined
  // A proxy without a scheme speaks http, as for curl; the library gives it the server's own.
  const isWhole = Object.values(process.env).includes(named)
  const whole = isWhole ? named : named.replace(/^https:/, 'http:')
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new CouldNotCheck(
      'NOT_ALLOWED',
      `the proxy that the environment names for ${text} has no http:// or https:// URL`,
    )
  }
  const { username, password } = url
  const pair = Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString('base64')
  return {
    origin: { ...originOf(url), text: `the proxy ${url.origin}` },
    ...(username === '' && password === '' ? {} : { authorization: `Basic ${pair}` }),
  }
}
