import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HeaderPairs } from '../contract/index.ts'
import type { Forward, Mutation, ProxiedReply, ProxiedRequest } from './types.ts'

/** A server that breaks what it passes on. */
export interface Proxy {
  /** Such as `http://127.0.0.1:41234`; requests are addressed by host as first path segment, as on the mock server. */
  readonly origin: string
  close(): void
}

/** Written by this proxy itself, or meant for one connection only (RFC 9110, 7.6.1). */
const ownHeaders = new Set(['connection', 'content-length', 'date', 'host', 'keep-alive', 'transfer-encoding'])

/** Starts a proxy that answers each request as the mutation says. */
export async function startProxy(mutation: Mutation, forward: Forward): Promise<Proxy> {
  const server = http.createServer((incoming, outgoing) => {
    answer(incoming, mutation, forward)
      .then((reply) => write(outgoing, reply, incoming.method === 'HEAD'))
      // A mutation that fails is a mistake of ours, to be seen: the connection breaks, and no check of a defect expects that.
      .catch((error: Error) => outgoing.destroy(error))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answer(incoming: http.IncomingMessage, mutation: Mutation, forward: Forward): Promise<ProxiedReply> {
  const target = incoming.url ?? '/'
  const mark = target.indexOf('?')
  const whole = mark === -1 ? target : target.slice(0, mark)
  const slash = whole.indexOf('/', 1)
  const request: ProxiedRequest = {
    method: incoming.method ?? 'GET',
    host: whole.slice(1, slash === -1 ? undefined : slash),
    path: slash === -1 ? '/' : whole.slice(slash),
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers: pairs(incoming.rawHeaders),
    body: await collected(incoming),
  }
  return mutation(request, forward)
}

function write(outgoing: http.ServerResponse, reply: ProxiedReply, isHead: boolean): void {
  const { status, headers, body, contentLength = body.length, trailer } = reply
  const isRaw = trailer !== undefined || (!isHead && contentLength !== null && contentLength !== body.length)
  // node:http keeps promises that a mutant is there to break, so what it would not write goes to the socket as it is.
  if (isRaw) {
    const { socket } = outgoing
    socket?.write(rawHead(status, [...headers, ...lengthHeader(contentLength), ['Connection', 'close']]))
    socket?.write(Buffer.concat([...(isHead ? [] : [body]), ...(trailer === undefined ? [] : [trailer])]))
    socket?.end()
    return
  }
  outgoing.writeHead(status, [...headers, ...lengthHeader(contentLength)].flat())
  outgoing.end(body)
}

function rawHead(status: number, headers: HeaderPairs): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? 'Unknown'}\r\n${lines}\r\n`
}

function lengthHeader(contentLength: number | null): HeaderPairs {
  return contentLength === null ? [] : [['Content-Length', String(contentLength)]]
}

/**
 * Passes requests on to a server at an origin, over connections that are kept. The reply's own Content-Length is taken for its body's
 * length, so HEAD keeps the length that it stated.
 */
export function forwarder(origin: string): { readonly forward: Forward; close(): void } {
  const agent = new http.Agent({ keepAlive: true })
  const { hostname, port } = new URL(origin)
  return {
    forward: (request) =>
      new Promise((resolve, reject) => {
        const { method, host, path, query, headers, body } = request
        const outgoing = http.request({
          agent,
          hostname,
          port,
          method,
          path: `/${host}${path}${query === '' ? '' : `?${query}`}`,
          // As an array: names keep their letters, and a name may come twice.
          headers: [
            ['Host', `${hostname}:${port}`],
            ...headers,
            ...(body.length === 0 ? [] : [['Content-Length', String(body.length)]]),
          ].flat() as unknown as http.OutgoingHttpHeaders,
        })
        outgoing.on('error', reject)
        outgoing.on('response', (incoming) => {
          collected(incoming).then((received) => {
            const stated = incoming.headers['content-length']
            resolve({
              status: incoming.statusCode ?? 0,
              headers: pairs(incoming.rawHeaders),
              body: received,
              ...(method === 'HEAD' && stated !== undefined ? { contentLength: Number(stated) } : {}),
            })
          }, reject)
        })
        outgoing.end(body)
      }),
    close: () => agent.destroy(),
  }
}

function pairs(raw: readonly string[]): HeaderPairs {
  const list: [string, string][] = []
  for (let i = 0; i < raw.length; i += 2) {
    const [name = '', value = ''] = raw.slice(i, i + 2)
    if (!ownHeaders.has(name.toLowerCase())) list.push([name, value])
  }
  return list
}

async function collected(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
