import { essence, isObject, type JsonObject, rememberedWeakly } from '../spec/index.ts'
import { idPrefixes, isHeaderWord, isMediaType } from './vocabulary.ts'

/** What a text is that no recognizer knows: it may be anything, so that another form of it is no change. */
export const anyText = 'text'

/** Longer texts are not looked at. */
const longest = 2_000

/** Recognizes the form of a text of a body. `document` gives the prefixes of ids that it shows. */
export function textForms(document: JsonObject): (text: string) => string {
  const prefixes = prefixesOf(document)
  return function formOf(text) {
    if (text === '') return 'empty'
    if (text.length > longest) return anyText
    return momentForm(text) ?? plainForm(text) ?? prefixForm(text, prefixes) ?? anyText
  }
}

/** A moment with its precision and the form of its offset, such as `date-time .123Z`. */
function momentForm(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return 'date'
  const found = /^\d{4}-\d\d-\d\d([Tt ])\d\d:\d\d(:\d\d)?(\.\d{1,9})?(Z|z|[+-]\d\d:?\d\d)?$/.exec(text)
  if (found === null) return undefined
  const [, between, seconds, fraction = '', offset = ''] = found
  const shown = /^[+-]/.test(offset) ? (offset.includes(':') ? '+00:00' : '+0000') : offset
  const digits = fraction === '' ? '' : `.${'0'.repeat(fraction.length - 1)}`
  return `date-time ${seconds === undefined ? 'minutes ' : ''}${digits}${shown || 'no offset'}${between === 'T' ? '' : ' apart'}`
}

function plainForm(text: string): string | undefined {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return 'uuid'
  if (/^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(text)) return 'email'
  if (/^https?:\/\/[^\s]+$/i.test(text)) return 'url'
  if (/^[+-]?\d+$/.test(text)) return 'whole number'
  const decimal = /^[+-]?\d*\.(\d{1,9})$/.exec(text)
  if (decimal !== null) return `decimal .${'0'.repeat(decimal[1]?.length ?? 0)}`
  const isHex = /^[0-9a-f]+$/.test(text) && [16, 20, 24, 32, 40, 64].includes(text.length)
  return isHex ? `hex ${text.length}` : undefined
}

function prefixForm(text: string, prefixes: ReadonlySet<string>): string | undefined {
  const prefix = idPrefix(text)
  return prefix !== undefined && prefixes.has(prefix) ? `${prefix}…` : undefined
}

/** What is before the last separator, where an id can follow. */
function idPrefix(text: string): string | undefined {
  return /^((?:[a-z]{2,14}[_:]){1,3})[\w-]{6,}$/.exec(text)?.[1]
}

/** Prefixes of ids in a document's examples and patterns, and those that are in use everywhere. */
const prefixesOf = rememberedWeakly((document: JsonObject): ReadonlySet<string> => {
  const found = new Set(idPrefixes.map((prefix) => `${prefix}_`))
  const walk = (node: unknown): void => {
    if (typeof node === 'string') {
      const prefix = idPrefix(node) ?? /^\^\(?((?:[a-z]{2,14}[_:]){1,3})/.exec(node)?.[1]
      if (prefix !== undefined) found.add(prefix)
    } else if (Array.isArray(node)) node.forEach(walk)
    else if (isObject(node)) Object.values(node).forEach(walk)
  }
  walk(document)
  return found
})

/** What a header's value is made of: words of HTTP as they are, `#` for a number, `…` for anything else. */
export function headerForm(value: string): string {
  if (value.length > longest) return anyText
  const date = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(value)
  if (date) return 'http date'
  const whole = value === '' ? 'empty' : (momentForm(value) ?? plainForm(value))
  if (whole !== undefined) return whole
  if (/^[\w+/-]{8,}={0,2}$/.test(value) && wordForm(value) === '…') return anyText
  const parts = value.split(/([\s,;=:"/<>()[\]]+)/)
  const shown = parts.map((part, index) => (index % 2 === 1 ? separator(part) : wordForm(part))).join('')
  // Runs of what is not told are one.
  const short = shown.replace(/…(?:[ ,;=:"/]*…)+/g, '…')
  return short === '…' || short.length > 200 ? anyText : short
}

function separator(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 4)
}

function wordForm(word: string): string {
  const small = word.toLowerCase()
  if (word === '' || word === '*' || isHeaderWord(small) || isMediaType(small)) return small
  return /^\d+(\.\d+)?$/.test(word) ? '#' : '…'
}

/** The media type that an answer states, if it is a known one. */
export function mediaTypeForm(contentType: string | undefined, isDeclared: (type: string) => boolean): string {
  if (contentType === undefined || contentType.trim() === '') return 'no media type'
  const type = essence(contentType)
  return isMediaType(type) || isDeclared(type) ? type : 'another media type'
}

/** Bounds of a list's length: no more is told of how many somebody has. */
export function lengthForm(length: number): string {
  if (length < 2) return String(length)
  return length < 10 ? '2 to 9' : length < 100 ? '10 to 99' : length < 1_000 ? '100 to 999' : '1000 or more'
}
