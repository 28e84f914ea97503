import { mayExceedDouble, parseExactly, type Span } from './exact-numbers.ts'
import { CouldNotCheck, type Exchange } from './types.ts'

/** Levels of lists and objects. A list of organizations has five or six; every function that calls itself gets along with so many. */
const mostLevels = 100

/** Commas, colons and opening brackets outside of texts: so many values fit into memory beside all the rest. */
const mostMarks = 600_000

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const LIST = 0x5b
const BACKSLASH = 0x5c
const LIST_END = 0x5d
const OBJECT = 0x7b
const OBJECT_END = 0x7d
const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39
/** What a number is written with: digits and + - . E e. */
const NUMBER_BYTES = new Set(Buffer.from('0123456789+-.Ee'))

/**
 * A body as JSON, or why it is none. Every body of a server is read here, so that recursion over what it gives is safe. One nested
 * too deep is not parsed, as RFC 8259 (9) permits. Numbers are doubles; `writtenAt` gives the digits of those that a double does not hold.
 * Errors: CouldNotCheck TOO_LARGE for more values than memory is sure to hold.
 */
export function readJson(body: Buffer): Exchange['json'] {
  if (body.length === 0) return { ok: false, reason: 'the body is empty' }
  const { levels, marks, longNumbers } = extent(body)
  if (levels > mostLevels) {
    return { ok: false, isTooDeep: true, reason: `nested too deep to judge: more than ${mostLevels} levels` }
  }
  if (marks > mostMarks) {
    throw new CouldNotCheck('TOO_LARGE', `a body of ${body.length} bytes holds too many values to judge`)
  }
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return { ok: true, value: longNumbers.length === 0 ? value : parseExactly(body, longNumbers) }
  } catch (error) {
    return { ok: false, reason: (error as Error).message }
  }
}

interface Extent {
  readonly levels: number
  readonly marks: number
  readonly longNumbers: readonly Span[]
}

/** How deep a text is nested and how many marks it has, counted until one of both is too much; and its numbers that a double may not hold. */
function extent(body: Buffer): Extent {
  const longNumbers: Span[] = []
  let level = 0
  let levels = 0
  let marks = 0
  for (let at = 0; at < body.length && levels <= mostLevels && marks <= mostMarks; at += 1) {
    const byte = body[at]
    if (byte === QUOTE) {
      at = endOfText(body, at + 1)
    } else if (byte === LIST || byte === OBJECT) {
      level += 1
      marks += 1
      if (level > levels) levels = level
    } else if (byte === LIST_END || byte === OBJECT_END) {
      level -= 1
    } else if (byte === COMMA || byte === COLON) {
      marks += 1
    } else if (byte === MINUS || isDigit(byte)) {
      const start = at
      let digits = 0
      for (; at < body.length && NUMBER_BYTES.has(body[at] ?? 0); at += 1) if (isDigit(body[at])) digits += 1
      if (mayExceedDouble(digits, at - start)) longNumbers.push([start, at])
      at -= 1
    }
  }
  return { levels, marks, longNumbers }
}

/** Where the quote stands that ends a text, or the end of the body. */
function endOfText(body: Buffer, start: number): number {
  let at = start
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1
  return at
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}
