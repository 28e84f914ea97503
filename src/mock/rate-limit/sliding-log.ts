import type { RateLimit, RateLimiter } from '../types.ts'

/**
 * As Django REST Framework's SimpleRateThrottle counts: the times of the requests that were served are kept for the length of the window,
 * a caller is refused while there are as many as the limit, and the wait is what the oldest of them has left.
 */
export function slidingLog(limit: RateLimit): RateLimiter {
  const windowMs = limit.windowSeconds * 1000
  // Oldest first; never more than the limit.
  let times: number[] = []

  return {
    take(now) {
      // A clock that was set back has made all of them meaningless.
      if ((times.at(-1) ?? now) > now) times = []
      while ((times[0] ?? now) <= now - windowMs) times.shift()
      const isAllowed = times.length < limit.requests
      if (isAllowed) times.push(now)
      const waitSeconds = Math.ceil((windowMs - (now - (times[0] ?? now))) / 1000)
      return {
        isAllowed,
        limit,
        remaining: limit.requests - times.length,
        resetSeconds: waitSeconds,
        retryAfterSeconds: isAllowed ? 0 : waitSeconds,
      }
    },
  }
}
