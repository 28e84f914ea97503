import { isArray, isObject } from './json.ts'
import type { Json } from './types.ts'

/** One step of a JSON pointer: a member's name or an array's index. */
export type Token = string | number

/** Escapes one step as RFC 6901 wants it: `~` and `/` become `~0` and `~1`. */
function escapeToken(token: Token): string {
  return String(token).replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Appends steps to a JSON pointer, escaping each. */
export function joinPointer(pointer: string, ...tokens: readonly Token[]): string {
  return tokens.reduce<string>((joined, token) => `${joined}/${escapeToken(token)}`, pointer)
}

/** The unescaped steps of a JSON pointer; `''`, the whole document, has none. */
export function splitPointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The JSON pointer in a `$ref` that begins with `#`: a URI fragment, so percent-encoding comes off first. Undefined when it cannot. */
export function referredPointer(ref: string): string | undefined {
  try {
    return decodeURIComponent(ref.slice(1))
  } catch {
    return undefined
  }
}

/** Whether `pointer` is `ancestor` itself or stands beneath it. */
export function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`)
}

/** The value of one member or element, or undefined when there is none; inherited names and `-` never match. */
export function step(value: Json, token: string): Json | undefined {
  if (isObject(value)) return Object.hasOwn(value, token) ? value[token] : undefined
  if (isArray(value) && /^(?:0|[1-9]\d*)$/.test(token)) return value[Number(token)]
  return undefined
}

/** The value that a JSON pointer (RFC 6901) names in a document, or undefined when it names none. */
export function resolvePointer(document: Json, pointer: string): Json | undefined {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined
  let value: Json | undefined = document
  for (const token of splitPointer(pointer)) {
    if (value === undefined) return undefined
    value = step(value, token)
  }
  return value
}
