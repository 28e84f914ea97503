import {
  arrayOf,
  type JsonObject,
  joinPointer,
  type OperationSpec,
  objectOf,
  referredPointer,
  resolvePointer,
} from '../../spec/index.ts'

/** A way into a body: names of properties, and `item` for any element of a list. */
export type Way = readonly (string | typeof item)[]

/** Any element of a list. */
export const item = Symbol('any element')

/** A way as a JSON pointer, in which `*` is any element of a list. */
export function pointerOf(way: Way): string {
  return joinPointer('', ...way.map((step) => (step === item ? '*' : step)))
}

/** Whether the way of one spot begins with that of another. */
export function isBeneath(way: Way, above: Way): boolean {
  return way.length > above.length && above.every((step, i) => step === way[i])
}

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
  /** Equal for spots that the same schema objects serve, such as members of an organization and of its projects. */
  readonly identity: string
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
    const identity = parts.map(({ pointer }) => pointer).join('\n')
    spots.push({ status, way, parts, identity, isRequired })
    const required = new Set(parts.flatMap(requiredIn))
    for (const name of new Set(parts.flatMap(({ schema }) => Object.keys(objectOf(schema['properties']))))) {
      const inner = parts.flatMap((part) => memberOf(part, joinPointer('/properties', name)))
      visit(status, [...way, name], inner, required.has(name))
    }
    const items = parts.flatMap((part) => memberOf(part, '/items'))
    if (items.length > 0) visit(status, [...way, item], items, true)
  }
}

/** The schema object itself and all that must hold beside it. Alternatives (`anyOf`) are one clause, not several. */
function partsOf(document: JsonObject, { pointer, schema }: SchemaPart): readonly SchemaPart[] {
  const reference = schema['$ref']
  const beside = [
    ...(typeof reference === 'string' ? [referredPointer(reference) ?? ''] : []),
    ...arrayOf(schema['allOf']).map((_part, i) => joinPointer(pointer, 'allOf', i)),
  ].map((at) => ({ pointer: at, schema: objectOf(resolvePointer(document, at)) }))
  // A bare reference has no clause of its own.
  const isBare = Object.keys(schema).every((keyword) => keyword === '$ref' || keyword === 'description')
  return [...(isBare ? [] : [{ pointer, schema }]), ...beside.flatMap((part) => partsOf(document, part))]
}

function memberOf({ pointer, schema }: SchemaPart, at: string): readonly SchemaPart[] {
  const value = resolvePointer(schema, at)
  return value === undefined ? [] : [{ pointer: pointer + at, schema: objectOf(value) }]
}

/** The names that a schema object wants to be there. */
export function requiredIn({ schema }: SchemaPart): readonly string[] {
  return arrayOf(schema['required']).filter((name) => typeof name === 'string')
}
