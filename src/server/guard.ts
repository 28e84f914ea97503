import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { safeEqual } from '../mock/index.ts'
import { type AdminAccess, isLoopbackAddress, isLoopbackHost } from './admin-access.ts'
import { requestOrigin } from './origin.ts'

/**
 * Lets through who sends the token, and, where the loopback is trusted, a loopback peer that asks for a loopback Host by itself: no web
 * page of another origin (a browser says so in Origin and Sec-Fetch-Site), no name that was bound to this address for the purpose (DNS
 * rebinding shows in Host), and nobody behind a proxy on this machine. Everybody else gets 401 where a token would help, or 403. No
 * CORS header is ever sent, so that a page may not even ask.
 */
export function guard({ token, trustsLoopback = token === undefined }: AdminAccess): RequestHandler {
  const expected = token === undefined ? undefined : Buffer.from(token)

  return function guardMiddleware(request, response, next) {
    const given = bearer(request)
    const isKnown = expected !== undefined && given !== undefined && safeEqual(expected, given)
    const isWrong = expected !== undefined && given !== undefined && !isKnown
    const obstacle = isWrong ? undefined : obstacleFor(request)
    if (isKnown || (trustsLoopback && !isWrong && obstacle === undefined)) {
      next()
      return
    }
    if (expected === undefined) {
      response.status(403).json({ message: `${obstacle}; with ORGMOCK_ADMIN_TOKEN set, whoever sends it is served` })
      return
    }
    const message = `${
      isWrong
        ? 'this is not the admin token of this server'
        : 'the admin token is needed, as Authorization: Bearer TOKEN'
    }; ${whereItIs(request)}`
    response.status(401).set('WWW-Authenticate', 'Bearer realm="orgmock admin"').json({ message })
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
