import type { RateLimit, RateLimiter } from '../types.ts'

/**
 * As Django REST Framework's SimpleRateThrottle counts: the times of the requests that were served are kept for the length of the window,
 * a caller is refused while there are as many as the limit, and the wait is what the oldest of them has left.
 */
export function slidingLog(limit: RateLimit): RateLimiter {
  const windowMs = limit.windowSeconds * 1000
  // Oldest first, from `first` on; never more than the limit.
  let times: number[] = []
  let first = 0

  function forget(now: number): void {
    // A clock that was set back has made all of them meaningless.
    if ((times.at(-1) ?? now) > now) first = times.length
    while (first < times.length && (times[first] as number) <= now - windowMs) first += 1
    if (first > 1_000 || first === times.length) {
      times = times.slice(first)
      first = 0
    }
  }

  return {
    take(now) {
      forget(now)
      const isAllowed = times.length - first < limit.requests
      if (isAllowed) times.push(now)
      const waitSeconds = Math.ceil((windowMs - (now - (times[first] ?? now))) / 1000)
      return {
        isAllowed,
        limit,
        remaining: limit.requests - (times.length - first),
        resetSeconds: waitSeconds,
        retryAfterSeconds: isAllowed ? 0 : waitSeconds,
      }
    },
  }
}
