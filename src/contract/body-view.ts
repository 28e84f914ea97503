import { joinPointer, splitPointer } from '../spec/index.ts'
import type { Redactor } from './client/secret-redactor.ts'
import { maskedJson } from './masked-json.ts'
import { maskedText } from './masked-text.ts'
import { leavesAt } from './pattern-end.ts'
import { amount } from './validator/shown.ts'
import { type Part, type PlacedOptions, Words } from './words.ts'

/**
 * How much of a server's bodies reports show. `full`: values, long texts cut. `masked`: numbers, true, false, null and what the document
 * declares (enum members, names); of other texts length and kinds of characters. `none`: of values only what kind they are.
 */
export const bodiesModes = ['masked', 'full', 'none'] as const
export type BodiesMode = (typeof bodiesModes)[number]

/** Puts what laws and checks say into text. */
export interface BodyView {
  readonly bodies: BodiesMode
  text(words: Words): string
  /** A JSON pointer into a body. */
  pointer(pointer: string, options?: PlacedOptions): string
  /** A URL or another text with a query behind its first `?`. */
  url(url: string): string
  /** The head of a body; undefined where nothing of it is shown. `json` is its value, where it is JSON. */
  excerpt(body: Buffer, json: { readonly value: unknown } | undefined): string | undefined
}

export interface BodyViewOptions {
  readonly bodies: BodiesMode
  readonly redactor: Redactor
  /** Whether the document declares such a name or enum member. */
  isDeclared(text: string): boolean
}

const quotedCharacters = 60
/** A name is not cut before: a pointer with a piece of a name points nowhere. */
const nameCharacters = 200
const excerptCharacters = 2_048

export function createBodyView({ bodies, redactor, isDeclared }: BodyViewOptions): BodyView {
  const isFull = bodies === 'full'

  function quoted(text: string): string {
    const scrubbed = redactor.head(text, quotedCharacters + 1)
    const start = [...scrubbed].slice(0, quotedCharacters).join('')
    if (start === scrubbed && text.length <= quotedCharacters * 2) return JSON.stringify(start)
    return `${JSON.stringify(start)}… (${text.length} characters)`
  }

  function value({ value: came, isSecret, pattern }: Extract<Part, { isSecret: boolean }>): string {
    if (came === undefined) return 'nothing'
    if (typeof came !== 'string') return bodies === 'none' ? kindOf(came) : inShort(came)
    if (isSecret && isFull) return `a text of ${amount(came.length, 'character')}`
    if (isFull) return quoted(came)
    if (bodies === 'none') return 'a text'
    if (!isSecret && isDeclared(came)) return JSON.stringify(came)
    const end = pattern === undefined ? undefined : leavesAt(pattern, came)
    return end === undefined
      ? maskedText(came)
      : `${maskedText(came)}, which leaves the pattern at character ${end + 1}`
  }

  /** A name of a member. Of a position in a list there are no others. */
  function name(text: string): string {
    if (isFull) return redactor.head(text, nameCharacters)
    if (isDeclared(text) || /^\d{1,7}$/.test(text)) return text
    return bodies === 'none' ? '*' : maskedText(text)
  }

  /** Of a member beside those that the document declares: what looks like a name is one. */
  function likelyName(text: string): string {
    return bodies === 'masked' && /^[A-Za-z_]\w{0,40}$/.test(text) ? text : name(text)
  }

  function pointer(given: string, { lastIsName = false }: PlacedOptions = {}): string {
    const names = splitPointer(given)
    return joinPointer('', ...names.map((text, i) => (lastIsName && i === names.length - 1 ? likelyName : name)(text)))
  }

  function query(text: string): string {
    if (isFull) return text
    return text.split('&').map(parameter).join('&')
  }

  function parameter(text: string): string {
    const [key = '', ...rest] = text.split('=')
    const came = decoded(rest.join('='))
    return rest.length === 0 ? name(key) : `${name(key)}=${isHarmless(came) ? rest.join('=') : `[${inQuery(came)}]`}`
  }

  function isHarmless(text: string): boolean {
    return (
      text === '' || /^-?\d{1,15}(\.\d{1,15})?$/.test(text) || isDeclared(text) || redactor.text(text) === wholeSecret
    )
  }

  function inQuery(text: string): string {
    return bodies === 'none' ? 'a text' : maskedText(text)
  }

  function part(one: Part): string {
    if (typeof one === 'string') return one
    if ('pointer' in one) return pointer(one.pointer, one)
    if ('name' in one) return JSON.stringify(likelyName(one.name))
    return 'query' in one ? query(one.query) : value(one)
  }

  return {
    bodies,
    text: (words) => redactor.text(Words.partsOf(words).map(part).join('')),
    pointer: (given, options) => redactor.text(pointer(given, options)),
    url(url) {
      const start = url.indexOf('?')
      return start === -1 ? url : url.slice(0, start + 1) + query(url.slice(start + 1))
    },
    excerpt(body, json) {
      if (body.length === 0 || bodies === 'none') return undefined
      if (isFull) return redactor.excerpt(body, excerptCharacters)
      if (json === undefined) return maskedText(body.subarray(0, excerptCharacters).toString(), body.length)
      return redactor.head(
        maskedJson(json.value, { name, text: maskedOrDeclared }, excerptCharacters),
        excerptCharacters,
      )
    },
  }

  function maskedOrDeclared(text: string): string {
    return isDeclared(text) ? text : maskedText(text)
  }
}

/** What the redactor makes of a text that is a secret and nothing else: it may stay, to become the name of its variable. */
const wholeSecret = '[REDACTED]'

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** A value that is no text. */
function inShort(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : typeof value === 'boolean' ? 'true or false' : 'a number'
}
