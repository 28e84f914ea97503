import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import express, { type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Answer, MockRequest, Provider } from '../mock/index.ts'
import { type Address, addressResolver } from './address.ts'
import { urlRedactor } from './request-log.ts'
import { send } from './wire.ts'

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
    reply: Answer,
    startedAt: number,
    asked: MockRequest,
  ): void {
    send(response, reply)
    if (!logs) return
    const note = address.provider?.note(asked)
    logger.info(
      {
        provider: address.provider?.id,
        method: request.method,
        url: redactUrl(request.url ?? ''),
        status: reply.status,
        ms: Math.round((performance.now() - startedAt) * 1000) / 1000,
        note,
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
    const provider = address.provider
    if (provider === undefined) {
      if (logs)
        response.once('finish', () =>
          logger.info(
            { method: request.method, url: redactUrl(request.originalUrl), status: response.statusCode },
            'request',
          ),
        )
      next()
      return
    }
    const served: Provider = provider
    const startedAt = performance.now()

    function answer(body: Uint8Array | undefined): void {
      const asked = mockRequest(request, address, body, now())
      try {
        const reply = served.handle(asked)
        if (reply instanceof Promise) {
          reply
            .then((ready) => finish(request, response, address, ready, startedAt, asked))
            .catch((error) => fail(error, asked))
        } else {
          finish(request, response, address, reply, startedAt, asked)
        }
      } catch (error) {
        fail(error, asked)
      }
    }

    /** A mistake of ours is the provider's own 500 to the client, and an error in the log. */
    function fail(error: unknown, asked: MockRequest): void {
      // The server is closing, and its connections are cut.
      if (error instanceof Error && error.name === 'AbortError') return
      logger.error({ err: error }, 'unexpected error')
      if (!response.headersSent)
        finish(request, response, address, served.refuse({ kind: 'internal' }, asked), startedAt, asked)
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
