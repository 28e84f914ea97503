import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'

/**
 * The origin under which a client reached this server, such as `http://localhost:8080`: behind a published container port only the client
 * knows it. It is only ever given back to the same client.
 */
export function requestOrigin(request: IncomingMessage): string {
  const socket = request.socket as TLSSocket
  const scheme = socket.encrypted === true ? 'https' : 'http'
  const host = request.headers.host
  const isPlain = host !== undefined && /^[\w.:[\]-]{1,255}$/.test(host)
  return `${scheme}://${isPlain ? host : `${bracketed(socket.localAddress ?? '127.0.0.1')}:${socket.localPort}`}`
}

/** The URL under which this server reaches the listener that took a request: names and ports outside of its machine may be others. */
export function listenerUrl({ socket }: IncomingMessage): string {
  const scheme = (socket as TLSSocket).encrypted === true ? 'https' : 'http'
  const address = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/i, '')
  return `${scheme}://${bracketed(address)}:${socket.localPort}`
}

/** An address as URLs write it: IPv6 in brackets. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
