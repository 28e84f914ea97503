import { CouldNotCheck } from '../types.ts'
import type { Origin } from './connection.ts'
import { isOwnHost } from './local-address.ts'

/** Where requests may go unencrypted, with the credentials that they carry: nowhere, where the Internet does not reach, or anywhere. */
export type PlainHttp = 'never' | 'local' | 'any'

/** A URL that requests go to or below. */
export interface Address {
  readonly origin: Origin
  /** The URL's own path, at least `/`. */
  readonly path: string
  /** For the Host header: without the port where it is the scheme's own. */
  readonly host: string
}

/** Whether a URL's host is this machine. */
export function isOnThisMachine(url: string): boolean {
  return URL.canParse(url) && isOwnHost(originOf(new URL(url)).hostname)
}

/** What a URL says of a server. */
export function originOf(url: URL): Origin {
  const isTls = url.protocol === 'https:'
  return {
    text: url.origin,
    isTls,
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
  }
}

/**
 * Reads the URL of a root or of a token endpoint; `allowedHosts` (with `:port` unless it is the scheme's own) are those of a live API.
 * Errors: CouldNotCheck NOT_ALLOWED; a user name, a query or a fragment is refused too, since a credential may hide there.
 */
export function readAddress(
  text: string,
  { allowedHosts, plainHttp }: { readonly allowedHosts: readonly string[] | undefined; readonly plainHttp: PlainHttp },
): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new CouldNotCheck('NOT_ALLOWED', 'the target is no http:// or https:// URL')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new CouldNotCheck('NOT_ALLOWED', `the URL of the target ${url.host} has more than a host and a path`)
  }
  if (plainHttp === 'never' && url.protocol !== 'https:') {
    throw new CouldNotCheck('NOT_ALLOWED', `a live API is spoken to over https only, not ${url.origin}`)
  }
  if (allowedHosts !== undefined && !allowedHosts.some((host) => host.toLowerCase() === url.host)) {
    throw new CouldNotCheck(
      'NOT_ALLOWED',
      `${url.host} is none of the provider's hosts: ${allowedHosts.join(', ') || 'none is known'}`,
    )
  }
  return { origin: originOf(url), path: url.pathname, host: url.host }
}
