import { type Code, js, literal, name, textCode } from './code.ts'
import { draw } from './draw.ts'
import { alphabetCode } from './helpers.ts'
import { type Key, longer } from './keys.ts'
import { digits, hexDigits, lettersAndDigits } from './pattern.ts'
import { fitsAll } from './pattern-parts.ts'
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

const theseValues = 'Assumed: these values.'
const statuses = ['active', 'inactive']

type Maker = (key: Key, name: string, shape: Shape) => TextCode

const free = (code: Code, longest = 80): TextCode => ({ code, longest, isFree: true })
const faked =
  (method: string, longest?: number): Maker =>
  (key) =>
    free(js`${draw.stream(key)}.${name(method)}()`, longest)
const oneOf =
  (...values: readonly string[]): Maker =>
  (key) =>
    choice(key, values)
const digitsOf =
  (length: number): Maker =>
  (key) =>
    form(draw.call('characters', key, alphabetCode(digits), length), ['0'.repeat(length)])
const assumed =
  (what: string, make: Maker): Maker =>
  (...given) => ({ ...make(...given), remark: `Assumed: ${what}.` })
const identifierText: Maker = (key) => free(draw.call('hexText', key, 12), 12)
const address = assumed('an address', addressText)
const moment = assumed('a moment, going by its name', momentText)

/** Kinds of texts by the last words of a name in singular or as they stand; the first that fits wins. */
const kinds: readonly (readonly [RegExp, Maker])[] = [
  [/^(uuid|guid)$/, uuidText],
  [/^(email|mail|email address)$/, address],
  [/^(url|uri|link|href|website|homepage|avatar|logo|image|picture|icon|banner)$/, assumed('a URL', urlText)],
  [/^(id|uid|sid|key|token|secret|hash|ref|reference|fingerprint|etag)$/, identifierText],
  [
    /^(slug|login|handle|username|alias|identifier|subdomain|twitter|prefix|suffix|bucket)$/,
    (key) => form(draw.numbered(key, 'org-', ''), ['org-1', 'org-9999999']),
  ],
  [/^(domain|host|hostname|cname|ptr|cname target|endpoint)$/, hostText],
  [
    /^(phone|mobile|fax|(phone|mobile|fax) number)$/,
    (key) => form(textCode(['+1555', draw.call('between', key, 1000000, 9999999)]), ['+15551000000']),
  ],
  [/^(ip|ip address|ipv4)$/, (key, given) => textOfFormat('ipv4', key, given) as TextCode],
  [/^mac address$/, faked('internet.mac', 17)],
  [/^user agent$/, faked('internet.userAgent', 300)],
  [/^colou?r$/, colorText],
  [
    /^version$/,
    (key) =>
      form(textCode([draw.call('between', key, 1, 9), '.', draw.call('between', longer(key, 'minor'), 0, 20)]), [
        '1.0',
        '9.20',
      ]),
  ],
  [
    /^(description|summary|about|bio|note|comment|reason|message|msg|detail|text|excerpt|bio (raw|cooked))$/,
    faked('company.catchPhrase'),
  ],
  [/^(country|countrycode|country code|nationality)$/, oneOf('DE', 'FR', 'NL', 'US')],
  [/^(currency|currency code)$/, oneOf('EUR', 'GBP', 'USD')],
  [/^(locale|language|lang|language code)$/, oneOf('de', 'en', 'fr')],
  [/^(timezone|tz|time zone)$/, oneOf('Europe/Berlin', 'America/New_York', 'UTC')],
  [/^(region|location|network zone|datacenter)$/, oneOf('eu-central-1', 'us-east-1')],
  [/^(city|town)$/, faked('location.city', 40)],
  [/^(zip|postcode|zipcode|(zip|postal|post) code)$/, faked('location.zipCode', 10)],
  [/^(latitude|lat)$/, (key) => degreesText(key, 8_999)],
  [/^(longitude|lng|lon)$/, (key) => degreesText(key, 17_999)],
  [/^(address ?)?(line ?)?2$/, faked('location.secondaryAddress', 30)],
  [/^(address|street|street address|(address ?)?(line ?)?1)$/, faked('location.streetAddress', 60)],
  [
    /^(state|province)$/,
    (key) =>
      key.words.some((word) => /address/i.test(word))
        ? free(js`${draw.stream(key)}.location.state()`, 40)
        : choice(key, statuses),
  ],
  [/^status$/, oneOf(...statuses)],
  [/^(type|kind|category|mode|plan|tier|level)$/, oneOf('custom', 'standard')],
  [/^(role)$/, oneOf('admin', 'member')],
  [/^(action|permission|scope|access|entitlement)$/, oneOf('read', 'write')],
  [/^(tag|environment|label value)$/, oneOf('production', 'staging')],
  [/^interval$/, oneOf('daily', 'monthly', 'weekly')],
  [/^gender$/, oneOf('female', 'male')],
  [/^(path|directory)$/, (key) => form(textCode(['/', draw.call('hexText', key, 8)]), ['/0a1b2c3d'])],
  [/^(last ?4|mcc)$/, digitsOf(4)],
  [/^(number|identification)$/, digitsOf(9)],
  [/^code$/, (key) => free(draw.call('hexText', key, 6), 6)],
  [/^(first|given) ?name$/, faked('person.firstName', 30)],
  [/^(last|family) ?name$/, faked('person.lastName', 30)],
  [
    /^((owner|creator|author|contact|user|member) name|(created|updated|managed|modified|invited) by|full name|owner|author)$/,
    faked('person.fullName', 60),
  ],
  [/^(name|title|label|company|organization|displayname|provider|vendor|descriptor)$/, faked('company.name')],
]

/** A text that fits the example of its property, or else its name, as far as these tell. */
export function textOfName(given: string, key: Key, shape: Shape): TextCode {
  const words = wordsOf(given).filter((word) => !/^(kana|kanji|alias|utc)$/.test(word) || wordsOf(given).length === 1)
  const last = words.at(-1) ?? ''
  const shown = [
    ...new Set(
      shape.examples.filter(
        (one): one is string => typeof one === 'string' && one !== '' && one.length <= 100 && fitsAll(shape, one),
      ),
    ),
  ].slice(0, mostExamples)
  const [first] = shown
  const isMoment =
    (/^(at|date|time|timestamp|on|sync)$/.test(last) && words.length > 1) ||
    /^(created|updated|modified|expires)$/.test(last)
  if (isMoment) {
    return /^\d{4}-\d{2}-\d{2}$/.test(first ?? '')
      ? { ...dayText(key, given), remark: 'Assumed: a day, as in the example.' }
      : moment(key, given, shape)
  }
  const likeExample = first === undefined ? undefined : textOfForm(first, key, given)
  if (likeExample !== undefined) return likeExample
  const ends = [words.slice(-2).join(' '), last].flatMap((end) => [
    end,
    end.replace(/ies$/, 'y'),
    end.replace(/s$/, ''),
  ])
  const named = ends.flatMap((end) => kinds.find(([names]) => names.test(end))?.[1] ?? [])[0]
  const make = named ?? (/\b(ID|identifier)\b/.test(shape.description ?? '') ? identifierText : undefined)
  const known = make?.(key, given, shape)
  // A company's name is no example of a slug, nor is a choice of ours one of theirs.
  const isWord = shown.some((text) => /^[\w.:-]+$/.test(text))
  if (known !== undefined && (shown.length === 0 || (!isWord && known.isFree === true))) return known
  if (known?.samples !== undefined && known.remark !== theseValues) return known
  if (shown.length === 0) return { ...free(draw.numbered(key, `${words.join(' ')} `, ''), given.length * 2 + 8) }
  return { ...form(draw.rotate(key, shown), shown), remark: 'From the examples of the document.' }
}

/** Examples of a property that its values take turns in. */
const mostExamples = 5

/** An identifier with letters before it: `org_`, and of what the rest is made. */
interface Prefixed {
  readonly prefix: string
  readonly alphabet: string
  readonly length: number
}

/** Undefined where a text is no such identifier. */
export function prefixed(text: string): Prefixed | undefined {
  const [, prefix, rest = ''] = /^([A-Za-z]{2,16}[_-])([A-Za-z0-9]{8,40})$/.exec(text) ?? []
  if (prefix === undefined || !/\d/.test(rest)) return undefined
  const alphabet = [digits, hexDigits, base32, lettersAndDigits].find((one) =>
    [...rest].every((each) => one.includes(each)),
  )
  return { prefix, alphabet: alphabet ?? hexDigits, length: rest.length }
}

/** As in a ULID: without letters that look like digits. */
const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The rest of an identifier. */
export function restCode({ alphabet, length }: Prefixed, key: Key): Code {
  return alphabet === hexDigits
    ? draw.call('hexText', key, length)
    : draw.call('characters', key, alphabetCode(alphabet), length)
}

/** Another text of a form that an example shows. */
function textOfForm(text: string, key: Key, given: string): TextCode | undefined {
  const id = prefixed(text)
  if (id !== undefined) {
    return form(textCode([id.prefix, restCode(id, key)]), [id.prefix.padEnd(text.length, '0')])
  }
  if (/^\d+$/.test(text))
    return { ...form(js`String(${draw.call('between', key, 1, 9999)})`, ['1', '9999']), isFree: true }
  if (/^(?=.*\d)[0-9a-f]{8,64}$/.test(text)) {
    return form(draw.call('hexText', key, text.length), ['0'.repeat(text.length)])
  }
  const format = forms.find(([pattern]) => pattern.test(text))?.[1]
  return format === undefined ? undefined : textOfFormat(format, key, given)
}

const forms: readonly (readonly [RegExp, string])[] = [
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'uuid'],
  [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/, 'date-time'],
  [/^\d{4}-\d{2}-\d{2}$/, 'date'],
  [/^[^\s@]+@[^\s@]+$/, 'email'],
  [/^https?:\/\//, 'uri'],
  [/^\d{1,3}(\.\d{1,3}){3}$/, 'ipv4'],
]

function colorText(key: Key, _: string, { examples }: Shape): TextCode {
  const isBare = examples.some((one) => typeof one === 'string' && /^[0-9a-f]{6}$/i.test(one))
  const color = draw.call('hexText', key, 6)
  return isBare ? form(color, ['0a1b2c']) : form(textCode(['#', color]), ['#0a1b2c'])
}

function degreesText(key: Key, most: number): TextCode {
  return form(js`String(${draw.call('between', key, -most, most)} / 100)`, ['1.5', '-179.99'])
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

/** A moment in the years before the reference date. */
export function momentText(key: Key, name: string): TextCode {
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
  return { ...form(draw.rotate(key, values), values), remark: theseValues }
}
