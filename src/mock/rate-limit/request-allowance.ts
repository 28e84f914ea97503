import type { RateLimiter, Scenario } from '../types.ts'

/**
 * So many requests, however slowly they come; the first one beyond is refused, and `blockSeconds` after that refusal there are as many
 * again. Unlike a window it hits the same request of every run.
 */
export function requestAllowance({ requests, blockSeconds }: NonNullable<Scenario['allowance']>): RateLimiter {
  const limit = { requests, windowSeconds: blockSeconds }
  let left = requests
  let blockedUntil: number | undefined
  return {
    take(now) {
      if (blockedUntil !== undefined && (now >= blockedUntil || now < blockedUntil - blockSeconds * 1000)) {
        blockedUntil = undefined
        left = requests
      }
      const isAllowed = blockedUntil === undefined && left > 0
      if (isAllowed) left -= 1
      else blockedUntil ??= now + blockSeconds * 1000
      const seconds = blockedUntil === undefined ? blockSeconds : Math.ceil((blockedUntil - now) / 1000)
      return { isAllowed, limit, remaining: left, resetSeconds: seconds, retryAfterSeconds: isAllowed ? 0 : seconds }
    },
  }
}
