import { readRetryAfter } from '../../spec/index.ts'
import { CouldNotCheck, type ResponseSeen } from '../types.ts'
import { type Backoff, backoffMs, startBackoff } from './backoff.ts'

/** Errors to give back at once, without further tries: all, or those with one of these statuses. */
export type ExpectedErrors = boolean | readonly number[]

export interface RetryingOptions {
  /** Further tries. */
  readonly retries: number
  readonly backoff: Backoff
  /** All that one request may wait. All requests together may wait ten times as long. */
  readonly maxWaitMs: number
  /** Whether a 5xx that outlives the tries is given back instead of SERVER_ERROR. */
  readonly judgesServerErrors: boolean
  /** A host that has answered nothing but 5xx may be starting: its first request is tried over some 20 s, and its answer given back. */
  readonly awaitsStart: boolean
  readonly now: () => number
  readonly pause: (waitMs: number) => Promise<void>
}

/** Further tries while a server may be starting, and the longest time until the next. */
const startRetries = 2
const longestStartMs = 30_000

/** A server that asks for a little patience each time would stretch a run of a hundred requests without end. */
const longWaits = 10

/** Tries again after a 429 or a 5xx that nobody expected, as patiently as the server asks. */
export interface Retrying {
  /** Errors: CouldNotCheck THROTTLED, SERVER_ERROR, and what `tryOnce` throws. */
  run<Response extends Pick<ResponseSeen, 'status' | 'header'>>(
    host: string,
    expects: ExpectedErrors,
    tryOnce: () => Promise<Response>,
  ): Promise<Response>
}

/**
 * Retry-After goes before the backoff. A wait that does not fit into what is left of `maxWaitMs` ends the tries at once: nobody comes
 * back sooner than asked. The host is then left alone until that time, by the requests that follow too.
 */
export function createRetrying(options: RetryingOptions): Retrying {
  const { retries, backoff, maxWaitMs, judgesServerErrors, awaitsStart, now, pause } = options
  const started = new Set<string>()
  const closedUntilMs = new Map<string, number>()
  let leftInAllMs = longWaits * maxWaitMs

  return {
    async run(host, expects, tryOnce) {
      const closedMs = Math.max(0, (closedUntilMs.get(host) ?? 0) - now())
      if (closedMs > Math.min(maxWaitMs, leftInAllMs)) {
        throw new CouldNotCheck('THROTTLED', `${host} asked to be left alone for another ${inSeconds(closedMs)}`)
      }
      leftInAllMs -= closedMs
      await pause(closedMs)

      let leftMs = maxWaitMs - closedMs
      for (let retry = 0; ; retry++) {
        const response = await tryOnce()
        const { status } = response
        if (status < 500) started.add(host)
        const mayStart = awaitsStart && !started.has(host)
        const isExpected = typeof expects === 'boolean' ? expects : expects.includes(status)
        if (isExpected || (status !== 429 && status < 500)) return response

        const askedMs = readRetryAfter(response.header('retry-after'), now())
        if (askedMs !== undefined) closedUntilMs.set(host, now() + askedMs)
        const ownMs = backoffMs(mayStart ? startBackoff : backoff, retry)
        const waitMs = mayStart ? Math.max(askedMs ?? 0, ownMs) : (askedMs ?? ownMs)
        const mostMs = mayStart ? longestStartMs : Math.min(leftMs, leftInAllMs)
        if (retry >= (mayStart ? Math.min(retries, startRetries) : retries) || waitMs > mostMs) {
          if (status !== 429 && (judgesServerErrors || mayStart)) return response
          throw givenUp(host, status, retry + 1, askedMs)
        }
        leftMs -= waitMs
        leftInAllMs -= waitMs
        await pause(waitMs)
      }
    },
  }
}

function givenUp(host: string, status: number, tries: number, askedMs: number | undefined): CouldNotCheck {
  const wish = askedMs === undefined ? '' : `; it asks to wait ${inSeconds(askedMs)}`
  return new CouldNotCheck(
    status === 429 ? 'THROTTLED' : 'SERVER_ERROR',
    `${host} answered ${status} to ${tries === 1 ? 'the only try' : `each of ${tries} tries`}${wish}`,
  )
}

function inSeconds(ms: number): string {
  return `${Math.ceil(ms / 1_000)} s`
}
