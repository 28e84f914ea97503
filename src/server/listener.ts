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
  const options = { ...classes, maxHeaderSize: maxHeaderBytes, keepAliveTimeout: keepAliveMs }
  const server =
    tls === undefined
      ? http.createServer(options, app)
      : https.createServer({ ...options, cert: tls.certificate, key: tls.key }, app)
  server.on('clientError', refuse)

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
    close: () => close(server),
  }
}

function close(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    // A connection becomes idle when its last reply is out; node closes idle ones only at the moment of close().
    const sweep = setInterval(() => server.closeIdleConnections(), 20)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** Answers what node's parser refuses: no request object exists, so the reply is written to the socket itself. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  // A reply that has begun cannot be followed by another one.
  if (error.code === 'ECONNRESET' || !socket.writable || (socket as Socket & { _httpMessage?: unknown })._httpMessage) {
    socket.destroy()
    return
  }
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', `request line and headers are larger than ${maxHeaderBytes} bytes`]
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'the request did not arrive in time']
        : ['400 Bad Request', `this is no valid HTTP/1.1 request: ${error.message}`]
  const body = JSON.stringify({ message })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
