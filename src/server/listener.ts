import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ServableApp } from './app.ts'
import { type Conversations, conversations } from './conversations.ts'
import { maxHeaderBytes } from './framing.ts'
import { bracketed } from './origin.ts'
import { plainReply, sayPlainly } from './plain-reply.ts'

/** What is still unfinished this long after the server was told to stop is cut. */
const graceMs = 800
/** Longer than the idle time of common HTTP clients, so that the client closes first and no request meets a closed connection. */
const keepAliveMs = 65_000
/** Whoever sends a head, or a whole request, more slowly than this holds a connection and asks for nothing. */
const headMs = 30_000
const requestMs = 60_000
/** How late node may notice either. */
const checkMs = 5_000

export interface TlsMaterial {
  /** PEM, the leaf first. */
  readonly certificate: string
  readonly key: string
}

interface ListenOptions {
  readonly host: string
  /** 0 chooses a free one. */
  readonly port: number
  readonly tls?: TlsMaterial
}

export interface Listener {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  /** Stops listening, finishes what is in flight, cuts what is unfinished after 800 ms. */
  close(): Promise<void>
}

/** Opens a socket for the app. Rejects with node's own error (EADDRINUSE, EACCES, …). */
export async function listen({ app, classes }: ServableApp, { host, port, tls }: ListenOptions): Promise<Listener> {
  const options: http.ServerOptions = {
    ...classes,
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: keepAliveMs,
    headersTimeout: headMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    // A missing Host header is answered by the app, in words.
    requireHostHeader: false,
  }
  const talks = conversations()
  function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    toOriginForm(request)
    app(request, response)
  }
  const handle = (request: http.IncomingMessage, response: http.ServerResponse) =>
    talks.admit(request, response, answer)

  const server =
    tls === undefined
      ? http.createServer(options, handle)
      : (await import('./https.ts')).createServer({ ...options, cert: tls.certificate, key: tls.key }, handle)
  // The size of a head is bound; node would leave out what stands behind the 2000th header, the Host for one.
  server.maxHeadersCount = 0
  server.on('clientError', talks.refuse)
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy())
    talks.end(
      socket,
      plainReply('405 Method Not Allowed', 'this is no proxy: CONNECT is not served', [
        'Allow: GET, HEAD, POST, OPTIONS',
      ]),
    )
  })
  // Connections that are no HTTP yet, such as one in the middle of a TLS handshake, are known to nobody else.
  const sockets = new Set<Socket>()
  const connections = new Set<Socket>()
  const remember = (set: Set<Socket>) => (socket: Socket) => {
    set.add(socket)
    socket.once('close', () => set.delete(socket))
  }
  server.on('connection', remember(sockets))
  server.on(tls === undefined ? 'connection' : 'secureConnection', remember(connections))
  server.on(tls === undefined ? 'connection' : 'secureConnection', talks.begin)
  server.on('checkExpectation', (request: http.IncomingMessage, response: http.ServerResponse) => {
    const expected = String(request.headers.expect).slice(0, 100)
    talks.admit(request, response, () =>
      sayPlainly(response, 417, `Expect: ${expected} is not understood; 100-continue is`),
    )
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${bracketed(host)}:${address.port}`,
    port: address.port,
    close: () => close(server, sockets, connections, talks),
  }
}

/**
 * Express reads origin-form targets only. The authority of an absolute-form target replaces the Host header (RFC 9112, 3.2.2); user
 * information in it is no part of a host (RFC 9110, 4.2.4). Any other target, such as `*`, asks for a path that nobody serves.
 */
function toOriginForm(request: http.IncomingMessage): void {
  let target = request.url ?? ''
  // No fragment belongs into a target (RFC 9112, 3.2), and where one stands the framework may find no path at all.
  const hash = target.indexOf('#')
  if (hash !== -1) {
    target = target.slice(0, hash)
    request.url = target
  }
  if (target.startsWith('/')) return
  const absolute = /^https?:\/\/([^/?#]*)(.*)/is.exec(target)
  if (absolute === null) {
    request.url = `/${target}`
    return
  }
  const [, authority = '', rest = ''] = absolute
  request.headers.host = authority.slice(authority.lastIndexOf('@') + 1)
  request.url = rest.startsWith('/') ? rest : `/${rest}`
}

function close(
  server: http.Server,
  sockets: ReadonlySet<Socket>,
  connections: ReadonlySet<Socket>,
  talks: Conversations,
): Promise<void> {
  // node takes a connection for idle as soon as its reply is handed over, megabytes of it unsent; ours are idle when all is out.
  server.closeIdleConnections = () => undefined
  const closeIdle = () => {
    for (const connection of connections) {
      const isAnswered = connection.writableLength === 0 && messageOf(connection) === undefined
      if (isAnswered && talks.lastRequest(connection)?.complete !== false) connection.destroy()
    }
  }
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, graceMs)
    const sweep = setInterval(closeIdle, 20)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(sweep)
      resolve()
    })
    closeIdle()
  })
}

/** The response that a connection is busy with. node keeps it there, and tells it to nobody else. */
function messageOf(socket: Duplex): http.ServerResponse | undefined {
  return (socket as Duplex & { _httpMessage?: http.ServerResponse | null })._httpMessage ?? undefined
}
