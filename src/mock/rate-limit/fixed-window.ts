import type { RateLimit, RateLimiter } from '../types.ts'

/**
 * A number of requests in each window; a window begins with the first request after the one before. Refused requests count for nothing.
 * `blockSeconds` shuts a caller out from the first refusal on for that long, whatever the window says, as Cloudflare does.
 */
export function fixedWindow(limit: RateLimit, blockSeconds?: number): RateLimiter {
  const windowMs = limit.windowSeconds * 1000
  let endsAt = Number.NEGATIVE_INFINITY
  let used = 0
  let isBlocked = false
  return {
    take(now) {
      // A clock that was set back begins a new window as well.
      if (now >= endsAt || now < endsAt - Math.max(windowMs, (blockSeconds ?? 0) * 1000)) {
        endsAt = now + windowMs
        used = 0
        isBlocked = false
      }
      const isAllowed = used < limit.requests
      if (isAllowed) used += 1
      else if (blockSeconds !== undefined && !isBlocked) {
        isBlocked = true
        endsAt = now + blockSeconds * 1000
      }
      const resetSeconds = Math.ceil((endsAt - now) / 1000)
      return {
        isAllowed,
        limit,
        remaining: limit.requests - used,
        resetSeconds,
        retryAfterSeconds: isAllowed ? 0 : resetSeconds,
      }
    },
  }
}
