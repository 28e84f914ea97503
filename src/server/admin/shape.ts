import { isObject, joinPointer, type Token } from '../../spec/index.ts'
import { ControlError } from '../control-error.ts'

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>

/** A value that the admin API takes: its schema, and the reader that keeps to it. */
export interface Shape<T> {
  readonly schema: Schema
  /** The value; throws ControlError BAD_VALUE with its place in the whole. */
  read(value: unknown, at: Place): T
}

/** Steps into what was given: `['faults', 0, 'code']`; the whole has none. */
export type Place = readonly Token[]

/** The error that says what is wrong with one place: `faults[0].code must be …`. */
export function badValue(at: Place, predicate: string): ControlError {
  const name = at.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
  return new ControlError('BAD_VALUE', `${name.replace(/^\./, '') || 'the body'} ${predicate}`, joinPointer('', ...at))
}

/** Throws the sentence `faults[0].code must be …, not …`. */
export function refuse(at: Place, accepted: string, value: unknown): never {
  const text = JSON.stringify(value) ?? 'nothing'
  throw badValue(at, `must be ${accepted}, not ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`)
}

export function wholeNumber(minimum: number, maximum: number): Shape<number> {
  return {
    schema: { type: 'integer', minimum, maximum },
    read: (value, at) =>
      typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum
        ? value
        : refuse(at, `a whole number from ${minimum} to ${maximum}`, value),
  }
}

export function number(minimum: number, maximum: number): Shape<number> {
  return {
    schema: { type: 'number', minimum, maximum },
    read: (value, at) =>
      typeof value === 'number' && value >= minimum && value <= maximum
        ? value
        : refuse(at, `a number from ${minimum} to ${maximum}`, value),
  }
}

/** `accepted` completes "must be …". */
export function text(pattern: RegExp, accepted: string, maxLength = 200): Shape<string> {
  return {
    schema: { type: 'string', pattern: pattern.source, maxLength },
    read: (value, at) =>
      typeof value === 'string' && value.length <= maxLength && pattern.test(value)
        ? value
        : refuse(at, accepted, value),
  }
}

export function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  return {
    schema: { type: 'string', enum: values },
    read: (value, at) => values.find((known) => known === value) ?? refuse(at, `one of ${values.join(', ')}`, value),
  }
}

export const truth: Shape<boolean> = {
  schema: { type: 'boolean' },
  read: (value, at) => (typeof value === 'boolean' ? value : refuse(at, 'true or false', value)),
}

/** `true` and nothing else: what is asked for, or left out. */
export const yes: Shape<true> = {
  schema: { const: true },
  read: (value, at) => (value === true ? value : refuse(at, 'true, or be left out', value)),
}

export function list<T>(shape: Shape<T>, maxItems: number): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: shape.schema, maxItems },
    read(value, at) {
      if (!Array.isArray(value) || value.length > maxItems) return refuse(at, `a list of at most ${maxItems}`, value)
      return value.map((item, place) => shape.read(item, [...at, place]))
    },
  }
}

/** The first shape that is not `null`'s: a member that is null is to be taken away. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return {
    schema: { anyOf: [shape.schema, { type: 'null' }] },
    read: (value, at) => (value === null ? null : shape.read(value, at)),
  }
}

type Members = Readonly<Record<string, Shape<unknown>>>
type Read<M extends Members> = { readonly [Name in keyof M]?: M[Name] extends Shape<infer T> ? T : never }

/** An object with these members and no others; `needed` ones must be there, and at least `fewest` in all. */
export function object<const M extends Members, const N extends keyof M & string = never>(
  members: M,
  { needed = [], fewest = 0, description }: { needed?: readonly N[]; fewest?: number; description?: string } = {},
): Shape<Read<M> & { readonly [Name in N]: NonNullable<Read<M>[Name]> }> {
  const names = Object.keys(members)
  return {
    schema: {
      type: 'object',
      ...(description === undefined ? {} : { description }),
      properties: Object.fromEntries(names.map((name) => [name, members[name]?.schema])),
      ...(needed.length === 0 ? {} : { required: needed }),
      ...(fewest === 0 ? {} : { minProperties: fewest }),
      additionalProperties: false,
    },
    read(value, at) {
      if (!isObject(value)) return refuse(at, 'an object', value)
      const given = Object.entries(value).filter(([, content]) => content !== undefined)
      for (const [member] of given) {
        if (Object.hasOwn(members, member)) continue
        throw badValue([...at, member], `is not known; known are ${names.join(', ')}`)
      }
      const missing = needed.find((member) => !given.some(([name]) => name === member))
      if (missing !== undefined) throw badValue([...at, missing], 'is missing')
      if (given.length < fewest) throw badValue(at, `must have at least one of ${names.join(', ')}`)
      return Object.fromEntries(
        given.map(([member, content]) => [member, members[member]?.read(content, [...at, member])]),
      ) as Read<M> & { readonly [Name in N]: NonNullable<Read<M>[Name]> }
    },
  }
}

/** The same, with words for whoever reads the schema. */
export function described<T>({ schema, read }: Shape<T>, description: string): Shape<T> {
  return { schema: { ...schema, description }, read }
}

/** A whole number as it stands in a query. */
export function numberText(minimum: number, maximum: number): Shape<number> {
  const shape = wholeNumber(minimum, maximum)
  return {
    schema: shape.schema,
    read: (value, at) =>
      typeof value === 'string' && /^\d{1,16}$/.test(value)
        ? shape.read(Number(value), at)
        : refuse(at, `a whole number from ${minimum} to ${maximum}`, value),
  }
}

export const anyText: Shape<string> = text(/^/, 'a text of at most 2,000 characters', 2_000)

/** An object with any members whose names keep to a shape. */
export function map<T>(names: Shape<string>, values: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    schema: { type: 'object', propertyNames: names.schema, additionalProperties: values.schema },
    read(value, at) {
      if (!isObject(value)) return refuse(at, 'an object', value)
      const members = Object.entries(value).map(([member, content]) => {
        const inside = [...at, member]
        return [names.read(member, inside), values.read(content, inside)]
      })
      return Object.fromEntries(members) as Readonly<Record<string, T>>
    },
  }
}
