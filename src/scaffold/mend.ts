import { arrayOf, isArray, isObject, type Json, type JsonObject, objectOf, schemaKeywords } from '../spec/index.ts'
import { compiled } from './pattern.ts'
import { type Shapes, shapesOf } from './shape.ts'
import { listed } from './words.ts'

/** The types whose values a keyword is about. */
const typeOfKeyword: ReadonlyMap<string, readonly string[]> = new Map([
  ...keywords(['number'], 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'),
  ...keywords(['string'], 'minLength maxLength pattern'),
  ...keywords(['string', 'number'], 'format'),
  ...keywords(
    ['array'],
    'minItems maxItems uniqueItems items prefixItems contains minContains maxContains unevaluatedItems',
  ),
  ...keywords(
    ['object'],
    'minProperties maxProperties required properties patternProperties additionalProperties propertyNames dependentRequired dependentSchemas unevaluatedProperties',
  ),
])
const otherKeywords = new Set([
  ...schemaKeywords.annotation,
  ...schemaKeywords.branch,
  ...schemaKeywords.branches,
  ...schemaKeywords.data,
  ...'$ref $defs definitions contentEncoding contentMediaType contentSchema nullable type'.split(' '),
])
const numeric = new Set(
  'minimum maximum multipleOf minLength maxLength minItems maxItems minProperties maxProperties'.split(' '),
)

export interface Mended {
  readonly document: JsonObject
  /** What was changed and where, one line each. */
  readonly notes: readonly string[]
}

/**
 * Makes a reduced document fit a strict validator: types are named, keywords that judge nothing where they stand go. What a value must
 * be does not change, but for what the document plainly meant.
 */
export function mend(document: JsonObject): Mended {
  const notes: string[] = []
  const mender = schemaMender(document, (at, what) => notes.push(`${at}: ${what}`))
  const schema = (value: Json, at: string) => mender(value, at, [])

  const { paths, components } = document
  const mendedPaths = mapped(objectOf(paths), (item, path) => {
    const get = objectOf(objectOf(item)['get'])
    const at = `GET ${path}`
    return {
      get: {
        ...get,
        ...(get['parameters'] === undefined
          ? {}
          : {
              parameters: arrayOf(get['parameters']).map((parameter) =>
                withSchema(objectOf(parameter), (value) =>
                  schema(value, `parameter ${String(objectOf(parameter)['name'])}`),
                ),
              ),
            }),
        responses: mapped(objectOf(get['responses']), (response, status) => ({
          ...objectOf(response),
          ...inner(objectOf(response), 'headers', (header, name) =>
            withSchema(objectOf(header), (value) => schema(value, `${at} ${status} header ${name}`)),
          ),
          ...inner(objectOf(response), 'content', (content) =>
            withSchema(objectOf(content), (value) => schema(value, `${at} ${status}`)),
          ),
        })),
      },
    }
  })
  const schemas = objectOf(components)['schemas']
  const mendedComponents = {
    ...objectOf(components),
    ...(schemas === undefined ? {} : { schemas: mapped(objectOf(schemas), (value, name) => schema(value, name)) }),
  }
  return { document: { ...document, paths: mendedPaths, components: mendedComponents }, notes }
}

function schemaMender(document: JsonObject, note: (at: string, what: string) => void) {
  const isOld = String(document['openapi']).startsWith('3.0')
  const shapes = shapesOf(document)

  /** `context` are the types that are known of the value from the schema around. */
  return function mendSchema(value: Json, at: string, context: readonly string[]): Json {
    if (!isObject(value)) return value
    if (typeof value['$ref'] === 'string' && isOld) return { $ref: value['$ref'] }
    const clean = withoutStrangers(value, at, isOld, note)
    const { schema, types } = typed(clean, at, context, { shapes, isOld, note })
    if (schema === undefined) return false
    const made: Record<string, Json> = { ...schema }
    for (const keyword of schemaKeywords.branches) {
      const branches = schema[keyword]
      if (isArray(branches)) made[keyword] = branches.map((branch) => mendSchema(branch, at, types))
    }
    for (const keyword of schemaKeywords.branch) {
      const branch = schema[keyword]
      if (branch !== undefined) made[keyword] = mendSchema(branch, at, types)
    }
    for (const keyword of schemaKeywords.map) {
      const map = schema[keyword]
      if (isObject(map)) made[keyword] = mapped(map, (member, name) => mendSchema(member, `${at}.${name}`, []))
    }
    for (const keyword of schemaKeywords.part) {
      const member = schema[keyword]
      if (isObject(member)) made[keyword] = mendSchema(member, keyword === 'items' ? `${at}[]` : at, [])
    }
    if (isArray(schema['prefixItems']))
      made['prefixItems'] = schema['prefixItems'].map((item) => mendSchema(item, `${at}[]`, []))
    return made
  }
}

type Note = (at: string, what: string) => void

/** Without keywords that no validator knows, and without those whose value makes no sense. */
function withoutStrangers(schema: JsonObject, at: string, isOld: boolean, note: Note): JsonObject {
  const made: Record<string, Json> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    const why = strangeness(keyword, value, schema, isOld)
    if (why === undefined) made[keyword] = value
    else note(at, `${keyword} is left out: ${why}`)
  }
  const required = made['required']
  if (isArray(required)) {
    const secret = required.filter(
      (name) => objectOf(objectOf(schema['properties'])[String(name)])['writeOnly'] === true,
    )
    if (secret.length > 0) {
      made['required'] = required.filter((name) => !secret.includes(name))
      note(at, `${listed(secret.map(String))} is for requests only, and so not required here`)
    }
  }
  return made
}

function strangeness(keyword: string, value: Json, schema: JsonObject, isOld: boolean): string | undefined {
  if (keyword.startsWith('x-')) return undefined
  if (!typeOfKeyword.has(keyword) && !otherKeywords.has(keyword)) return 'no validator knows it'
  switch (keyword) {
    case 'type':
      return [value].flat().every((name) => name === 'null' || isTypeName(name))
        ? undefined
        : `${JSON.stringify(value)} is no type`
    case 'required':
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
    case 'prefixItems':
      return isFullTuple(value, schema) ? undefined : 'nothing says how many items there are'
    case 'if':
      return schema['then'] === undefined && schema['else'] === undefined ? 'it leads to nothing' : undefined
    case 'then':
    case 'else':
      return schema['if'] === undefined ? 'there is no if' : undefined
    case 'minContains':
    case 'maxContains':
      return schema['contains'] === undefined ? 'there is no contains' : undefined
    default:
      return numeric.has(keyword) && typeof value !== 'number' ? 'it must be a number' : undefined
  }
}

function isFullTuple(value: Json, { minItems, maxItems, items }: JsonObject): boolean {
  return isArray(value) && value.length === minItems && (value.length === maxItems || items === false)
}

interface Typing {
  readonly shapes: Shapes
  readonly isOld: boolean
  readonly note: Note
}

/** Names the type that the keywords are about, or takes away those that are about another one. */
function typed(
  schema: JsonObject,
  at: string,
  context: readonly string[],
  { shapes, isOld, note }: Typing,
): { readonly schema: JsonObject | undefined; readonly types: readonly string[] } {
  const own = ownTypes(schema, isOld)
  let types = own.length === 0 ? context : own
  let made: JsonObject = schema
  if (own.length > 0 && context.length > 0) {
    types = own
      .map((name) => (context.includes(name) ? name : narrowed(name, context)))
      .filter((name) => name !== undefined)
    if (types.length === 0) {
      note(at, `an alternative is left out: nothing is both ${listed(own)} and ${listed(context)}`)
      return { schema: undefined, types }
    }
    if (types.length < own.length) made = { ...schema, type: types.length === 1 ? (types[0] as string) : types }
  }
  if (types.length === 0) {
    const named = Object.keys(schema).flatMap((keyword) => typeOfKeyword.get(keyword)?.slice(0, 1) ?? [])
    const known = shapes.of(schema)
    const type = known === undefined || known.isUntyped ? named[0] : named.find((name) => applies([name], known.types))
    if (type !== undefined) {
      made = { type, ...made }
      types = [type]
      note(at, `type ${type} is added: the document means it`)
    } else if (known !== undefined) {
      types = known.types
    }
  }
  const idle = Object.keys(made).filter((keyword) => {
    const about = typeOfKeyword.get(keyword)
    return about !== undefined && types.length > 0 && !applies(about, types)
  })
  for (const keyword of idle) note(at, `${keyword} is left out: it says nothing of ${listed(types, 'or')}`)
  // Types that are only known from elsewhere do not count for what stands inside.
  const isNamed = ownTypes(made, isOld).length > 0 || context.length > 0
  return {
    schema: Object.fromEntries(Object.entries(made).filter(([keyword]) => !idle.includes(keyword))),
    types: isNamed ? types : [],
  }
}

function ownTypes({ type, nullable }: JsonObject, isOld: boolean): readonly string[] {
  const names = (isArray(type) ? type : [type]).filter((name) => typeof name === 'string')
  return isOld && nullable === true && names.length > 0 ? [...names, 'null'] : names
}

/** A number within whole numbers is whole. */
function narrowed(name: string, context: readonly string[]): string | undefined {
  if (name === 'integer' && context.includes('number')) return name
  return name === 'number' && context.includes('integer') ? 'integer' : undefined
}

function applies(about: readonly string[], types: readonly string[]): boolean {
  return about.some((name) => types.includes(name) || (name === 'number' && types.includes('integer')))
}

function isTypeName(name: Json): boolean {
  return ['string', 'integer', 'number', 'boolean', 'array', 'object'].includes(name as string)
}

function keywords(types: readonly string[], names: string): readonly (readonly [string, readonly string[]])[] {
  return names.split(' ').map((name) => [name, types] as const)
}

function mapped(object: JsonObject, change: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]))
}

function inner(object: JsonObject, key: string, change: (value: Json, name: string) => Json): JsonObject {
  return object[key] === undefined ? {} : { [key]: mapped(objectOf(object[key]), change) }
}

function withSchema(object: JsonObject, change: (schema: Json) => Json): JsonObject {
  return object['schema'] === undefined ? object : { ...object, schema: change(object['schema']) }
}
