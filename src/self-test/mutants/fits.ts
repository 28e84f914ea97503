import { arrayOf, type Json, readPattern } from '../../spec/index.ts'
import type { SchemaPart } from './clauses.ts'

/** Keywords of single values that mutants break one at a time. */
const valueKeywords = [
  'type',
  'enum',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'uniqueItems',
] as const
export type ValueKeyword = (typeof valueKeywords)[number]

/**
 * The keywords that a value breaks, by a reading of our own: the contract's validator must not decide which values are broken, or a
 * mistake of it would hide in the very mutants that are there to find it.
 */
export function brokenKeywords(value: Json, parts: readonly SchemaPart[]): readonly ValueKeyword[] {
  return valueKeywords.filter((keyword) => parts.some((part) => breaks(keyword, value, part)))
}

/** Whether a value breaks one keyword of one schema object. */
export function breaks(keyword: ValueKeyword, value: Json, part: SchemaPart): boolean {
  const limit = part.schema[keyword]
  if (limit === undefined) return false
  switch (keyword) {
    case 'type':
      return !typesOf(part).some((type) => isOfType(value, type))
    case 'enum':
      return !arrayOf(limit).some((member) => JSON.stringify(member) === JSON.stringify(value))
    case 'minimum':
      return typeof value === 'number' && value < Number(limit)
    case 'maximum':
      return typeof value === 'number' && value > Number(limit)
    case 'minLength':
      return typeof value === 'string' && [...value].length < Number(limit)
    case 'maxLength':
      return typeof value === 'string' && [...value].length > Number(limit)
    case 'pattern':
      return typeof value === 'string' && readPattern(String(limit))?.expression.test(value) === false
    case 'format':
      return typeof value === 'string' && formats[String(limit)]?.(value) === false
    case 'minItems':
      return Array.isArray(value) && value.length < Number(limit)
    case 'uniqueItems':
      return Array.isArray(value) && new Set(value.map((entry) => JSON.stringify(entry))).size < value.length
  }
}

/** The types that a schema object admits, `null` included; OpenAPI 3.0's `nullable` counts where it is beside a type. */
export function typesOf({ schema }: SchemaPart): readonly string[] {
  const { type, nullable } = schema
  const types = Array.isArray(type) ? (type as readonly string[]) : typeof type === 'string' ? [type] : []
  return nullable === true && typeof type === 'string' ? [...types, 'null'] : types
}

function isOfType(value: Json, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'number') return typeof value === 'number'
  return typeOf(value) === type
}

export function typeOf(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  email: (text) => /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(text),
  uri: (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text),
  decimal: (text) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text),
}
