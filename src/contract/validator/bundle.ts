import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  joinPointer,
  referredPointer,
  resolvePointer,
  schemaKeywords,
} from '../../spec/index.ts'
import { integerFormatKeyword, isIntegerFormat } from './numbers.ts'
import { SchemaError } from './schema-error.ts'

/** One schema object, translated to JSON Schema 2020-12. */
export interface SchemaNode {
  readonly [keyword: string]: unknown
}

/** A schema of an OpenAPI document with everything that it refers to, as JSON Schema 2020-12. */
export interface Bundle {
  readonly root: SchemaNode
  /** What `root` and the nodes refer to, by the names in their `#/$defs/…`. */
  readonly definitions: Readonly<Record<string, SchemaNode>>
  /** Where a node (the very object) stands in the OpenAPI document. */
  pointerOf(node: unknown): string | undefined
  /** Pointers of the schemas that were entered: the given one and every target of a `$ref`. */
  readonly reach: readonly string[]
  /** Every `format` that occurs. */
  readonly formats: ReadonlySet<string>
}

const SCHEMAS = new Set([...schemaKeywords.branch, ...schemaKeywords.part])
const CLOSING = new Set(['additionalProperties', 'unevaluatedItems', 'unevaluatedProperties'])
const LISTS = new Set([...schemaKeywords.branches, 'prefixItems'])
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas'])
/** All that judges; whatever else there is (annotations, `$id`, words of other dialects) must not reach Ajv, which obeys some of it. */
const JUDGING = new Set(['$ref', ...schemaKeywords.leaf, ...SCHEMAS, ...LISTS, ...MAPS])

/**
 * Translates the schema at a pointer. Every node is a new object, so that its identity tells where it is.
 * Throws SchemaError when a `$ref` has no target.
 */
export function bundleSchema(document: JsonObject, pointer: string): Bundle {
  const isOld = typeof document['openapi'] === 'string' && document['openapi'].startsWith('3.0.')
  const pointers = new Map<unknown, string>()
  const names = new Map<string, string>()
  const definitions: Record<string, SchemaNode> = {}
  const formats = new Set<string>()

  function refer(target: string, from: string): string {
    const known = names.get(target)
    if (known !== undefined) return known
    const schema = resolvePointer(document, target)
    if (schema === undefined) throw new SchemaError(from, `$ref #${target} names nothing`)
    const name = `s${names.size}`
    names.set(target, name)
    definitions[name] = node(schema, target)
    return name
  }

  function node(schema: Json, at: string): SchemaNode {
    const members = isObject(schema) ? Object.entries(isOld ? modern(schema) : schema) : []
    const isTuple = members.some(([keyword]) => keyword === 'prefixItems')
    const made =
      schema === false
        ? { not: {} }
        : Object.fromEntries(
            members
              .filter(([keyword]) => JUDGING.has(keyword))
              .map(([keyword, value]) => [
                keyword === 'format' && isIntegerFormat(value) ? integerFormatKeyword : keyword,
                member(keyword, value, joinPointer(at, keyword), isTuple),
              ]),
          )
    pointers.set(made, at)
    return made
  }

  function member(keyword: string, value: Json, at: string, isTuple: boolean): unknown {
    if (keyword === '$ref' && typeof value === 'string') return `#/$defs/${refer(targetOf(value, at), at)}`
    if (keyword === 'format' && typeof value === 'string' && !isIntegerFormat(value)) formats.add(value)
    // Ajv names the surplus field only at the boolean itself.
    if (typeof value === 'boolean' && (CLOSING.has(keyword) || (keyword === 'items' && isTuple))) return value
    if (SCHEMAS.has(keyword)) return node(value, at)
    if (LISTS.has(keyword) && isArray(value)) return value.map((item, index) => node(item, joinPointer(at, index)))
    if (MAPS.has(keyword) && isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, node(item, joinPointer(at, name))]))
    }
    return value
  }

  const root: SchemaNode = { $ref: `#/$defs/${refer(pointer, pointer)}` }
  return {
    root,
    definitions,
    pointerOf: (wanted) => pointers.get(wanted),
    reach: [...names.keys()],
    formats,
  }
}

/** Where a schema that is nothing but a `$ref` really stands: so one that many responses share is compiled once. */
export function entryPoint(document: JsonObject, pointer: string): string {
  const passed = new Set<string>()
  let at = pointer
  while (!passed.has(at)) {
    passed.add(at)
    const schema = resolvePointer(document, at)
    const ref = isObject(schema) && Object.keys(schema).length === 1 ? schema['$ref'] : undefined
    const target = typeof ref === 'string' ? targetOf(ref, at) : at
    if (target !== at && passed.has(target)) throw new SchemaError(pointer, '$ref leads back to itself')
    if (resolvePointer(document, target) !== undefined) at = target
  }
  return at
}

/** OpenAPI 3.0's own words in those of 2020-12; `nullable` counts only beside a type (OpenAPI 3.0.3, Schema Object). */
function modern(schema: JsonObject): JsonObject {
  const { nullable, exclusiveMinimum, exclusiveMaximum, ...rest } = schema
  const { type, minimum, maximum } = rest
  return {
    ...rest,
    ...(nullable === true && typeof type === 'string' && { type: [type, 'null'] }),
    ...(exclusiveMinimum === true && minimum !== undefined && { exclusiveMinimum: minimum }),
    ...(exclusiveMaximum === true && maximum !== undefined && { exclusiveMaximum: maximum }),
  }
}

function targetOf(ref: string, at: string): string {
  if (!ref.startsWith('#')) throw new SchemaError(at, `$ref ${ref} must stay in the document`)
  const pointer = referredPointer(ref)
  if (pointer === undefined) throw new SchemaError(at, `$ref ${ref} is not percent-encoded rightly`)
  return pointer
}
