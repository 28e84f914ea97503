import {
  arrayOf,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  joinPointer,
  objectOf,
  schemaKeywords,
} from '../spec/index.ts'
import { compiled } from './pattern.ts'
import { listed } from './words.ts'

const numeric = new Set(
  'minimum maximum multipleOf minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties'.split(
    ' ',
  ),
)

export interface Mended {
  readonly document: JsonObject
  /** What was changed and where, one line each. */
  readonly notes: readonly string[]
}

/** Keywords with schemas in them, beside those whose members have free names. */
const holders = new Set([...schemaKeywords.branch, ...schemaKeywords.branches, ...schemaKeywords.part, 'prefixItems'])

/**
 * Takes out of a reduced document what no validator accepts: keywords whose value makes no sense. What is for requests only is not
 * required of replies.
 */
export function mend(document: JsonObject): Mended {
  const notes: string[] = []
  const isOld = String(document['openapi']).startsWith('3.0')

  /** A schema, or a list of them. */
  function schema(value: Json, at: string): Json {
    if (isArray(value)) return value.map((one, index) => schema(one, joinPointer(at, index)))
    if (!isObject(value)) return value
    // OpenAPI 3.0, Reference Object: what is beside a $ref is ignored.
    if (typeof value['$ref'] === 'string' && isOld) return { $ref: value['$ref'] }
    const made: Record<string, Json> = {}
    for (const [keyword, member] of Object.entries(value)) {
      const place = joinPointer(at, keyword)
      const why = defect(keyword, member, isOld)
      if (why !== undefined) notes.push(`#${place} is left out: ${why}`)
      else if (schemaKeywords.map.includes(keyword)) made[keyword] = map(member, place)
      else made[keyword] = holders.has(keyword) ? schema(member, place) : member
    }
    const required = arrayOf(made['required'])
    const secret = required.filter(
      (name) => objectOf(objectOf(value['properties'])[String(name)])['writeOnly'] === true,
    )
    if (secret.length > 0) {
      made['required'] = required.filter((name) => !secret.includes(name))
      notes.push(`#${at}: ${listed(secret.map(String))} is for requests only, and so not required here`)
    }
    return made
  }

  function map(value: Json | undefined, at: string): JsonObject {
    const members = Object.entries(objectOf(value))
    return Object.fromEntries(members.map(([name, member]) => [name, schema(member, joinPointer(at, name))]))
  }

  /** What has schemas somewhere inside. */
  function around(value: Json, at: string, isMap = false): Json {
    if (isArray(value)) return value.map((one, index) => around(one, joinPointer(at, index)))
    if (!isObject(value)) return value
    const members = Object.entries(value).map(([name, member]) => {
      if (!isMap && schemaKeywords.data.includes(name)) return [name, member]
      const place = joinPointer(at, name)
      const isSchema = !isMap && name === 'schema'
      return [name, isSchema ? schema(member, place) : around(member, place, schemaKeywords.map.includes(name))]
    })
    return Object.fromEntries(members)
  }

  const { paths = {}, components } = document
  const { schemas } = objectOf(components)
  const made = {
    ...document,
    paths: around(paths, '/paths'),
    components: {
      ...objectOf(components),
      ...(schemas === undefined ? {} : { schemas: map(schemas, '/components/schemas') }),
    },
  }
  return { document: made, notes }
}

/** What is wrong with the value of a keyword. */
function defect(keyword: string, value: Json, isOld: boolean): string | undefined {
  switch (keyword) {
    case 'type':
      return [value].flat().every((name) => name === 'null' || isTypeName(name))
        ? undefined
        : `${JSON.stringify(value)} is no type`
    case 'required':
    case 'prefixItems':
      return isArray(value) ? undefined : 'it must be a list'
    case 'enum':
      return isArray(value) && value.length > 0 ? undefined : 'it must be a list with something in it'
    case 'pattern':
      return typeof value === 'string' && compiled(value) !== undefined ? undefined : 'it is no pattern of ECMA-262'
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return typeof value === 'number' || (isOld && typeof value === 'boolean') ? undefined : 'it must be a number'
    case 'items':
      return isArray(value) ? 'a list of schemas is no schema' : undefined
    default:
      return numeric.has(keyword) && typeof value !== 'number' ? 'it must be a number' : undefined
  }
}

function isTypeName(name: Json): boolean {
  return ['string', 'integer', 'number', 'boolean', 'array', 'object'].includes(name as string)
}
