import { type Json, type JsonObject, joinPointer, type OperationSpec, resolvePointer } from '../../spec/index.ts'

/** A way into a body: names of properties, and `item` for any element of a list. */
export type Way = readonly (string | typeof item)[]

/** Any element of a list. */
export const item = Symbol('any element')

/** One schema object that applies somewhere. */
export interface SchemaPart {
  /** JSON pointer into the document. */
  readonly pointer: string
  readonly schema: JsonObject
}

/** A kind of place in the bodies of one status, with every schema object that applies there. */
export interface Spot {
  /** As documented, such as `200` or `4XX`. */
  readonly status: string
  readonly way: Way
  readonly parts: readonly SchemaPart[]
  /** The object has to have it, so that it cannot be left out without breaking another clause. */
  readonly isRequired: boolean
}

/** Every spot of the JSON bodies that an operation documents, along `$ref`, `allOf`, `properties` and `items`. */
export function spotsOf({ document, responses }: OperationSpec): readonly Spot[] {
  const spots: Spot[] = []
  for (const { status, content } of responses) {
    for (const { mediaType, schema, pointer } of content) {
      if (mediaType !== 'application/json' || schema === undefined) continue
      visit(status, [], [{ pointer, schema }], true)
    }
  }
  return spots

  function visit(status: string, way: Way, given: readonly SchemaPart[], isRequired: boolean): void {
    const parts = given.flatMap((part) => partsOf(document, part))
    spots.push({ status, way, parts, isRequired })
    const required = new Set(parts.flatMap(({ schema }) => listOf(schema['required'])))
    for (const name of new Set(parts.flatMap(({ schema }) => Object.keys(objectOf(schema['properties']))))) {
      const inner = parts.flatMap((part) => memberOf(part, ['properties', name]))
      visit(status, [...way, name], inner, required.has(name))
    }
    const items = parts.flatMap((part) => memberOf(part, ['items']))
    if (items.length > 0) visit(status, [...way, item], items, true)
  }
}

/** The schema object itself and all that must hold beside it. Alternatives (`anyOf`) are one clause, not several. */
function partsOf(document: JsonObject, { pointer, schema }: SchemaPart): readonly SchemaPart[] {
  const reference = schema['$ref']
  const referred = typeof reference === 'string' ? [partAt(document, decodeURIComponent(reference.slice(1)))] : []
  const all = arrayOf(schema['allOf']).map((_part, i) => partAt(document, joinPointer(pointer, 'allOf', i)))
  // A bare reference has no clause of its own.
  const isBare = Object.keys(schema).every((keyword) => keyword === '$ref' || keyword === 'description')
  return [...(isBare ? [] : [{ pointer, schema }]), ...[...referred, ...all].flatMap((part) => partsOf(document, part))]
}

function partAt(document: JsonObject, pointer: string): SchemaPart {
  return { pointer, schema: objectOf(resolvePointer(document, pointer)) }
}

function memberOf({ pointer, schema }: SchemaPart, tokens: readonly string[]): readonly SchemaPart[] {
  let value: Json | undefined = schema
  for (const token of tokens) value = objectOf(value)[token]
  return value === undefined ? [] : [{ pointer: joinPointer(pointer, ...tokens), schema: objectOf(value) }]
}

/** A JSON object, or an empty one for anything else. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

export function arrayOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function listOf(value: Json | undefined): readonly string[] {
  return arrayOf(value).filter((entry) => typeof entry === 'string')
}
