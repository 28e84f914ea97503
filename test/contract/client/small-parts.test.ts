import { expect, test } from 'vitest'
import { backoffMs, liveBackoff } from '../../../src/contract/client/backoff.ts'
import { createRateLimiter, readRate } from '../../../src/contract/client/rate-limiter.ts'
import { readRetryAfter } from '../../../src/spec/index.ts'

const nowMs = Date.UTC(1994, 10, 6, 8, 49, 30)

test.each([
  ['0', 0],
  ['120', 120_000],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 7_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 7_000],
  ['Sun Nov  6 08:49:37 1994', 7_000],
  ['Sun, 06 Nov 1994 08:49:29 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['2026', 2_026_000],
  ['Sun, 06 Nov 1994 08:49:37 PST', undefined],
  ['1994-11-06T08:49:37Z', undefined],
  ['Sun, 99 Nov 1994 08:49:37 GMT', undefined],
])('reads Retry-After: %s as %s ms', (value, waitMs) => {
  expect(readRetryAfter(value, nowMs)).toBe(waitMs)
})

test('backs off twice as long each time, up to a bound', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 50].map((retry) => backoffMs(liveBackoff, retry))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ])
})

test('spreads requests over time, and does not save up what was not used', () => {
  const limiter = createRateLimiter(4)
  expect([0, 0, 0, 10_000, 10_000].map((atMs) => limiter.reserve(atMs))).toEqual([0, 250, 500, 0, 250])
  const unlimited = createRateLimiter(undefined)
  expect([0, 0].map((atMs) => unlimited.reserve(atMs))).toEqual([0, 0])
})

test.each([
  ['5/s', 5],
  ['0.5/s', 0.5],
  ['90/m', 1.5],
  ['1800/h', 0.5],
  ['0/s', undefined],
  ['5', undefined],
  ['5/d', undefined],
  ['-5/s', undefined],
  ['5 / s', undefined],
])('reads the rate %s as %s a second', (text, rate) => {
  expect(readRate(text)).toBe(rate)
})
