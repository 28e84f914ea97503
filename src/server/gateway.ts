import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import express, { type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Answer, MockRequest, Provider } from '../mock/index.ts'
import { type Address, addressResolver } from './address.ts'
import { requestIds } from './request-id.ts'
import { requestLog } from './request-log.ts'
import { send } from './send-answer.ts'
import { unreadAnswers } from './unread-answers.ts'
import type { World } from './world.ts'

/** No provider takes more than a token request's form. */
const bodyLimitBytes = 64 * 1024

const noBody = new Uint8Array(0)
const nextRequestId = requestIds()

interface GatewayOptions {
  readonly providers: readonly Provider[]
  readonly atRoot: Provider | undefined
  /** Further host names, each with the provider's host that it stands for. */
  readonly aliases: Readonly<Record<string, string>>
  readonly logger: Logger
  readonly world: Pick<World, 'clock' | 'observe' | 'redactor'>
}

/** Express middleware that hands each request to the provider it is addressed to, and every other one on. */
export function gateway({ providers, atRoot, aliases, logger, world }: GatewayOptions): RequestHandler {
  const { clock } = world
  const resolveAddress = addressResolver(providers, atRoot, aliases)
  const readBody = express.raw({ type: () => true, limit: bodyLimitBytes })
  const unread = unreadAnswers(logger)
  const log = requestLog(logger, world.redactor)

  function finish(
    request: IncomingMessage,
    response: ServerResponse,
    provider: Provider,
    made: Answer,
    startedAt: number,
    asked: MockRequest,
  ): void {
    const reply = clock.isTouched ? dated(made, clock.now()) : made
    const elapsedMs = performance.now() - startedAt
    unread.add(response, reply.body)
    send(response, reply)
    // In the turn in which the reply goes out: whoever has it finds it in the journal, and nobody waits for that.
    world.observe(provider, asked, reply, request.rawHeaders, elapsedMs)
    if (made.shortage !== undefined)
      logger.warn({ provider: provider.id, status: made.status }, `not served: ${made.shortage}`)
    log?.answered(provider, asked, request.url ?? '', reply, elapsedMs)
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
      log?.ours(request, response)
      next()
      return
    }
    const served: Provider = provider
    const startedAt = performance.now()

    function answer(body: Uint8Array | undefined): void {
      const asked = mockRequest(request, address, body, clock.now())
      try {
        const reply = served.handle(asked)
        if (reply instanceof Promise) {
          reply
            .then((ready) => finish(request, response, served, ready, startedAt, asked))
            .catch((error) => fail(error, asked))
        } else {
          finish(request, response, served, reply, startedAt, asked)
        }
      } catch (error) {
        fail(error, asked)
      }
    }

    /** A mistake of ours is the provider's own 500 to the client, and an error in the log. */
    function fail(error: unknown, asked: MockRequest): void {
      // The server is closing, and its connections are cut.
      if ((error as Error | undefined)?.name === 'AbortError') return
      logger.error({ err: error }, 'unexpected error')
      if (!response.headersSent)
        finish(request, response, served, served.refuse({ kind: 'internal' }, asked), startedAt, asked)
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
    requestId: nextRequestId(),
    now,
    client: request.socket,
  }
}

/** A reply under the time of a clock that was moved; node:http would send the machine's. */
function dated(answer: Answer, now: number): Answer {
  return { ...answer, headers: [...answer.headers, 'Date', new Date(now).toUTCString()] }
}
