import { arrayOf, isArray, isObject, type Json, type JsonObject, objectOf, schemaKeywords } from '../spec/index.ts'
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

/**
 * Takes out of a reduced document what no validator accepts: keywords whose value makes no sense. What is for requests only is not
 * required of replies.
 */
export function mend(document: JsonObject): Mended {
  const notes: string[] = []
  const schema = schemaMender(document, (at, what) => notes.push(`${at}: ${what}`))

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

  return mendSchema

  function mendSchema(value: Json, at: string): Json {
    if (!isObject(value)) return value
    // OpenAPI 3.0, Reference Object: what stands beside a $ref is ignored.
    if (typeof value['$ref'] === 'string' && isOld) return { $ref: value['$ref'] }
    const made: Record<string, Json> = {}
    for (const [keyword, member] of Object.entries(value)) {
      const why = defect(keyword, member, isOld)
      if (why === undefined) made[keyword] = mendMember(keyword, member, at)
      else note(at, `${keyword} is left out: ${why}`)
    }
    const required = arrayOf(made['required'])
    const secret = required.filter(
      (name) => objectOf(objectOf(value['properties'])[String(name)])['writeOnly'] === true,
    )
    if (secret.length > 0) {
      made['required'] = required.filter((name) => !secret.includes(name))
      note(at, `${listed(secret.map(String))} is for requests only, and so not required here`)
    }
    return made
  }

  function mendMember(keyword: string, member: Json, at: string): Json {
    if (schemaKeywords.map.includes(keyword)) {
      return mapped(objectOf(member), (inner, name) => mendSchema(inner, `${at}.${name}`))
    }
    if (schemaKeywords.branches.includes(keyword)) return arrayOf(member).map((inner) => mendSchema(inner, at))
    if (keyword === 'prefixItems') return arrayOf(member).map((inner) => mendSchema(inner, `${at}[]`))
    if (schemaKeywords.branch.includes(keyword)) return mendSchema(member, at)
    return schemaKeywords.part.includes(keyword) ? mendSchema(member, keyword === 'items' ? `${at}[]` : at) : member
  }
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

function mapped(object: JsonObject, change: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]))
}

function inner(object: JsonObject, key: string, change: (value: Json, name: string) => Json): JsonObject {
  return object[key] === undefined ? {} : { [key]: mapped(objectOf(object[key]), change) }
}

function withSchema(object: JsonObject, change: (schema: Json) => Json): JsonObject {
  return object['schema'] === undefined ? object : { ...object, schema: change(object['schema']) }
}
