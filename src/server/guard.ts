import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { safeEqual } from '../mock/index.ts'
import { type AdminAccess, isLoopbackAddress, isLoopbackHost } from './admin-access.ts'
import { requestOrigin } from './origin.ts'
import { isFromOwnPage, type Sessions } from './sessions.ts'

/** By what a request is let through, and whether its client is on this machine and has the token; or the answer that refuses it. */
export type Admission =
  | { readonly by: 'token' | 'session' | 'loopback'; readonly isOwner: boolean }
  | { readonly by: 'nothing'; readonly status: 401 | 403; readonly message: string }

export type Admit = (request: IncomingMessage) => Admission

/**
 * Lets through who sends the token; a session of the page, when a page of this server sends the request; and, where the loopback is
 * trusted, a loopback peer that asks for a loopback Host by itself: no web page of another origin (a browser says so in Origin and
 * Sec-Fetch-Site), no name that was bound to this address for the purpose (DNS rebinding shows in Host), and nobody behind a proxy on this
 * machine. Everybody else gets 401 where a token would help, or 403.
 */
export function createAdmission(
  { token, trustsLoopback = token === undefined }: AdminAccess,
  sessions: Sessions,
): Admit {
  const expected = token === undefined ? undefined : Buffer.from(token)

  return function admit(request) {
    const given = bearer(request)
    const isKnown = expected !== undefined && given !== undefined && safeEqual(expected, given)
    const obstacle = obstacleFor(request)
    const isLocal = obstacle === undefined
    if (isKnown) return { by: 'token', isOwner: isLocal }
    const isWrong = expected !== undefined && given !== undefined
    const isSession = !isWrong && sessions.has(request)
    if (isSession && isFromOwnPage(request)) return { by: 'session', isOwner: isLocal && expected !== undefined }
    if (trustsLoopback && !isWrong && isLocal) return { by: 'loopback', isOwner: false }
    if (isSession) {
      return { by: 'nothing', status: 403, message: 'a session serves the page of this server only, and no other page' }
    }
    if (expected === undefined) {
      const message = `${obstacle}; with ORGMOCK_ADMIN_TOKEN set, whoever sends it is served`
      return { by: 'nothing', status: 403, message }
    }
    const message = `${
      isWrong
        ? 'this is not the admin token of this server'
        : 'the admin token is needed, as Authorization: Bearer TOKEN'
    }; ${whereItIs(request)}`
    return { by: 'nothing', status: 401, message }
  }
}

/** Refuses what is not admitted. No CORS header is ever sent, so that a page of another origin may not even ask. */
export function guard(admit: Admit): RequestHandler {
  return function guardMiddleware(request, response, next) {
    const admission = admit(request)
    // What a browser got with a cookie stays out of its cache, and out of pages of other origins.
    response.set({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
    })
    if (admission.by !== 'nothing') {
      response.locals['isOwner'] = admission.isOwner
      next()
      return
    }
    const { status, message } = admission
    if (status === 401) response.set('WWW-Authenticate', 'Bearer realm="orgmock admin"')
    response.status(status).json({ message })
  }
}

function whereItIs({ socket }: IncomingMessage): string {
  const command = `eval "$(orgmock env --url http://127.0.0.1:${socket.localPort})"`
  return `orgmock serve prints the token that it makes, and ${command} on its machine sets ORGMOCK_ADMIN_TOKEN to it; a token that was given to it is printed nowhere`
}

function bearer({ headers: { authorization } }: IncomingMessage): string | undefined {
  return authorization === undefined ? undefined : /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1]
}

/** Headers that a proxy adds: the peer is on this machine then, and the client need not be. */
const forwarding = /^(forwarded|x-forwarded(-.+)?|x-real-ip|(x-(cluster-)?|true-)client-ip|cf-connecting-ip|via)$/

/** Why a request is not taken for one of this machine's own, in words. */
function obstacleFor(request: IncomingMessage): string | undefined {
  const { headers, socket } = request
  if (!isLoopbackAddress(socket.remoteAddress)) return 'without a token only clients on this machine are served'
  if (!isLoopbackHost(headers.host)) return 'without a token only a Host of this machine is served, such as localhost'
  if (Object.keys(headers).some((name) => forwarding.test(name)))
    return 'without a token nobody behind a proxy is served'
  const { origin } = headers
  const site = headers['sec-fetch-site']
  const isForeign =
    (origin !== undefined && origin.toLowerCase() !== requestOrigin(request).toLowerCase()) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none')
  return isForeign ? 'without a token no web page of another origin is served' : undefined
}
