import { arrayOf, isObject, objectOf } from './json.ts'
import { readPattern } from './pattern-text.ts'
import { joinPointer, referredPointer, resolvePointer } from './pointer.ts'
import { lazily, remembered, rememberedWeakly } from './remember.ts'
import type { Json, JsonObject } from './types.ts'

/** One schema object and where it is in the document. */
export interface SchemaPart {
  readonly pointer: string
  readonly schema: JsonObject
  /** It need not apply: an `anyOf`, a `oneOf` or a condition leads to it, and no other way does. */
  readonly isAlternative?: true
}

/** What several schemas together declare of one value: those that `$ref`, `allOf`, `anyOf`, `oneOf` and conditions lead to. */
export interface SchemaShape {
  readonly parts: readonly SchemaPart[]
  /** By name; of the same property of two parts both count. */
  readonly properties: ReadonlyMap<string, PropertyShape>
  /** The shape of a property that matches a pattern or falls under `additionalProperties`; undefined when none covers the name. */
  other(name: string): SchemaShape | undefined
  /** The shape of an element of a list. */
  item(index: number): SchemaShape | undefined
  /** Pointers of every schema of elements and of properties that are not declared by name. */
  readonly unnamed: readonly string[]
  readonly closing: Closing
}

export interface PropertyShape {
  readonly name: string
  /** Where it is declared. */
  readonly pointers: readonly string[]
  /** Pointer of the `writeOnly: true` that applies to it. */
  readonly writeOnly?: string
  shape(): SchemaShape
}

/** What a schema says of fields that it does not declare. */
export type Closing =
  /** It declares none, so that any field is as good as another. */
  | { readonly kind: 'free' }
  | { readonly kind: 'open' }
  /** The clause that forbids them. */
  | { readonly kind: 'closed'; readonly clause: string }

/** Reads the shapes of a document, each once for as long as the document lives. */
export const shapesOf = rememberedWeakly(readShapes)

function readShapes(document: JsonObject): (pointer: string) => SchemaShape {
  const known = new Map<string, SchemaShape>()

  const shape = rememberedWeakly((parts: readonly SchemaPart[]): SchemaShape => {
    const key = parts.map(({ pointer }) => pointer).join('\n')
    const made = known.get(key) ?? makeShape(parts, { partsAt, shape })
    known.set(key, made)
    return made
  })
  const partsOf = remembered((pointer: string) => expand(document, [pointer]))
  function partsAt(pointers: readonly string[]): readonly SchemaPart[] {
    const [only] = pointers
    return only !== undefined && pointers.length === 1 ? partsOf(meant(document, only)) : expand(document, pointers)
  }

  return (pointer) => shape(partsAt([pointer]))
}

/** The place of a schema that is a `$ref` and nothing else: very many may name the same one. */
function meant(document: JsonObject, pointer: string): string {
  const passed = new Set<string>()
  for (let at = pointer; !passed.has(at); ) {
    passed.add(at)
    const target = onlyTarget(resolvePointer(document, at))
    if (target === undefined) return at
    at = target
  }
  return pointer
}

function onlyTarget(schema: Json | undefined): string | undefined {
  if (!isObject(schema) || Object.keys(schema).length > 1) return undefined
  const { $ref } = schema
  return typeof $ref === 'string' ? referredPointer($ref) : undefined
}

interface Maker {
  partsAt(pointers: readonly string[]): readonly SchemaPart[]
  shape(parts: readonly SchemaPart[]): SchemaShape
}

function makeShape(parts: readonly SchemaPart[], { partsAt, shape }: Maker): SchemaShape {
  const properties = new Map<string, PropertyShape>()
  for (const [name, pointers] of declared(parts)) {
    const own = partsAt(pointers)
    const marked = own.find(({ schema }) => schema['writeOnly'] === true)
    const writeOnly = marked && { writeOnly: joinPointer(marked.pointer, 'writeOnly') }
    // A schema may contain itself: its inside is made when somebody asks.
    properties.set(name, { name, pointers, ...writeOnly, shape: lazily(() => shape(own)) })
  }
  const patterns = parts.flatMap(({ schema, pointer }) => {
    const at = joinPointer(pointer, 'patternProperties')
    return Object.keys(objectOf(schema['patternProperties'])).flatMap((pattern) => {
      const expression = readPattern(pattern)?.expression
      return expression === undefined ? [] : [{ expression, pointer: joinPointer(at, pattern) }]
    })
  })
  const additional = parts.flatMap((part) => schemaAt(part, 'additionalProperties'))
  const elements = elementPointers(parts)
  const shapeAt = remembered((key: string) => shape(partsAt(key.split('\n'))))

  return {
    parts,
    properties,
    other(name) {
      const matching = patterns.filter(({ expression }) => expression.test(name)).map(({ pointer }) => pointer)
      const pointers = matching.length > 0 ? matching : additional
      return pointers.length === 0 ? undefined : shapeAt(pointers.join('\n'))
    },
    item(index) {
      const pointers = elements[Math.min(index, elements.length - 1)]
      return pointers === undefined || pointers.length === 0 ? undefined : shapeAt(pointers.join('\n'))
    },
    unnamed: [...elements.flat(), ...patterns.map(({ pointer }) => pointer), ...additional],
    closing: closingOf(parts, properties.size + patterns.length),
  }
}

/** Where the elements of a list are declared: one entry for each position of the longest prefix, and one for all that follow. */
function elementPointers(parts: readonly SchemaPart[]): readonly (readonly string[])[] {
  const prefixes = parts.map(({ schema }) => arrayOf(schema['prefixItems']).length)
  return Array.from({ length: Math.max(0, ...prefixes) + 1 }, (_, position) => {
    return parts.flatMap((part, at) => {
      if (position < (prefixes[at] ?? 0)) return [joinPointer(part.pointer, 'prefixItems', position)]
      return schemaAt(part, 'items')
    })
  })
}

/** Each declared property with where it is declared, in document order. */
function declared(parts: readonly SchemaPart[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { pointer, schema } of parts) {
    for (const name of Object.keys(objectOf(schema['properties']))) {
      const pointers = found.get(name) ?? []
      pointers.push(joinPointer(pointer, 'properties', name))
      found.set(name, pointers)
    }
  }
  return found
}

function closingOf(parts: readonly SchemaPart[], declaredCount: number): Closing {
  for (const keyword of ['additionalProperties', 'unevaluatedProperties']) {
    const closed = parts.find(({ schema }) => schema[keyword] === false)
    if (closed) return { kind: 'closed', clause: joinPointer(closed.pointer, keyword) }
  }
  const isFree = parts.some(({ schema }) => schema['additionalProperties'] === true)
  return { kind: declaredCount === 0 || isFree ? 'free' : 'open' }
}

/** The schemas themselves and all that apply to the same value because of them. */
function expand(document: JsonObject, pointers: readonly string[]): readonly SchemaPart[] {
  const parts = new Map<string, SchemaPart>()
  function add(pointer: string, schema: Json | undefined, isAlternative: boolean): void {
    const known = parts.get(pointer)
    if (!isObject(schema) || (known !== undefined && (isAlternative || known.isAlternative !== true))) return
    parts.set(pointer, { pointer, schema, ...(isAlternative ? { isAlternative } : {}) })
    const ref = schema['$ref']
    const target = typeof ref === 'string' ? referredPointer(ref) : undefined
    if (target !== undefined) add(target, resolvePointer(document, target), isAlternative)
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      for (const [index, inner] of arrayOf(schema[keyword]).entries()) {
        add(joinPointer(pointer, keyword, index), inner, isAlternative || keyword !== 'allOf')
      }
    }
    for (const keyword of ['then', 'else']) add(joinPointer(pointer, keyword), schema[keyword], true)
    for (const [name, inner] of Object.entries(objectOf(schema['dependentSchemas']))) {
      add(joinPointer(pointer, 'dependentSchemas', name), inner, true)
    }
  }
  for (const pointer of pointers) add(pointer, resolvePointer(document, pointer), false)
  return [...parts.values()]
}

/** Where the schema of a keyword stands; none when the keyword is absent or a boolean. */
function schemaAt({ pointer, schema }: SchemaPart, keyword: string): readonly string[] {
  return isObject(schema[keyword]) ? [joinPointer(pointer, keyword)] : []
}
