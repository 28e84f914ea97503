import { arrayOf, type Json, readPattern, remembered, type SchemaPart } from '../spec/index.ts'

const expressionOf = remembered((pattern: string) => readPattern(pattern)?.expression)

/** The types that a schema permits, by JSON Schema's names; undefined where it permits any. Alternatives may each permit more. */
export function permittedTypes(parts: readonly SchemaPart[]): readonly string[] | undefined {
  const own = (isAlternative: boolean) =>
    parts
      .filter((part) => (part.isAlternative === true) === isAlternative)
      .map(typesOf)
      .filter((types) => types.length > 0)
  const always = own(false)
  const lists = always.length > 0 ? always : [own(true).flat()].filter((types) => types.length > 0)
  const [first, ...others] = lists
  return first && [...new Set(first)].filter((type) => others.every((types) => types.includes(type))).sort()
}

function typesOf({ schema }: SchemaPart): readonly string[] {
  const { type, nullable } = schema
  const types = arrayOf(typeof type === 'string' ? [type] : type).filter((one) => typeof one === 'string')
  return nullable === true && types.length > 0 ? [...types, 'null'] : types
}

/** How a member of an enum is called: a text as it is. */
export function memberName(member: Json): string {
  return typeof member === 'string' ? member : JSON.stringify(member)
}

/** Members of a declared enum, by name; undefined where there is no enum. */
export function membersOf(parts: readonly SchemaPart[]): ReadonlySet<string> | undefined {
  const lists = parts.map(({ schema }) => schema['enum']).filter(Array.isArray)
  return lists.length === 0 ? undefined : new Set(lists.flat().map(memberName))
}

/** Keywords of the document, but for types and enums, that a value breaks. */
export function brokenKeywords(parts: readonly SchemaPart[], value: Json): readonly string[] {
  const judges =
    typeof value === 'string' ? ofText : typeof value === 'number' ? ofNumber : Array.isArray(value) ? ofList : {}
  return Object.entries(judges as Judges).flatMap(([keyword, keeps]) => {
    const isBroken = parts.some(({ schema, isAlternative }) => {
      const limit = schema[keyword]
      return limit !== undefined && isAlternative !== true && !keeps(value as never, limit)
    })
    return isBroken ? [keyword] : []
  })
}

type Judges = Readonly<Record<string, (value: never, limit: Json) => boolean>>

const ofText: Readonly<Record<string, (text: string, limit: Json) => boolean>> = {
  minLength: (text, limit) => [...text].length >= Number(limit),
  maxLength: (text, limit) => [...text].length <= Number(limit),
  pattern: (text, limit) => expressionOf(String(limit))?.test(text) !== false,
  format: (text, limit) => formats[String(limit)]?.(text) !== false,
  const: (text, limit) => text === limit,
}

const ofNumber: Readonly<Record<string, (value: number, limit: Json) => boolean>> = {
  minimum: (value, limit) => value >= Number(limit),
  maximum: (value, limit) => value <= Number(limit),
  exclusiveMinimum: (value, limit) => typeof limit !== 'number' || value > limit,
  exclusiveMaximum: (value, limit) => typeof limit !== 'number' || value < limit,
  const: (value, limit) => value === limit,
}

const ofList: Readonly<Record<string, (list: readonly Json[], limit: Json) => boolean>> = {
  minItems: (list, limit) => list.length >= Number(limit),
  maxItems: (list, limit) => list.length <= Number(limit),
  uniqueItems: (list, limit) =>
    limit !== true || new Set(list.map((item) => JSON.stringify(item))).size === list.length,
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text),
  'date-time': (text) =>
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
  uri: (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text),
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  decimal: (text) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text),
}
