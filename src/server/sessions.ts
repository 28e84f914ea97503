import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'

/** The oldest is forgotten beyond this. A browser has one for each server. */
const mostSessions = 32
const namePrefix = 'orgmock_session_'

/**
 * Sessions of the page: what a browser keeps in place of the admin token, in a cookie that no script can read. They end with the process.
 */
export interface Sessions {
  /** Opens a session for the host that was asked, and gives the value of Set-Cookie. */
  open(request: IncomingMessage): string
  /** Whether the request carries an open session of its host. It says nothing about the page that sent it. */
  has(request: IncomingMessage): boolean
  /** Ends the session of the request, and gives the value of Set-Cookie that removes it. */
  end(request: IncomingMessage): string
}

export function createSessions(): Sessions {
  /** The host of each session, by the hash of its cookie; the oldest first. */
  const hosts = new Map<string, string>()
  return {
    open(request) {
      const value = randomBytes(32).toString('base64url')
      hosts.set(hashed(value), hostOf(request))
      const [oldest] = hosts.keys()
      if (hosts.size > mostSessions && oldest !== undefined) hosts.delete(oldest)
      return setCookie(request, value)
    },
    has: (request) => hosts.get(hashed(cookieOf(request))) === hostOf(request),
    end(request) {
      hosts.delete(hashed(cookieOf(request)))
      return `${setCookie(request, '')}; Max-Age=0`
    },
  }
}

function hashed(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}

function hostOf({ headers }: IncomingMessage): string {
  return (headers.host ?? '').toLowerCase()
}

/** Cookies do not tell ports apart: two servers on one machine need two names. The port is the one that the browser uses. */
function cookieName(request: IncomingMessage): string {
  const port = /:(\d{1,5})$/.exec(request.headers.host ?? '')?.[1]
  return namePrefix + (port ?? (isEncrypted(request) ? '443' : '80'))
}

function cookieOf(request: IncomingMessage): string {
  const start = `${cookieName(request)}=`
  const found = (request.headers.cookie ?? '').split('; ').find((pair) => pair.startsWith(start))
  return found?.slice(start.length) ?? ''
}

function setCookie(request: IncomingMessage, value: string): string {
  const secure = isEncrypted(request) ? '; Secure' : ''
  return `${cookieName(request)}=${value}; HttpOnly; SameSite=Strict; Path=/__admin${secure}`
}

function isEncrypted({ socket }: IncomingMessage): boolean {
  return (socket as TLSSocket).encrypted === true
}

/**
 * Whether the page that sent a request is one of this server's own. A browser sends the cookie along from any page of the same host, on
 * another port too. To read needs no proof: what a page of another origin asks for it cannot see.
 */
export function isFromOwnPage({ method, headers: { origin, host, 'sec-fetch-site': site } }: IncomingMessage): boolean {
  // The host alone: behind a proxy that ends TLS the scheme is another one.
  const isOwnOrigin = origin !== undefined && origin.replace(/^https?:\/\//i, '').toLowerCase() === host?.toLowerCase()
  if (origin !== undefined && !isOwnOrigin) return false
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return method === 'GET' || method === 'HEAD' || isOwnOrigin || site === 'same-origin'
}
