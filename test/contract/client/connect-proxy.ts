import { createServer as createPlain, type IncomingMessage } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'

export interface ConnectProxyOptions {
  /** Where every tunnel ends, whatever was asked for. */
  readonly port: number
  /** Such as `user:password`; without it nobody has to say who they are. */
  readonly credentials?: string
  /** What every CONNECT gets instead of a tunnel, as bytes. */
  readonly answer?: string
  readonly tls?: { readonly cert: string; readonly key: string }
}

export interface ConnectProxy {
  readonly url: string
  readonly port: number
  /** `CONNECT host:port` or, for requests that ask for no tunnel, `GET url`. */
  readonly seen: readonly string[]
}

/** A proxy on this machine, closed when the test ends. */
export async function connectProxy({ port, credentials, answer, tls }: ConnectProxyOptions): Promise<ConnectProxy> {
  const seen: string[] = []
  const sockets = new Set<Duplex>()
  const server = tls === undefined ? createPlain() : createSecure(tls)
  server.on('connection', (socket: Duplex) => sockets.add(socket))
  server.on('request', ({ method, url }, response) => {
    seen.push(`${method} ${url}`)
    response.writeHead(400).end()
  })
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    seen.push(`CONNECT ${request.url}`)
    socket.on('error', () => undefined)
    const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`
    if (wanted !== undefined && request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm="corp"\r\nContent-Length: 4\r\n\r\nwho?')
    } else if (answer !== undefined) {
      socket.write(answer)
    } else {
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.0 200 Connection established\r\nVia: 1.1 corp\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
      sockets.add(upstream.on('error', () => socket.destroy()))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const own = (server.address() as AddressInfo).port
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${own}`, port: own, seen }
}
