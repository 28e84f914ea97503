import { ControlError } from '../control-error.ts'

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>

/** A value that the admin API takes: its schema, and the reader that keeps to it. */
export interface Shape<T> {
  readonly schema: Schema
  /** The value; throws ControlError BAD_VALUE with one sentence that begins with `name`. */
  read(value: unknown, name: string): T
}

/** Throws the sentence `name must be …, not …`. */
export function refuse(name: string, accepted: string, value: unknown): never {
  const text = JSON.stringify(value) ?? 'nothing'
  throw new ControlError(
    'BAD_VALUE',
    `${name} must be ${accepted}, not ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`,
  )
}

export function wholeNumber(minimum: number, maximum: number): Shape<number> {
  return {
    schema: { type: 'integer', minimum, maximum },
    read: (value, name) =>
      typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum
        ? value
        : refuse(name, `a whole number from ${minimum} to ${maximum}`, value),
  }
}

export function number(minimum: number, maximum: number): Shape<number> {
  return {
    schema: { type: 'number', minimum, maximum },
    read: (value, name) =>
      typeof value === 'number' && value >= minimum && value <= maximum
        ? value
        : refuse(name, `a number from ${minimum} to ${maximum}`, value),
  }
}

/** `accepted` completes "must be …". */
export function text(pattern: RegExp, accepted: string, maxLength = 200): Shape<string> {
  return {
    schema: { type: 'string', pattern: pattern.source, maxLength },
    read: (value, name) =>
      typeof value === 'string' && value.length <= maxLength && pattern.test(value)
        ? value
        : refuse(name, accepted, value),
  }
}

export function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  return {
    schema: { type: 'string', enum: values },
    read: (value, name) =>
      values.find((known) => known === value) ?? refuse(name, `one of ${values.join(', ')}`, value),
  }
}

export const truth: Shape<boolean> = {
  schema: { type: 'boolean' },
  read: (value, name) => (typeof value === 'boolean' ? value : refuse(name, 'true or false', value)),
}

/** `true` and nothing else: what is asked for, or left out. */
export const yes: Shape<true> = {
  schema: { const: true },
  read: (value, name) => (value === true ? value : refuse(name, 'true, or be left out', value)),
}

export function list<T>(shape: Shape<T>, maxItems: number): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: shape.schema, maxItems },
    read(value, name) {
      if (!Array.isArray(value) || value.length > maxItems) return refuse(name, `a list of at most ${maxItems}`, value)
      return value.map((item, place) => shape.read(item, `${name}[${place}]`))
    },
  }
}

/** The first shape that is not `null`'s: a member that is null is to be taken away. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return {
    schema: { anyOf: [shape.schema, { type: 'null' }] },
    read: (value, name) => (value === null ? null : shape.read(value, name)),
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
    read(value, name) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(name, 'an object', value)
      const given = Object.entries(value).filter(([, content]) => content !== undefined)
      const inside = (member: string) => (name === 'the body' ? member : `${name}.${member}`)
      for (const [member] of given) {
        if (Object.hasOwn(members, member)) continue
        throw new ControlError('BAD_VALUE', `${inside(member)} is not known; known are ${names.join(', ')}`)
      }
      const missing = needed.find((member) => !given.some(([name]) => name === member))
      if (missing !== undefined) throw new ControlError('BAD_VALUE', `${inside(missing)} is missing`)
      if (given.length < fewest) {
        throw new ControlError('BAD_VALUE', `${name} must have at least one of ${names.join(', ')}`)
      }
      return Object.fromEntries(
        given.map(([member, content]) => [member, members[member]?.read(content, inside(member))]),
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
    read: (value, name) =>
      typeof value === 'string' && /^\d{1,16}$/.test(value)
        ? shape.read(Number(value), name)
        : refuse(name, `a whole number from ${minimum} to ${maximum}`, value),
  }
}

export const anyText: Shape<string> = text(/^/, 'a text of at most 2,000 characters', 2_000)

/** An object with any members whose names keep to a shape. */
export function map<T>(names: Shape<string>, values: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    schema: { type: 'object', propertyNames: names.schema, additionalProperties: values.schema },
    read(value, name) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(name, 'an object', value)
      const members = Object.entries(value).map(([member, content]) => {
        const inside = `${name}.${member}`
        return [names.read(member, inside), values.read(content, inside)]
      })
      return Object.fromEntries(members) as Readonly<Record<string, T>>
    },
  }
}
