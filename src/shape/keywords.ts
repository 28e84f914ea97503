import {
  arrayOf,
  type Json,
  readPattern,
  remembered,
  rememberedWeakly,
  type SchemaPart,
  type SchemaShape,
} from '../spec/index.ts'

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

/** What a schema says of single values, worked out once. */
export interface ValueRules {
  /** Members of a declared enum, by name; undefined where there is no enum. */
  readonly members: ReadonlySet<string> | undefined
  /** Keywords, but for types and enums, that a value breaks. */
  broken(value: Json): readonly string[]
}

export const valueRules = rememberedWeakly(({ parts }: SchemaShape): ValueRules => {
  const lists = parts.map(({ schema }) => schema['enum']).filter(Array.isArray)
  const [texts, numbers, arrays] = [clauses(parts, ofText), clauses(parts, ofNumber), clauses(parts, ofList)]
  return {
    members: lists.length === 0 ? undefined : new Set(lists.flat().map(memberName)),
    broken(value) {
      const judges =
        typeof value === 'string' ? texts : typeof value === 'number' ? numbers : Array.isArray(value) ? arrays : []
      return judges.length === 0 ? [] : judges.flatMap(({ keyword, keeps }) => (keeps(value as never) ? [] : [keyword]))
    },
  }
})

interface Clause {
  readonly keyword: string
  keeps(value: never): boolean
}

/** The keywords of a kind of value that apply for certain, each with all its limits. */
function clauses<T>(
  parts: readonly SchemaPart[],
  judges: Readonly<Record<string, (value: T, limit: Json) => boolean>>,
): readonly Clause[] {
  return Object.entries(judges).flatMap(([keyword, keeps]) => {
    const limits = parts.flatMap(({ schema, isAlternative }) =>
      isAlternative === true ? [] : (schema[keyword] ?? []),
    ) as readonly Json[]
    return limits.length === 0 ? [] : [{ keyword, keeps: (value: T) => limits.every((limit) => keeps(value, limit)) }]
  })
}

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
