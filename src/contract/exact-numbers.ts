import { randomUUID } from 'node:crypto'
import { splitPointer } from '../spec/index.ts'

/** A number as it is written: `units` divided by ten, `scale` times. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

/** Fewer digits always come back from a double as they were. */
const heldDigits = 15
/** A longer number is left to its double: to compare it would take long. */
const longestNumber = 1_000
const largestExponent = 400

/** What is written where a double says something else, by the list or object that holds it and the member. */
const written = new WeakMap<object, Map<string, string>>()

/** A number's place in a text, in bytes. */
export type Span = readonly [start: number, end: number]

/** Whether a number may say more than its double. */
export function mayExceedDouble(digits: number, length: number): boolean {
  return digits > heldDigits && length <= longestNumber
}

/** Parses a valid JSON text again and keeps the digits of those of its long numbers that doubles do not hold, for `writtenAt`. */
export function parseExactly(text: Buffer, longNumbers: readonly Span[]): unknown {
  // No text of a body begins with it by chance or by intent.
  const mark = randomUUID()
  let rest = 0
  let marked = ''
  for (const [start, end] of longNumbers) {
    const number = text.toString('latin1', start, end)
    if (isHeld(number)) continue
    marked += `${text.toString('utf8', rest, start)}"${mark}${number}"`
    rest = end
  }
  return JSON.parse(marked + text.toString('utf8', rest), function keepDigits(this: object, key, value) {
    if (typeof value !== 'string' || !value.startsWith(mark)) return value
    const number = value.slice(mark.length)
    const members = written.get(this) ?? new Map<string, string>()
    written.set(this, members.set(key, number))
    return Number(number)
  })
}

/** A number as it was written, where its double says something else. */
export function writtenAt(holder: unknown, key: string | number): string | undefined {
  return typeof holder === 'object' && holder !== null ? written.get(holder)?.get(String(key)) : undefined
}

/** A member's value; a whole number that a double does not hold as a bigint. */
export function exactAt(holder: unknown, key: string | number): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined
  const number = writtenAt(holder, key)
  if (number !== undefined && /^-?\d+$/.test(number)) return BigInt(number)
  return (holder as Readonly<Record<string, unknown>>)[key]
}

/** The identity of an item: the value of a property, or of what a JSON pointer leads to. */
export function identityAt(item: unknown, id: string): unknown {
  return id.startsWith('/') ? splitPointer(id).reduce<unknown>(exactAt, item) : exactAt(item, id)
}

/** The same text for values that are equal: the order of members does not count (JSON Schema 2020-12, 4.2.2), every digit does. */
export function canonical(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map((_, index) => canonical(exactAt(value, index))).join()}]`
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(exactAt(value, name))}`).join()}}`
}

/** Of a number as JSON or a double writes it. */
export function decimalOf(number: string): Decimal {
  const [, whole = '0', part = '', exponent = '0'] = /^(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? []
  return { units: BigInt(whole + part), scale: part.length - Number(exponent) }
}

/** Negative, zero or positive, as the first is less than, equal to or more than the second. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const [a, b] = aligned(one, other)
  return a < b ? -1 : a > b ? 1 : 0
}

export function isMultipleOf(one: Decimal, other: Decimal): boolean {
  const [a, b] = aligned(one, other)
  return b === 0n || a % b === 0n
}

function aligned(one: Decimal, other: Decimal): readonly [bigint, bigint] {
  const scale = Math.max(one.scale, other.scale)
  return [one.units * 10n ** BigInt(scale - one.scale), other.units * 10n ** BigInt(scale - other.scale)]
}

function isHeld(number: string): boolean {
  const double = Number(number)
  if (!Number.isFinite(double)) return true
  const decimal = decimalOf(number)
  return Math.abs(decimal.scale) > largestExponent || compareDecimals(decimal, decimalOf(String(double))) === 0
}
