import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import express, { type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { MockReply, MockRequest, Provider } from '../mock/index.ts'
import { type Address, addressResolver } from './address.ts'
import { urlRedactor } from './request-log.ts'

/** No provider takes more than a token request's form. */
export const bodyLimitBytes = 64 * 1024

const noBody = new Uint8Array(0)

export interface GatewayOptions {
  readonly providers: readonly Provider[]
  readonly atRoot: Provider | undefined
  readonly logger: Logger
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Express middleware that hands each request to the provider it is addressed to, and every other one on. */
export function gateway({ providers, atRoot, logger, now }: GatewayOptions): RequestHandler {
  const resolveAddress = addressResolver(providers, atRoot)
  const redactUrl = urlRedactor(providers)
  const readBody = express.raw({ type: () => true, limit: bodyLimitBytes })
  const logs = logger.isLevelEnabled('info')

  function finish(
    request: IncomingMessage,
    response: ServerResponse,
    address: Address,
    reply: MockReply,
    startedAt: number,
  ): void {
    send(response, reply)
    if (!logs) return
    logger.info(
      {
        provider: address.provider?.id,
        method: request.method,
        url: redactUrl(request.url ?? ''),
        status: reply.status,
        ms: Math.round((performance.now() - startedAt) * 1000) / 1000,
      },
      'request',
    )
  }

  return function gatewayMiddleware(request, response, next) {
    const { host } = request.headers
    const address = resolveAddress(host, request.url)
    // RFC 9112, 3.2: a server must refuse a request without a Host header.
    if (host === undefined && request.httpVersion === '1.1') {
      response.status(400).set('Connection', 'close').json({ message: 'this HTTP/1.1 request has no Host header' })
      return
    }
    const { provider } = address
    if (provider === undefined) {
      next()
      return
    }
    const startedAt = performance.now()

    function answer(body: Uint8Array | undefined): void {
      const reply = (provider as Provider).handle(mockRequest(request, address, body, now()))
      if (reply instanceof Promise) {
        reply.then((ready) => finish(request, response, address, ready, startedAt)).catch(next)
      } else {
        finish(request, response, address, reply, startedAt)
      }
    }

    if (!provider.takesBody(address.host, address.path)) {
      answer(noBody)
      return
    }
    readBody(request, response, (error: unknown) => {
      const body: unknown = request.body
      answer(error === undefined ? (body instanceof Uint8Array ? body : noBody) : undefined)
    })
  }
}

function mockRequest(
  request: IncomingMessage,
  address: Address,
  body: Uint8Array | undefined,
  now: number,
): MockRequest {
  return {
    method: request.method ?? 'GET',
    host: address.host,
    path: address.path,
    query: address.query,
    headers: request.headers,
    body,
    prefix: address.prefix,
    scheme: (request.socket as TLSSocket).encrypted === true ? 'https' : 'http',
    requestId: randomUUID().replaceAll('-', ''),
    now,
  }
}

/** Writes a reply byte for byte: no header is added but Content-Length and what node:http itself sends (Date, Connection). */
function send(response: ServerResponse, { status, headers, body }: MockReply): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  response.writeHead(status, [...headers, 'Content-Length', String(length)])
  response.end(body)
}
