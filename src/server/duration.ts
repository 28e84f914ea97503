import { type Shape, thing } from '../options/index.ts'

/** The units of an ISO 8601 duration whose length does not depend on a calendar, in milliseconds. */
const units = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const
const form =
  /^([+-])?P(?=[\dT])(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,9})?)S)?)?$/

/**
 * Milliseconds of an ISO 8601 duration such as `PT1H`, `-P1DT12H` or `PT0.5S`; undefined for any other text, and for years and months,
 * whose length depends on the calendar.
 */
export function readDuration(text: string): number | undefined {
  const match = form.exec(text)
  if (match === null) return undefined
  const [, sign, ...amounts] = match
  let milliseconds = 0
  for (const [place, amount] of amounts.entries()) {
    if (amount !== undefined) milliseconds += Number(amount.replace(',', '.')) * (units[place] ?? 0)
  }
  return Math.round(sign === '-' ? -milliseconds : milliseconds)
}

export const duration: Shape<string> = {
  ...thing<string>(
    'an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT1H or -P1DT30M',
    (value) => typeof value === 'string' && readDuration(value) !== undefined,
  ),
  schema: { type: 'string', pattern: '^[+-]?P' },
}

export const instant: Shape<string> = {
  ...thing<string>(
    'an instant such as 2026-01-01T00:00:00Z',
    (value) => typeof value === 'string' && readInstant(value) !== undefined,
  ),
  schema: { type: 'string', format: 'date-time' },
}

const instantForm = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/** Milliseconds since 1970 of an RFC 3339 instant such as `2026-01-01T00:00:00Z`; undefined for any other text, such as 30 February. */
export function readInstant(text: string): number | undefined {
  const day = instantForm.exec(text)?.[1]
  if (day === undefined) return undefined
  const time = Date.parse(text)
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // What is no day of the month becomes one of the next.
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day)
  return isDay && !Number.isNaN(time) ? time : undefined
}
