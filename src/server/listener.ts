import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ServableApp } from './app.ts'
import { bracketed } from './origin.ts'

/** node:http's own default, stated because an error message and the documentation name it. */
const maxHeaderBytes = 16 * 1024
/** What is still unfinished this long after the server was told to stop is cut. */
const graceMs = 800
/** Longer than the idle time of common HTTP clients, so that the client closes first and no request meets a closed connection. */
const keepAliveMs = 65_000

export interface TlsMaterial {
  /** PEM, the leaf first. */
  readonly certificate: string
  readonly key: string
}

export interface ListenOptions {
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
  // A missing Host header is answered by the app, in words.
  const options = { ...classes, maxHeaderSize: maxHeaderBytes, keepAliveTimeout: keepAliveMs, requireHostHeader: false }
  // The last request of each connection: a body that is still coming is in flight too.
  const requests = new WeakMap<Socket, http.IncomingMessage>()
  function handle(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (request.url?.startsWith('/') !== true) toOriginForm(request)
    requests.set(request.socket, request)
    app(request, response)
  }

  const server =
    tls === undefined
      ? http.createServer(options, handle)
      : https.createServer({ ...options, cert: tls.certificate, key: tls.key }, handle)
  server.on('clientError', refuse)
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(
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
  server.on('checkExpectation', (request: http.IncomingMessage, response: http.ServerResponse) => {
    const body = JSON.stringify({
      message: `Expect: ${String(request.headers.expect).slice(0, 100)} is not understood; 100-continue is`,
    })
    response.writeHead(417, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body)
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
    close: () => close(server, sockets, connections, requests),
  }
}

/**
 * Express reads origin-form targets only. The authority of an absolute-form target replaces the Host header (RFC 9112, 3.2.2); user
 * information in it is no part of a host (RFC 9110, 4.2.4). Any other target, such as `*`, asks for a path that nobody serves.
 */
function toOriginForm(request: http.IncomingMessage): void {
  const target = request.url ?? ''
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target)
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
  requests: WeakMap<Socket, http.IncomingMessage>,
): Promise<void> {
  // node takes a connection for idle as soon as its reply is handed over, megabytes of it unsent; ours are idle when all is out.
  server.closeIdleConnections = () => undefined
  const closeIdle = () => {
    for (const connection of connections) {
      const isAnswered = connection.writableLength === 0 && messageOf(connection) === undefined
      if (isAnswered && requests.get(connection)?.complete !== false) connection.destroy()
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

/** Answers what node's parser refuses: no request object exists, so the reply is written to the socket itself. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  // A reply that has begun cannot be followed by another one.
  if (error.code === 'ECONNRESET' || !socket.writable || messageOf(socket)?.headersSent === true) {
    socket.destroy()
    return
  }
  const [status, message]: [string, string] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', `request line and headers are larger than ${maxHeaderBytes} bytes`]
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'the request did not arrive in time']
        : ['400 Bad Request', `this is no valid HTTP/1.1 request: ${error.message}`]
  socket.end(plainReply(status, message))
}

function plainReply(status: string, message: string, headers: readonly string[] = []): string {
  const body = JSON.stringify({ message })
  const lines = [
    `HTTP/1.1 ${status}`,
    ...headers,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
