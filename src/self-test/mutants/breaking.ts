import { arrayOf, isArray, type Json } from '../../spec/index.ts'
import { choose } from './choose.ts'
import type { SchemaPart } from './clauses.ts'
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
  const members = parts.flatMap(({ schema }) => arrayOf(schema['enum']))
  const [minimum, maximum] = [limitOf(parts, 'minimum'), limitOf(parts, 'maximum')]
  const [shortest, longest] = [limitOf(parts, 'minLength'), limitOf(parts, 'maxLength')]
  const hasUnique = parts.some(({ schema }) => schema['uniqueItems'] === true)
  function breaking(
    name: string,
    keyword: ValueKeyword,
    words: string,
    candidates: Breaking['candidates'],
    isThere = has(keyword),
  ): readonly Breaking[] {
    return isThere ? [{ name, keyword, words, candidates }] : []
  }
  const isNeverNull = types.length > 0 && !types.includes('null')
  return [
    ...breaking('type', 'type', `of another type than ${types.join(' or ')}`, (value, key) => {
      // What servers really mix up: numbers and flags as text, text as a number, lists and objects.
      const alike =
        typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : isArray(value) ? [{}] : []
      const others: readonly Json[] = [7, 'seven', true, [], {}]
      const wrong = others.filter((other) => !types.includes(typeOf(other)))
      return [...alike, choose(key, wrong), ...others]
    }),
    ...breaking('null', 'type', 'null', () => [null], isNeverNull),
    ...breaking(
      'fraction',
      'type',
      'no whole number',
      (value) => [(typeof value === 'number' ? value : 1) + 0.5, 1_000.5],
      types.includes('integer'),
    ),
    ...breaking('enum', 'enum', 'none of the listed values', (_value, key) => {
      if (members.some((member) => typeof member === 'boolean')) return [true, false]
      if (members.includes(null)) return [{}]
      const capitals = members.flatMap((member) => (typeof member === 'string' ? [member.toUpperCase()] : []))
      return [choose(key, [...capitals, 'unlisted']), 'unlisted', '']
    }),
    ...breaking('minimum', 'minimum', `below ${minimum}`, () => [minimum - 1]),
    ...breaking('maximum', 'maximum', `above ${maximum}`, () => [maximum + 1]),
    ...breaking('min-length', 'minLength', `shorter than ${shortest}`, (value) => [
      textOr(value, 'a'.repeat(shortest)).slice(0, shortest - 1),
    ]),
    ...breaking('max-length', 'maxLength', `longer than ${longest}`, (value) => {
      const text = textOr(value, '')
      const more = 'a'.repeat(Math.max(0, longest + 1 - text.length))
      return [text + more, more + text]
    }),
    ...breaking('pattern', 'pattern', 'off its pattern', (value, key) => {
      const text = textOr(value, '1')
      const parts = [text.slice(1), text.slice(0, -1)]
      const others = [`${text} `, ` ${text}`, `${text}!`, ...parts, `${text}.`, '100.', '-', text.toUpperCase()]
      return [choose(key, others), ...others]
    }),
    ...breaking('format', 'format', 'off its format', (value) => {
      const text = textOr(value, '2026-06-01T00:00:00Z')
      return [text.replace(/^(\d{4})-\d\d/, '$1-13'), text.replace('@', ' at '), 'nothing of the kind', '']
    }),
    ...breaking('min-items', 'minItems', 'empty', () => [[]]),
    ...breaking(
      'unique-items',
      'uniqueItems',
      'with the same entry twice',
      (value) => {
        const [entry = { code: 1000, message: 'again' }] = arrayOf(value)
        return [[entry, entry]]
      },
      hasUnique,
    ),
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

function textOr(value: Json | undefined, other: string): string {
  return typeof value === 'string' ? value : other
}
