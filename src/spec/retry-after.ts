const imfDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/
const rfc850Date = /^[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/
const asctimeDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/

/**
 * Milliseconds to wait from `nowMs` on, 0 for a date that has passed; undefined for a missing or unreadable value.
 * Source: RFC 9110, 10.2.3 (seconds or a date) and 5.6.7 (the three forms of a date).
 */
export function readRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  const atMs = readDate(value)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}

/** Only these forms: Date.parse by itself takes much that is no date, and reads the form of asctime as local time. */
function readDate(value: string): number {
  if (imfDate.test(value) || rfc850Date.test(value)) return Date.parse(value)
  return asctimeDate.test(value) ? Date.parse(`${value} GMT`) : Number.NaN
}
