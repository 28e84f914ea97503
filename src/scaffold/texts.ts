import { type Code, commentText, js, literal, textCode } from './code.ts'
import { draw } from './draw.ts'
import type { Key } from './keys.ts'
import { formatSamples } from './sample.ts'
import type { Shape } from './shape.ts'
import { wordsOf } from './words.ts'

/** An expression that gives a text, and what is known of that text. */
export interface TextCode {
  readonly code: Code
  /** Characters that it has at most. */
  readonly longest: number
  /** Texts as it gives them, where they have a form of their own: whether they fit a pattern can be tried out. */
  readonly samples?: readonly string[]
  /** It can be cut and filled up without losing what it is. */
  readonly isFree?: boolean
  /** A comment. */
  readonly remark?: string
}

/** A text of a format, or undefined when any text will do. */
export function textOfFormat(format: string, key: Key, name: string): TextCode | undefined {
  switch (format) {
    case 'uuid':
      return uuidText(key)
    case 'date-time':
      return momentText(key, name)
    case 'date':
      return dayText(key, name)
    case 'time':
      return { code: js`${momentText(key, name).code}.slice(11)`, longest: 9, samples: ['05:06:07Z'] }
    case 'email':
    case 'idn-email':
      return addressText(key)
    case 'hostname':
    case 'idn-hostname':
      return hostText(key)
    case 'ipv4':
      // TEST-NET-1 (RFC 5737).
      return form(textCode(['192.0.2.', draw.call('between', key, 1, 254)]), ['192.0.2.1', '192.0.2.254'])
    case 'ipv6':
      return form(textCode(['2001:db8::', draw.call('between', key, 1, 9999)]), ['2001:db8::1', '2001:db8::9999'])
    case 'uri':
    case 'url':
    case 'iri':
      return urlText(key)
    case 'uri-reference':
    case 'iri-reference':
      return form(textCode(['/', draw.call('hexText', key, 8)]), ['/0a1b2c3d'])
    case 'decimal':
      return form(textCode([draw.call('between', key, 1, 999), '.50']), ['1.50', '999.50'])
    case 'int32':
    case 'int64':
      return form(js`String(${draw.call('between', key, 1, 9999)})`, ['1', '9999'])
    case 'byte':
      return form(js`Buffer.from(${draw.call('hexText', key, 12)}).toString('base64')`, ['MGExYjJjM2Q0ZTVm'])
    default: {
      const sample = formatSamples.get(format)
      return sample === undefined ? undefined : form(literal(sample), [sample])
    }
  }
}

/** A text that fits the name of its property, as far as names tell. */
export function textOfName(name: string, key: Key, { examples }: Shape): TextCode {
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  const shown = examples.find((example) => typeof example === 'string')
  const stream = draw.stream(key)
  const free = (code: Code, longest = 80): TextCode => ({ code, longest, isFree: true })
  const isMoment =
    (/^(at|date|time|timestamp|on)$/.test(last) && words.length > 1) ||
    /^(created|updated|modified|expires)$/.test(last)
  if (isMoment) {
    return /^\d{4}-\d{2}-\d{2}$/.test(shown ?? '')
      ? { ...dayText(key, name), remark: 'Assumed: a day, as in the example.' }
      : { ...momentText(key, name), remark: 'Assumed: a moment, going by its name.' }
  }
  if (last === 'uuid' || last === 'guid') return uuidText(key)
  if (/^(email|mail)$/.test(last)) return { ...addressText(key), remark: 'Assumed: an address.' }
  if (/^(url|uri|link|href|website|homepage|avatar|logo|image|picture|icon)$/.test(last)) {
    return { ...urlText(key), remark: 'Assumed: a URL.' }
  }
  if (/^(id|sid|key|token|secret|hash|ref|reference)$/.test(last)) return free(draw.call('hexText', key, 12), 12)
  if (/^(slug|login|handle|username|alias|identifier|subdomain)$/.test(last))
    return form(draw.numbered(key, 'org-', ''), ['org-1', 'org-9999999'])
  if (/^(domain|host|hostname)$/.test(last)) return hostText(key)
  if (/^(phone|mobile|fax)$/.test(last))
    return form(textCode(['+1555', draw.call('between', key, 1000000, 9999999)]), ['+15551000000'])
  if (/^(description|summary|about|bio|note|notes|comment|reason)$/.test(last))
    return free(js`${stream}.company.catchPhrase()`)
  if (/^(country|countrycode)$/.test(last)) return choice(key, ['DE', 'FR', 'NL', 'US'])
  if (last === 'currency') return choice(key, ['EUR', 'GBP', 'USD'])
  if (/^(locale|language|lang)$/.test(last)) return choice(key, ['de', 'en', 'fr'])
  if (/^(timezone|tz)$/.test(last) || words.join(' ') === 'time zone')
    return choice(key, ['Europe/Berlin', 'America/New_York', 'UTC'])
  if (last === 'city') return free(js`${stream}.location.city()`, 40)
  if (words[0] === 'first' && last === 'name') return free(js`${stream}.person.firstName()`, 30)
  if (words[0] === 'last' && last === 'name') return free(js`${stream}.person.lastName()`, 30)
  if (/^(owner|creator|author|contact|user|member)$/.test(words.at(-2) ?? '') && last === 'name')
    return free(js`${stream}.person.fullName()`, 60)
  if (/^(name|title|label|company|organization|displayname)$/.test(last)) return free(js`${stream}.company.name()`)
  if (/^\d+$/.test(shown ?? ''))
    return { ...form(js`String(${draw.call('between', key, 1, 9999)})`, ['1', '9999']), isFree: true }
  return {
    ...free(js`${stream}.lorem.words(2)`, 40),
    ...(shown === undefined ? {} : { remark: `Such as '${commentText(shown, 60)}'.` }),
  }
}

function form(code: Code, samples: readonly string[]): TextCode {
  return { code, samples, longest: Math.max(...samples.map(({ length }) => length)) }
}

function uuidText(key: Key): TextCode {
  return form(draw.call('randomUuid', key), [
    '8d1f6c4b-2a0e-4d73-9f8c-1d5b7e9a4260',
    '0b2e9a4c-6d8f-4103-ae7a-9c1b3d5f8e20',
  ])
}

function momentText(key: Key, name: string): TextCode {
  return form(draw.call('moment', key, ...ageOf(name)), ['2025-03-04T05:06:07Z', '2026-11-30T23:59:00Z'])
}

function dayText(key: Key, name: string): TextCode {
  return form(js`${draw.call('moment', key, ...ageOf(name))}.slice(0, 10)`, ['2025-03-04', '2026-11-30'])
}

function addressText(key: Key): TextCode {
  return form(draw.numbered(key, 'office', '@example.com'), ['office1@example.com', 'office9999999@example.com'])
}

function hostText(key: Key): TextCode {
  return form(draw.numbered(key, 'www', '.example.com'), ['www1.example.com', 'www9999999.example.com'])
}

function urlText(key: Key): TextCode {
  return form(textCode(['https://example.com/', draw.call('hexText', key, 8)]), ['https://example.com/0a1b2c3d'])
}

/** Days before the reference date: what changes does so after what begins. */
function ageOf(name: string): readonly [number, number] {
  return /(updat|modif|chang|last|seen|activ)/i.test(name) ? [1, 365] : [366, 1400]
}

function choice(key: Key, values: readonly string[]): TextCode {
  return { ...form(draw.rotate(key, values), values), remark: 'Assumed: these values.' }
}
