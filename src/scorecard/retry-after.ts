/**
 * Milliseconds that a Retry-After header asks to wait, counted from `at`; undefined when it is missing or unreadable, 0 for a date that
 * has passed. Seconds or a date (RFC 9110, 10.2.3).
 */
export function readRetryAfter(value: string | undefined, at: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  const date = /GMT$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - at)
}
