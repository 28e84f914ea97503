import { CouldNotCheck } from '../types.ts'
import type { Origin } from './connection.ts'

/** A URL that requests go to or below. */
export interface Address {
  readonly origin: Origin
  /** The URL's own path, at least `/`. */
  readonly path: string
  /** For the Host header: without the port where it is the scheme's own. */
  readonly host: string
}

/** Whether a URL's host is this machine (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
export function isOnThisMachine(url: string): boolean {
  return URL.canParse(url) && /^((.+\.)?localhost\.?|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname)
}

/**
 * Reads the URL of a root or of a token endpoint. Live ones must be https, and their host (with `:port` unless it is 443) one of
 * those allowed.
 * Errors: CouldNotCheck NOT_ALLOWED; a user name, a query or a fragment is refused too, since a credential may hide there.
 */
export function readAddress(text: string, live: { readonly allowedHosts: readonly string[] } | undefined): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new CouldNotCheck('NOT_ALLOWED', 'the target is no http:// or https:// URL')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new CouldNotCheck('NOT_ALLOWED', `the URL of the target ${url.host} has more than a host and a path`)
  }
  const isTls = url.protocol === 'https:'
  if (live !== undefined && !isTls) {
    throw new CouldNotCheck('NOT_ALLOWED', `a live API is spoken to over https only, not ${url.origin}`)
  }
  if (live !== undefined && !live.allowedHosts.some((host) => host.toLowerCase() === url.host)) {
    throw new CouldNotCheck(
      'NOT_ALLOWED',
      `${url.host} is none of the provider's hosts: ${live.allowedHosts.join(', ') || 'none is known'}`,
    )
  }
  return {
    origin: {
      text: url.origin,
      isTls,
      hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    },
    path: url.pathname,
    host: url.host,
  }
}
