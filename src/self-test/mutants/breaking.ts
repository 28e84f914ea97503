import type { Json } from '../../spec/index.ts'
import { choose } from './choose.ts'
import { arrayOf, type SchemaPart } from './clauses.ts'
import { brokenKeywords, typeOf, typesOf, type ValueKeyword } from './fits.ts'

/** One way to break a value: by which keyword, and into what. */
export interface Breaking {
  /** What is done, such as `fraction`; a part of the mutant's id. */
  readonly name: string
  readonly keyword: ValueKeyword
  /** In words, behind the name of the place. */
  readonly words: string
  /** Values to try, the likeliest mistake first; the first that breaks the keyword and no other is taken. */
  candidates(value: Json | undefined, key: string): readonly Json[]
}

/** The ways in which values at a spot can be broken, one for each clause that its schemas have. */
export function breakingsOf(parts: readonly SchemaPart[]): readonly Breaking[] {
  const has = (keyword: string) => parts.some(({ schema }) => schema[keyword] !== undefined)
  const types = admittedTypes(parts)
  return [
    ...(has('type') ? [wrongType(types)] : []),
    ...(types.length > 0 && !types.includes('null') ? [nullValue] : []),
    ...(types.includes('integer') ? [fraction] : []),
    ...(has('enum') ? [outsideEnum(parts)] : []),
    ...(has('minimum') ? [belowMinimum(limitOf(parts, 'minimum'))] : []),
    ...(has('maximum') ? [aboveMaximum(limitOf(parts, 'maximum'))] : []),
    ...(has('minLength') ? [tooShort(limitOf(parts, 'minLength'))] : []),
    ...(has('maxLength') ? [tooLong(limitOf(parts, 'maxLength'))] : []),
    ...(has('pattern') ? [offPattern] : []),
    ...(has('format') ? [offFormat] : []),
    ...(has('minItems') ? [tooFew] : []),
    ...(parts.some(({ schema }) => schema['uniqueItems'] === true) ? [twice] : []),
  ]
}

/** A value that breaks the keyword and no other, or undefined when there is none. */
export function brokenValue(
  { keyword, candidates }: Breaking,
  value: Json | undefined,
  parts: readonly SchemaPart[],
  key: string,
): { readonly value: Json } | undefined {
  for (const candidate of candidates(value, key)) {
    const broken = brokenKeywords(candidate, parts)
    // A value of another type is outside every enum as well.
    const isAlone = broken.every((other) => other === keyword || (keyword === 'type' && other === 'enum'))
    if (broken.includes(keyword) && isAlone) return { value: candidate }
  }
  return undefined
}

/** A small value that fits, for places that the data leaves empty. */
export function sampleOf(parts: readonly SchemaPart[]): Json {
  const members = parts.flatMap(({ schema }) => arrayOf(schema['enum']))
  if (members[0] !== undefined) return members[0]
  switch (admittedTypes(parts)[0]) {
    case 'integer':
    case 'number':
      return Math.max(1, limitOf(parts, 'minimum'))
    case 'boolean':
      return true
    case 'array':
      return []
    case 'object':
      return {}
    case 'null':
      return null
    default:
      return 'sample'
  }
}

/** What every schema object with a type admits; empty when none has one. */
export function admittedTypes(parts: readonly SchemaPart[]): readonly string[] {
  const [first = [], ...others] = parts.filter(({ schema }) => schema['type'] !== undefined).map(typesOf)
  return first.filter((type) => others.every((types) => types.includes(type)))
}

/** The tightest bound. */
function limitOf(parts: readonly SchemaPart[], keyword: string): number {
  const limits = parts.map(({ schema }) => schema[keyword]).filter((limit) => typeof limit === 'number')
  return keyword.startsWith('min') ? Math.max(...limits, Number.NEGATIVE_INFINITY) : Math.min(...limits)
}

function wrongType(types: readonly string[]): Breaking {
  return {
    name: 'type',
    keyword: 'type',
    words: `of another type than ${types.join(' or ')}`,
    candidates(value, key) {
      // What servers really mix up: numbers and flags as text, text as a number, lists and objects.
      const alike: Json[] =
        typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : Array.isArray(value) ? [{}] : []
      const others: Json[] = [7, 'seven', true, [], {}]
      return [
        ...alike,
        choose(
          key,
          others.filter((other) => !types.includes(typeOf(other))),
        ),
        ...others,
      ]
    },
  }
}

const nullValue: Breaking = { name: 'null', keyword: 'type', words: 'null', candidates: () => [null] }

const fraction: Breaking = {
  name: 'fraction',
  keyword: 'type',
  words: 'no whole number',
  candidates: (value) => [(typeof value === 'number' ? value : 1) + 0.5, 1_000.5],
}

function outsideEnum(parts: readonly SchemaPart[]): Breaking {
  const members = parts.flatMap(({ schema }) => arrayOf(schema['enum']))
  const texts = members.filter((member) => typeof member === 'string')
  return {
    name: 'enum',
    keyword: 'enum',
    words: 'none of the listed values',
    candidates: (_value, key) =>
      members.some((member) => typeof member === 'boolean')
        ? [true, false]
        : members.includes(null)
          ? [{}]
          : [choose(key, [...texts.map((text) => text.toUpperCase()), 'unlisted']), 'unlisted', ''],
  }
}

function belowMinimum(minimum: number): Breaking {
  return { name: 'minimum', keyword: 'minimum', words: `below ${minimum}`, candidates: () => [minimum - 1] }
}

function aboveMaximum(maximum: number): Breaking {
  return { name: 'maximum', keyword: 'maximum', words: `above ${maximum}`, candidates: () => [maximum + 1] }
}

function tooShort(minimum: number): Breaking {
  return {
    name: 'min-length',
    keyword: 'minLength',
    words: `shorter than ${minimum}`,
    candidates: (value) => [textOr(value, 'a'.repeat(minimum)).slice(0, minimum - 1)],
  }
}

function tooLong(maximum: number): Breaking {
  return {
    name: 'max-length',
    keyword: 'maxLength',
    words: `longer than ${maximum}`,
    candidates(value) {
      const text = textOr(value, '')
      const more = 'a'.repeat(Math.max(0, maximum + 1 - text.length))
      return [text + more, more + text]
    },
  }
}

const offPattern: Breaking = {
  name: 'pattern',
  keyword: 'pattern',
  words: 'off its pattern',
  candidates(value, key) {
    const text = textOr(value, '1')
    const others = [
      `${text} `,
      ` ${text}`,
      `${text}!`,
      text.slice(1),
      text.slice(0, -1),
      `${text}.`,
      '100.',
      '-',
      text.toUpperCase(),
    ]
    return [choose(key, others), ...others]
  },
}

const offFormat: Breaking = {
  name: 'format',
  keyword: 'format',
  words: 'off its format',
  candidates(value) {
    const text = textOr(value, '2026-06-01T00:00:00Z')
    return [text.replace(/^(\d{4})-\d\d/, '$1-13'), text.replace('@', ' at '), 'nothing of the kind', '']
  },
}

const tooFew: Breaking = { name: 'min-items', keyword: 'minItems', words: 'empty', candidates: () => [[]] }

const twice: Breaking = {
  name: 'unique-items',
  keyword: 'uniqueItems',
  words: 'with the same entry twice',
  candidates(value) {
    const entry = (Array.isArray(value) ? (value[0] as Json | undefined) : undefined) ?? {
      code: 1000,
      message: 'again',
    }
    return [[entry, entry]]
  },
}

function textOr(value: Json | undefined, other: string): string {
  return typeof value === 'string' ? value : other
}
