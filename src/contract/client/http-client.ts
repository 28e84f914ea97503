import { setTimeout as wait } from 'node:timers/promises'
import { lazily } from '../../spec/index.ts'
import { CouldNotCheck, type ResponseSeen, type TokenRequest } from '../types.ts'
import { type Address, readAddress } from './address.ts'
import { liveBackoff, ownBackoff } from './backoff.ts'
import type { Lookup } from './connection.ts'
import { createConnectionPool } from './connection-pool.ts'
import { createConnector, type TransportOptions } from './connector.ts'
import { decodedBody } from './decoded-body.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { has, prepareRequest, type RequestSeen, type RequestToSend, requestBytes } from './request-bytes.ts'
import { elementsOf, valuesOf } from './response-head.ts'
import type { RawResponse } from './response-reader.ts'
import { createRetrying, type ExpectedErrors } from './retrying.ts'
import type { Redactor } from './secret-redactor.ts'
import { learnTokens, readTokenReply } from './token-reply.ts'

export interface HttpClientOptions extends TransportOptions {
  /** URL of the provider's host root, such as `https://api.cloudflare.com` or `http://127.0.0.1:8080/api.cloudflare.com`. */
  readonly root: string
  readonly tokenUrl?: string
  /** The real API: GET and the token POST only, to the allowed hosts. */
  readonly isLive: boolean
  /** Hosts that a live client may speak to, with `:port` unless it is 443. */
  readonly allowedHosts: readonly string[]
  /** Learns what requests carry as credentials, and the tokens that come. */
  readonly secrets: Redactor
  /** For one request, from connecting to the last byte; waiting to send it again is not part of it. Default 30 s. */
  readonly timeoutMs?: number | undefined
  /** Largest body that is read; of an answer of 400 and above, and of the token endpoint, 1 MB at most. Default 16 MB. */
  readonly bodyLimitBytes?: number
  /** Everything that is sent counts: token requests and second tries too. Default: no budget. */
  readonly maxRequests?: number | undefined
  /** Spread evenly. Default: no limit. */
  readonly ratePerSecond?: number | undefined
  /** Further tries after a 429 or 5xx. Default 3 live, 2 otherwise. */
  readonly retries?: number
  /**
   * All that one request may wait for its further tries. A Retry-After that does not fit in ends the tries at once: nobody comes back
   * sooner than asked. Default 60 s live, 5 s otherwise.
   */
  readonly maxWaitMs?: number
  /** Whether a server that answers nothing but 5xx is given some 20 s to start. Default: false. */
  readonly awaitsStart?: boolean
  /** A 5xx that outlives the tries is given back to be judged, instead of SERVER_ERROR. Default: true unless live. */
  readonly judgesServerErrors?: boolean
  readonly signal?: AbortSignal | undefined
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>
  /** For tests and staging only: connects elsewhere, as curl's --connect-to; the certificate must still bear the URL's name. */
  readonly lookup?: Lookup
}

export interface SendRequest extends RequestToSend {
  /** Errors to give back at once, without further tries. Default none. */
  readonly expectsErrors?: ExpectedErrors
}

export interface Sent {
  readonly request: RequestSeen
  readonly response: ResponseSeen
}

/** Sends one request after another, whoever asks, and never follows a redirect. */
export interface HttpClient {
  /**
   * Sends a request, again after a 429 or 5xx that is not expected.
   * Errors: CouldNotCheck of every code but NO_CREDENTIALS and REDIRECT. The message is not scrubbed yet.
   */
  send(request: SendRequest): Promise<Sent>
  /** The token request as `requestToken` would make it. */
  prepareToken(form: Readonly<Record<string, string>>): RequestSeen
  /** POSTs a form to the token endpoint. Errors: CouldNotCheck of every code. */
  readonly requestToken: TokenRequest
  /** The same for a law that judges what comes, whatever it is: sent once. */
  exchangeToken(form: Readonly<Record<string, string>>): Promise<Sent>
  /** GETs a path of the token endpoint's host, without a credential and once. */
  askTokenHost(path: string): Promise<Sent>
  readonly requestsMade: number
  /** What servers took to answer, all together, in milliseconds: without pauses of ours. */
  readonly answeringMs: number
  /** What is left of the budget; infinite without one. */
  readonly requestsLeft: number
  /** Ends idle connections. A closed client can still send. */
  close(): void
}

const megabyte = 1024 * 1024
const errorBodyLimitBytes = megabyte
const tokenBodyLimitBytes = megabyte
const formType = 'application/x-www-form-urlencoded'

/** Never throws itself: a root that is not allowed makes every request NOT_ALLOWED, as it is for a server that is not there. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { isLive, allowedHosts, secrets, signal, now = Date.now, sleep = sleepFor } = options
  const { timeoutMs = 30_000, bodyLimitBytes = 16 * megabyte, maxRequests = Number.POSITIVE_INFINITY } = options
  const { retries = isLive ? 3 : 2, maxWaitMs = isLive ? 60_000 : 5_000, judgesServerErrors = !isLive } = options
  const { plainHttp = isLive ? 'never' : 'local' } = options
  const allowed = { allowedHosts: isLive ? allowedHosts : undefined, plainHttp }
  const retrying = createRetrying({
    retries,
    backoff: isLive ? liveBackoff : ownBackoff,
    maxWaitMs,
    judgesServerErrors,
    awaitsStart: options.awaitsStart ?? false,
    now,
    pause,
  })
  const limiter = createRateLimiter(options.ratePerSecond)
  const connect = createConnector({ ...options, plainHttp })
  const connections = createConnectionPool({ timeoutMs, signal, connect })
  let requestsMade = 0
  let answeringMs = 0
  let turn: Promise<unknown> = Promise.resolve()

  const rootAddress = lazily(() => readAddress(options.root, allowed))
  const tokenAddress = lazily(() => {
    if (options.tokenUrl !== undefined) return readAddress(options.tokenUrl, allowed)
    throw new CouldNotCheck('NO_CREDENTIALS', 'this target has no token endpoint')
  })

  function prepare(request: RequestToSend): RequestSeen {
    const { origin, path } = rootAddress()
    // A path without its slash is refused there; put behind the prefix it would go unnoticed.
    const below = request.path.startsWith('/') ? `${path.replace(/\/$/, '')}${request.path}` : request.path
    return prepareRequest(origin, { ...request, path: below })
  }

  function prepareToken(form: Readonly<Record<string, string>>): RequestSeen {
    const { origin, path } = tokenAddress()
    const body = new URLSearchParams(form).toString()
    return prepareRequest(origin, { method: 'POST', path, headers: { 'Content-Type': formType }, body })
  }

  /** One after another; a failure does not keep the next one from its turn. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  async function pause(waitMs: number): Promise<void> {
    if (waitMs <= 0) return
    await sleep(waitMs, signal).catch((error) => {
      throw signal?.aborted === true ? new CouldNotCheck('INTERRUPTED', 'the run was interrupted') : error
    })
  }

  function assertBudget(): void {
    if (requestsMade < maxRequests) return
    throw new CouldNotCheck('BUDGET', `the budget of ${maxRequests} requests is spent`)
  }

  function spend(): void {
    assertBudget()
    requestsMade += 1
  }

  async function once(address: Address, request: RequestSeen, limitBytes: number): Promise<ResponseSeen> {
    assertBudget()
    await pause(limiter.reserve(now()))
    const limitOf = (status: number) => (status >= 400 ? Math.min(limitBytes, errorBodyLimitBytes) : limitBytes)
    const startedAt = now()
    try {
      const response = await connections.roundTrip({
        origin: address.origin,
        method: request.method,
        bytes: requestBytes(address, request),
        bodyLimitBytes: limitOf,
        onWrite: spend,
      })
      return seen(response, limitOf(response.status))
    } finally {
      answeringMs += now() - startedAt
    }
  }

  /** Of the token endpoint's host; any answer will do. */
  async function askOnce(request: RequestSeen): Promise<Sent> {
    const address = tokenAddress()
    const response = await retrying.run(address.host, true, () => once(address, request, tokenBodyLimitBytes))
    return { request, response }
  }

  return {
    send: ({ expectsErrors = false, ...given }) =>
      inTurn(async () => {
        const address = rootAddress()
        const request = prepare(given)
        if (isLive) assertHarmless(request, address)
        secrets.learn(request.headers)
        const response = await retrying.run(address.host, expectsErrors, () => once(address, request, bodyLimitBytes))
        return { request, response }
      }),
    prepareToken,
    requestToken: (form) =>
      inTurn(async () => {
        const address = tokenAddress()
        const request = prepareToken(form)
        secrets.learn(Object.entries(form))
        const response = await retrying.run(address.host, false, () => once(address, request, tokenBodyLimitBytes))
        return readTokenReply(response, address.origin.text, secrets)
      }),
    exchangeToken: (form) =>
      inTurn(async () => {
        secrets.learn(Object.entries(form))
        const sent = await askOnce(prepareToken(form))
        learnTokens(sent.response.body, secrets)
        return sent
      }),
    askTokenHost: (path) => inTurn(async () => askOnce(prepareRequest(tokenAddress().origin, { path }))),
    get requestsMade() {
      return requestsMade
    },
    get answeringMs() {
      return answeringMs
    },
    get requestsLeft() {
      return Math.max(0, maxRequests - requestsMade)
    },
    close: connections.close,
  }
}

function assertHarmless({ method, headers }: RequestSeen, { host }: Address): void {
  if (method !== 'GET') throw new CouldNotCheck('NOT_ALLOWED', `${method} is not sent to the live ${host}: only GET is`)
  // A server tells its sites apart by it: with another one the request would reach a host that is not pinned.
  if (has(headers, 'Host')) throw new CouldNotCheck('NOT_ALLOWED', `no other Host header is sent to the live ${host}`)
}

function seen({ status, headers, body, isComplete, surplusBytes }: RawResponse, limitBytes: number): ResponseSeen {
  const codings = body.length === 0 ? [] : elementsOf({ headers }, 'content-encoding')
  const decoded = codings.length === 0 ? undefined : decodedBody(body, codings, limitBytes)
  return {
    status,
    headers,
    header: (name) => valuesOf(headers, name)[0],
    body: decoded ?? body,
    ...(decoded === undefined ? {} : { encodedBytes: body.length }),
    complete: isComplete,
    surplusBytes,
  }
}

function sleepFor(ms: number, signal?: AbortSignal): Promise<unknown> {
  return wait(ms, undefined, signal === undefined ? {} : { signal })
}
