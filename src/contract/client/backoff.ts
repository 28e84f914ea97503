/** How long to wait before trying again. */
export interface Backoff {
  readonly firstMs: number
  readonly longestMs: number
}

/** Patient with an API that others use too. */
export const liveBackoff: Backoff = { firstMs: 1_000, longestMs: 30_000 }
/** A server of our own stumbles for a moment or not at all. */
export const ownBackoff: Backoff = { firstMs: 50, longestMs: 1_000 }

/** Of a server that is not ours and has not answered yet: two further tries take 21 s, in which it may start again. */
export const startBackoff: Backoff = { firstMs: 7_000, longestMs: 14_000 }

/**
 * Milliseconds before the next try: twice as long each time. `retry` counts from 0. Without jitter: the requests of a run go one after
 * another, so that there is no herd to scatter.
 */
export function backoffMs({ firstMs, longestMs }: Backoff, retry: number): number {
  return Math.min(longestMs, firstMs * 2 ** retry)
}
