import { isObject } from '../spec/index.ts'
import { badValue, OptionError, type Place, refuse, unknownName } from './option-error.ts'

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>

/** A value that a program, a command line, orgmock.yaml or the admin API gives: its schema, and the reader that keeps to it. */
export interface Shape<T> {
  readonly schema: Schema
  /** Completes "must be …". */
  readonly accepts: string
  /** The value; throws OptionError with its place in the whole. */
  read(value: unknown, at: Place): T
  /** Turns a text of a command line, a variable or a query into a value for `read`. Default: the text itself. */
  fromText?(text: string): unknown
}

/** A shape of single values, with a function that recognizes them. */
function simple<T>(
  schema: Schema,
  accepts: string,
  isOne: (value: unknown) => boolean,
  fromText?: (text: string) => unknown,
): Shape<T> {
  return {
    schema,
    accepts,
    read: (value, at) => (isOne(value) ? (value as T) : refuse(at, accepts, value)),
    ...(fromText === undefined ? {} : { fromText }),
  }
}

export function wholeNumber(minimum: number, maximum: number): Shape<number> {
  return simple(
    { type: 'integer', minimum, maximum },
    `a whole number from ${minimum} to ${maximum}`,
    (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
    (text) => (/^\d{1,16}$/.test(text) ? Number(text) : text),
  )
}

export function number(minimum: number, maximum: number): Shape<number> {
  return simple(
    { type: 'number', minimum, maximum },
    `a number from ${minimum} to ${maximum}`,
    (value) => typeof value === 'number' && value >= minimum && value <= maximum,
  )
}

export function text(pattern: RegExp, accepts: string, maxLength = 200): Shape<string> {
  return simple(
    { type: 'string', pattern: pattern.source, maxLength },
    accepts,
    (value) => typeof value === 'string' && value.length <= maxLength && pattern.test(value),
  )
}

/** A text whose form is judged where it is used. */
export const anyText: Shape<string> = text(/^/, 'a text of at most 2,000 characters', 2_000)

/** Not empty: the name of a file or a folder, an id, a URL. */
export function someText(accepts: string): Shape<string> {
  const most = 4_096
  return simple(
    { type: 'string', minLength: 1, maxLength: most },
    accepts,
    (value) => typeof value === 'string' && value !== '' && value.length <= most,
  )
}

export function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  return simple({ type: 'string', enum: values }, `one of ${values.join(', ')}`, (value) => values.includes(value as T))
}

const truths: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false }

export const truth: Shape<boolean> = simple(
  { type: 'boolean' },
  'true or false',
  (value) => typeof value === 'boolean',
  (text) => truths[text] ?? text,
)

/** `true` and nothing else, for what is either asked for or left out. */
export const yes: Shape<true> = simple({ const: true }, 'true, or be left out', (value) => value === true)

/** A value that JSON cannot hold, such as a signal. */
export function thing<T>(accepts: string, isOne: (value: NonNullable<unknown>) => boolean): Shape<T> {
  return simple({ description: accepts }, accepts, (value) => value !== undefined && value !== null && isOne(value))
}

export function action<T>(): Shape<T> {
  return thing('a function', (value) => typeof value === 'function')
}

/** An object with these methods. */
export function able<T>(accepts: string, ...methods: readonly (keyof T & string)[]): Shape<T> {
  return thing(accepts, (value) => methods.every((name) => typeof (value as T)[name] === 'function'))
}

export const abortSignal: Shape<AbortSignal> = thing('an AbortSignal', (value) => value instanceof AbortSignal)

export function list<T>(shape: Shape<T>, maxItems = 1_000): Shape<readonly T[]> {
  const accepts = 'a list'
  return {
    schema: { type: 'array', items: shape.schema, maxItems },
    accepts,
    read(value, at) {
      if (!Array.isArray(value)) return refuse(at, accepts, value)
      if (value.length > maxItems) throw badValue(at, `must be a list of at most ${maxItems}, not of ${value.length}`)
      return Array.from(value, (item, place) => shape.read(item, [...at, place]))
    },
    fromText: (text) => text.split(',').map((part) => part.trim()),
  }
}

/** The first shape or the second: `isFirst` decides which of them a value is meant to be. */
export function either<A, B>(first: Shape<A>, second: Shape<B>, isFirst: (value: unknown) => boolean): Shape<A | B> {
  const accepts = `${first.accepts} or ${second.accepts}`
  return {
    schema: { anyOf: [first.schema, second.schema] },
    accepts,
    read(value, at) {
      const shape = isFirst(value) ? first : second
      try {
        return shape.read(value, at)
      } catch (error) {
        // An error about the whole value names both forms; an error inside it names the place.
        throw error instanceof OptionError && error.isAbout(at) ? refuse(at, accepts, value) : error
      }
    },
    ...(first.fromText === undefined ? {} : { fromText: first.fromText }),
  }
}

/** The shape, or `null`, which removes the member. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return {
    schema: { anyOf: [shape.schema, { type: 'null' }] },
    accepts: `${shape.accepts}, or null`,
    read: (value, at) => (value === null ? null : shape.read(value, at)),
  }
}

/** A member that must be there. */
export function needed<S extends Shape<unknown>>(shape: S): S & Needed {
  return { ...shape, isNeeded: true }
}
export interface Needed {
  readonly isNeeded: true
}

type Members = Readonly<Record<string, Shape<unknown> & Partial<Needed>>>
type ValueOf<S> = S extends Shape<infer T> ? T : never
type NeededIn<M> = { [Name in keyof M]: M[Name] extends Needed ? Name : never }[keyof M]
type Read<M> = { readonly [Name in keyof M]?: ValueOf<M[Name]> } & { readonly [Name in NeededIn<M>]: ValueOf<M[Name]> }

interface ObjectRules {
  /** The fewest members that the object must have. */
  readonly fewest?: number
  readonly description?: string
}

/** An object with these members and no others. */
export function object<const M extends Members>(
  members: M,
  { fewest = 0, description }: ObjectRules = {},
): Shape<Read<M>> {
  const names = Object.keys(members)
  const musts = names.filter((name) => members[name]?.isNeeded)
  const accepts = 'an object'
  return {
    schema: {
      type: 'object',
      ...(description === undefined ? {} : { description }),
      properties: Object.fromEntries(names.map((name) => [name, members[name]?.schema])),
      ...(musts.length === 0 ? {} : { required: musts }),
      ...(fewest === 0 ? {} : { minProperties: fewest }),
      additionalProperties: false,
    },
    accepts,
    read(value, at) {
      if (!isObject(value)) return refuse(at, accepts, value)
      for (const [name, content] of Object.entries(value)) {
        if (content === undefined || Object.hasOwn(members, name)) continue
        const whole = [...at, name]
        throw new OptionError(whole, (place) => unknownName('option', name, names, place))
      }
      // Looked up by name, so that a member of a class counts as well.
      const given = names.filter((name) => value[name] !== undefined)
      const missing = musts.find((name) => !given.includes(name))
      if (missing !== undefined) throw badValue([...at, missing], 'is missing')
      if (given.length < fewest) throw badValue(at, `must have at least one of ${names.join(', ')}`)
      return Object.fromEntries(given.map((name) => [name, members[name]?.read(value[name], [...at, name])])) as Read<M>
    },
  }
}

/** A shape for each member of a type; required members are `needed`. */
export type MembersOf<T> = {
  readonly [Name in keyof T]-?: Shape<Exclude<T[Name], undefined>> &
    (Record<never, never> extends Pick<T, Name> ? unknown : Needed)
}

/** The options of a call. A type error says when an option of the type has no description. */
export function options<T extends object>(members: MembersOf<T>, rules?: ObjectRules): Shape<T> {
  return object(members as unknown as Members, rules) as unknown as Shape<T>
}

/** The same, with a description for readers of the schema. */
export function described<S extends Shape<unknown>>(shape: S, description: string): S {
  return { ...shape, schema: { ...shape.schema, description } }
}

/** The same for a value that no message shows. */
export function secret(shape: Shape<string>): Shape<string> {
  return {
    ...shape,
    read(value, at) {
      try {
        return shape.read(value, at)
      } catch {
        throw badValue(at, `must be ${shape.accepts}`)
      }
    },
  }
}

/** An object with any members whose names keep to a shape. */
export function map<T>(names: Shape<string>, values: Shape<T>): Shape<Readonly<Record<string, T>>> {
  const accepts = 'an object'
  return {
    schema: { type: 'object', propertyNames: names.schema, additionalProperties: values.schema },
    accepts,
    read(value, at) {
      if (!isObject(value)) return refuse(at, accepts, value)
      const members = Object.entries(value).map(([member, content]) => {
        const inside = [...at, member]
        return [names.read(member, inside), values.read(content, inside)]
      })
      return Object.fromEntries(members) as Readonly<Record<string, T>>
    },
  }
}
