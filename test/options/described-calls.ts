import fc from 'fast-check'
import * as all from '../../src/compose/index.ts'
import * as suite from '../../src/compose/suite.ts'
import * as contract from '../../src/contract/index.ts'
import * as mock from '../../src/mock/index.ts'
import { type Call, describedCall } from '../../src/options/index.ts'

type Work = (...given: unknown[]) => unknown

/** A function that a program can call, and where its type is found. */
export interface Found {
  readonly name: string
  /** A type in TypeScript, such as `typeof root.startMockServer`. */
  readonly type: string
  readonly work: Work
  readonly call: Call | undefined
}

/** The doors of the package, by the name of their import in a program. */
export const doors = {
  root: ['orgmock', all],
  suite: ['orgmock/suite', suite],
  contract: ['orgmock/contract', contract],
  mock: ['orgmock/mock', mock],
} as const

/** Every function that the doors export; classes are made by orgmock itself. */
export async function exportedCalls(): Promise<Found[]> {
  const found = Object.entries(doors).flatMap(([door, [, exports]]) =>
    Object.entries(exports).flatMap(([name, value]) =>
      typeof value !== 'function' || /^class /.test(Function.prototype.toString.call(value))
        ? []
        : [{ name, type: `typeof ${door}.${name}`, work: value as Work }],
    ),
  )
  return Promise.all(found.map(async (one) => ({ ...one, call: await describedCall(one.work) })))
}

/** The methods of a started server and of its clock. */
export async function methodsOf(server: all.MockServer): Promise<Found[]> {
  const methods = (of: object, type: string) =>
    Object.entries(of).flatMap(([name, value]) =>
      typeof value === 'function' ? [{ name, type: `${type}[${JSON.stringify(name)}]`, work: value as Work }] : [],
    )
  const found = [...methods(server, 'root.MockServer'), ...methods(server.clock, 'root.MockServer["clock"]')]
  return Promise.all(found.map(async (one) => ({ ...one, call: await describedCall(one.work) })))
}

// ---- what a call accepts, and what it does not, out of the schemas of its arguments

export type Schema = {
  readonly [keyword: string]: unknown
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: Schema | false
  readonly minimum?: number
  readonly maximum?: number
}

/** A value for what JSON Schema cannot say, by its description. */
const things: Readonly<Record<string, unknown>> = {
  'a function': () => undefined,
  'an AbortSignal': new AbortController().signal,
  'a logger such as createLogger makes': { info: () => 0, warn: () => 0, error: () => 0 },
  'an object of texts, such as process.env': { A: 'a' },
  '1 or 2': 1,
  '{ describe, test } of a test runner': { describe: () => 0, test: () => 0 },
  'a Date': new Date(0),
  'the scenario of an account': {},
  'a regular expression': /a/,
  bytes: new Uint8Array(32),
  'a URL': 'https://auth.example.com/token',
  'a list of at least one text': ['a'],
  'the spec of an operation': { parameters: [] },
  'an object of keywords by parameter': {},
  'a list of headers, or a function': [],
  'a body, or a function': {},
  'a codec such as opaqueCodec makes': { encode: () => '', decode: () => undefined },
}

/** A value of which the pattern of a schema says little. */
const texts: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  uri: 'http://127.0.0.1:8080',
}

/** The forms that a value can have; conditions on one form are none. */
export function formsOf({ anyOf = [], properties }: Schema): readonly Schema[] {
  return properties === undefined ? anyOf : []
}

/** One value that the schema accepts; undefined where this file knows none. */
export function sample(schema: Schema): unknown {
  const { properties = {} } = schema
  const [first] = formsOf(schema)
  if (first !== undefined) return sample(first)
  const required = [...(schema.required ?? []), ...(schema.anyOf?.[0]?.required ?? [])]
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]))
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => sample(schema.items ?? {}))
    case 'integer':
    case 'number':
      return schema.minimum
    case 'boolean':
      return true
    case 'string':
      return texts[String(schema['format'])] ?? textFor(String(schema['pattern'] ?? ''))
    default:
      return things[String(schema.description)]
  }
}

function textFor(pattern: string): string {
  const found = ['a', '429', '/a', '', 'PT1H', 'a'.repeat(16), '::1'].find((text) => new RegExp(pattern).test(text))
  if (found === undefined) throw new Error(`no text is known for ${pattern}`)
  return found
}

/** Values that the schema accepts, as far as it says all by itself. */
export function accepted(schema: Schema): fc.Arbitrary<unknown> {
  const { type, minimum = 0, maximum = 0, properties = {}, required = [], items, additionalProperties } = schema
  const forms = formsOf(schema)
  if (forms.length > 0) return fc.oneof(...forms.map(accepted))
  if (type === 'integer') return fc.integer({ min: minimum, max: maximum })
  if (type === 'number') return fc.double({ min: minimum, max: maximum, noNaN: true })
  if (type === 'boolean') return fc.boolean()
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum'])
  if (items !== undefined && schema['minItems'] === undefined) return fc.array(accepted(items), { maxLength: 3 })
  if (additionalProperties) return fc.dictionary(fc.constantFrom('a', 'b-1'), accepted(additionalProperties))
  if (type !== 'object' || schema.anyOf !== undefined) return fc.constant(sample(schema))
  const members = Object.entries(properties).map(([name, inner]) => [name, accepted(inner)] as const)
  return fc.record(Object.fromEntries(members), { requiredKeys: [...required] })
}

/** A place in the options of a call that has a schema of its own. */
export interface Spot {
  /** Names of members; `*` is an item of a list or a member of a map. */
  readonly path: readonly string[]
  readonly schema: Schema
}

/** Every place inside, the whole first. */
export function spots(schema: Schema, path: readonly string[] = []): Spot[] {
  const { properties = {}, items, additionalProperties } = schema
  return [
    { path, schema },
    ...formsOf(schema).flatMap((one) => spots(one, path).slice(1)),
    ...Object.entries(properties).flatMap(([name, inner]) => spots(inner, [...path, name])),
    ...(items === undefined ? [] : spots(items, [...path, '*'])),
    ...(additionalProperties ? spots(additionalProperties, [...path, '*']) : []),
  ]
}

/** The whole with this value at the place, and what else it needs. */
export function withValue(schema: Schema, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  const inside = (one: Schema | undefined) => one && withValue(one, rest, value)
  const forms = formsOf(schema)
  if (forms.length > 0) {
    const part = forms.find((one) => spots(one).some((spot) => spot.path.join('/') === path.join('/')))
    return part && withValue(part, path, value)
  }
  if (schema.items !== undefined) {
    return Array.from({ length: Number(schema['minItems'] ?? 1) }, () => inside(schema.items))
  }
  if (schema.additionalProperties) return { a: inside(schema.additionalProperties) }
  // Where one of several members must be there, this one may do.
  const isEnough = schema.anyOf?.some(({ required = [] }) => required.includes(name))
  const { anyOf: _, ...rules } = schema
  return { ...(sample(isEnough ? rules : schema) as object), [name]: inside(schema.properties?.[name]) }
}

/** Names of the members of an object, in whichever form of a value has some. */
export function membersOf(schema: Schema): readonly string[] {
  return [schema, ...formsOf(schema)].flatMap((one) => Object.keys(one.properties ?? {}))
}
