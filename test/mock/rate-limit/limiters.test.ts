import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedWindow } from '../../../src/mock/rate-limit/fixed-window.ts'
import { requestAllowance } from '../../../src/mock/rate-limit/request-allowance.ts'
import { slidingLog } from '../../../src/mock/rate-limit/sliding-log.ts'
import { tokenBucket } from '../../../src/mock/rate-limit/token-bucket.ts'
import type { RateLimiter } from '../../../src/mock/types.ts'

fc.configureGlobal({ seed: 20260601 })

const start = Date.UTC(2026, 5, 15, 12)
const limit = { requests: 3, windowSeconds: 60 }

/** Requests at these seconds: `yes remaining/reset` or `no remaining/reset wait`. */
function ask(limiter: RateLimiter, seconds: readonly number[]): string[] {
  return seconds.map((second) => {
    const { isAllowed, remaining, resetSeconds, retryAfterSeconds } = limiter.take(start + second * 1000)
    return `${isAllowed ? 'yes' : 'no'} ${remaining}/${resetSeconds}${isAllowed ? '' : ` ${retryAfterSeconds}`}`
  })
}

test('a fixed window begins with its first request and is over after its time', () => {
  expect(ask(fixedWindow(limit), [10, 20, 20.5, 30, 69.001, 69.999, 70, 129.9, 130])).toEqual([
    'yes 2/60',
    'yes 1/50',
    'yes 0/50',
    'no 0/40 40',
    'no 0/1 1',
    'no 0/1 1',
    'yes 2/60',
    'yes 1/1',
    'yes 2/60',
  ])
})

test('a fixed window that blocks shuts the caller out from the first refusal on, once', () => {
  expect(ask(fixedWindow(limit, 300), [0, 1, 2, 50, 59, 60, 200, 349.9, 350])).toEqual([
    'yes 2/60',
    'yes 1/59',
    'yes 0/58',
    'no 0/300 300',
    'no 0/291 291',
    'no 0/290 290',
    'no 0/150 150',
    'no 0/1 1',
    'yes 2/60',
  ])
})

// Worked out by hand from rest_framework/throttling.py: history keeps what was served for the duration, wait() is what the oldest has left.
test('a sliding log frees each place when the request that took it is as old as the window', () => {
  expect(ask(slidingLog(limit), [0, 20, 40, 50, 59.999, 60, 61, 79.5, 80, 81, 100])).toEqual([
    'yes 2/60',
    'yes 1/40',
    'yes 0/20',
    'no 0/10 10',
    'no 0/1 1',
    'yes 0/20',
    'no 0/19 19',
    'no 0/1 1',
    'yes 0/20',
    'no 0/19 19',
    'yes 0/20',
  ])
})

test('a token bucket fills up evenly, and never above its size', () => {
  // 3 in 60 s: one token every 20 s.
  expect(ask(tokenBucket(limit), [0, 0, 0, 0, 10, 20, 20, 59.999, 60, 60, 1_000, 1_000, 1_000, 1_000])).toEqual([
    'yes 2/20',
    'yes 1/40',
    'yes 0/60',
    'no 0/60 20',
    'no 0/50 10',
    'yes 0/60',
    'no 0/60 20',
    'yes 0/41',
    'yes 0/60',
    'no 0/60 20',
    'yes 2/20',
    'yes 1/40',
    'yes 0/60',
    'no 0/60 20',
  ])
})

test('an allowance hits the same request of every run, however slowly they come, and is full again a while after', () => {
  expect(
    ask(requestAllowance({ requests: 2, blockSeconds: 1 }), [0, 3_600, 7_200, 7_200.5, 7_201, 9_999, 10_000]),
  ).toEqual(['yes 1/1', 'yes 0/1', 'no 0/1 1', 'no 0/1 1', 'yes 1/1', 'yes 0/1', 'no 0/1 1'])
})

test('an allowance of nothing serves nothing', () => {
  const limiter = requestAllowance({ requests: 0, blockSeconds: 1 })
  expect([0, 1, 5].map((second) => limiter.take(start + second * 1000).isAllowed)).toEqual([false, false, false])
})

const kinds: [string, () => RateLimiter][] = [
  ['fixed window', () => fixedWindow(limit)],
  ['fixed window that blocks', () => fixedWindow(limit, 60)],
  ['sliding log', () => slidingLog(limit)],
  ['token bucket', () => tokenBucket(limit)],
  ['request allowance', () => requestAllowance({ requests: 3, blockSeconds: 60 })],
]

test.each(kinds)(
  '%s: serves again when the clock was set forward, and does not lock out when it was set back',
  (_, make) => {
    const limiter = make()
    const at = (second: number) => limiter.take(start + second * 1000).isAllowed
    expect([at(0), at(0), at(0), at(0)]).toEqual([true, true, true, false])
    expect(at(3_600)).toBe(true)
    // A day back: whatever was counted there is meaningless, and at the latest after a window there is room.
    at(-86_400)
    expect(at(-86_400 + 60)).toBe(true)
  },
)

test.each(kinds)('%s: whoever waits as long as it is told is served, and a second less is too short', (_, make) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 4, maxLength: 40 }), (gaps) => {
      const limiter = make()
      let now = start
      for (const gap of gaps) {
        now += gap
        const verdict = limiter.take(now)
        expect(verdict.remaining).toBeGreaterThanOrEqual(0)
        expect(verdict.remaining).toBeLessThanOrEqual(3)
        expect(verdict.retryAfterSeconds > 0).toBe(!verdict.isAllowed)
        if (verdict.isAllowed) continue
        const early = now + (verdict.retryAfterSeconds - 1) * 1000
        expect(limiter.take(early).isAllowed).toBe(false)
        now += verdict.retryAfterSeconds * 1000
        expect(limiter.take(now).isAllowed).toBe(true)
      }
    }),
  )
})

test('a sliding log keeps no more times than its limit, over any number of requests', () => {
  const limiter = slidingLog({ requests: 2_000, windowSeconds: 1 })
  let served = 0
  // Ten requests each millisecond for ten seconds: 2,000 in each.
  for (let ms = 0; ms < 10_000; ms += 1) {
    for (let i = 0; i < 10; i += 1) served += limiter.take(start + ms).isAllowed ? 1 : 0
  }
  expect(served).toBe(20_000)
})
