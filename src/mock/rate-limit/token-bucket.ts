import type { RateLimit, RateLimiter } from '../types.ts'

/** As Amazon API Gateway counts: a bucket of `requests` tokens that fills up evenly over the window; each request takes one. */
export function tokenBucket(limit: RateLimit): RateLimiter {
  const perMs = limit.requests / (limit.windowSeconds * 1000)
  let tokens = limit.requests
  let filledAt: number | undefined
  return {
    take(now) {
      const elapsedMs = Math.max(0, now - (filledAt ?? now))
      tokens = Math.min(limit.requests, tokens + elapsedMs * perMs)
      filledAt = now
      // Sums of fractions miss whole numbers by a little.
      const isAllowed = tokens >= 1 - 1e-9
      if (isAllowed) tokens = Math.max(0, tokens - 1)
      return {
        isAllowed,
        limit,
        remaining: Math.floor(tokens + 1e-9),
        resetSeconds: Math.ceil((limit.requests - tokens) / perMs / 1000),
        retryAfterSeconds: isAllowed ? 0 : Math.ceil((1 - tokens) / perMs / 1000),
      }
    },
  }
}
