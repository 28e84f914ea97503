import { isArray, isObject, type Json, type JsonObject, objectOf, schemaKeywords, splitPointer } from '../spec/index.ts'
import type { Auth } from './auth.ts'
import { ScaffoldError } from './errors.ts'
import { asText, follow, target } from './json.ts'
import { allParameters, type SourceOperation, shownIn } from './operation.ts'

export interface Reduced {
  readonly document: JsonObject
  /** What was left out or changed, one sentence each. */
  readonly notes: readonly string[]
}

export interface ReduceOptions {
  readonly auth: Auth
  readonly servers: readonly Json[]
}

/** Values of the reduced document. */
export const mostValues = 100_000
/** References from one schema to the next. */
const mostSteps = 100
export const tooMany = `has more than ${mostValues.toLocaleString('en')} values`
const tooFar = `is more than ${mostSteps} references away`

/**
 * The document with one operation and what it refers to: `$ref`s of parameters, responses and headers are written out, those of schemas
 * stay. Throws ScaffoldError REFERENCE.
 */
export function reduce(document: JsonObject, source: SourceOperation, { auth, servers }: ReduceOptions): Reduced {
  const notes: string[] = []
  const schemas = new Map<string, Json>()
  const { title, version } = objectOf(document['info'])

  /** Names of schemas that are to be taken along, with the number of references that lead to each. */
  const waiting: [name: string, distance: number][] = []
  let left = mostValues

  /** A schema as it is; what it refers to is taken along. */
  function schema(value: Json, distance = 0, isMap = false, passed: readonly string[] = []): Json {
    left -= 1
    if (left < 0) throw tooLarge(tooMany)
    if (isArray(value)) return value.map((item) => schema(item, distance, false, passed))
    if (!isObject(value)) return value
    const ref = isMap ? undefined : value['$ref']
    if (typeof ref === 'string') {
      const found = target(document, ref)
      const [section, kind, name] = splitPointer(found.pointer)
      const isComponent = section === 'components' && kind === 'schemas' && name !== undefined
      // What stands elsewhere is gone with the rest of the document.
      if (!isComponent && !passed.includes(found.pointer)) {
        if (passed.length >= mostSteps) throw tooLarge(tooFar)
        return schema(found.value, distance, false, [...passed, found.pointer])
      }
      if (isComponent) waiting.push([name, distance + 1])
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        if (!isMap && schemaKeywords.data.includes(key)) return [key, data(member)]
        return [key, schema(member, distance, !isMap && schemaKeywords.map.includes(key), passed)]
      }),
    )
  }

  /** A value is only counted. */
  function data(value: Json): Json {
    left -= 1
    if (left < 0) throw tooLarge(tooMany)
    if (typeof value === 'object') for (const inner of Object.values(value ?? {})) data(inner)
    return value
  }

  function tooLarge(what: string): ScaffoldError {
    return new ScaffoldError('SCHEMA', `what GET ${source.path} refers to ${what}: it cannot be made a provider of`)
  }

  /** The shortest way to each schema is known first. */
  function takeWaiting(): void {
    for (const [name, distance] of waiting) {
      if (schemas.has(name)) continue
      if (distance > mostSteps) throw tooLarge(tooFar)
      const component = objectOf(objectOf(document['components'])['schemas'])[name]
      if (component !== undefined) schemas.set(name, schema(component, distance))
    }
  }

  function parameter(value: Json): readonly JsonObject[] {
    const found = follow(document, value)
    const { examples: _, content: __, schema: inner, ...rest } = found
    // A value stands in its place in the path.
    if (rest['in'] === 'path') return []
    if (inner === undefined) {
      notes.push(`the parameter ${String(rest['name'])} is left out: it has no schema`)
      return []
    }
    return [{ ...rest, ...exampleOf(found), schema: schema(inner) }]
  }

  /** The first value that the document shows. */
  function exampleOf(value: JsonObject): JsonObject {
    const [example] = shownIn(document, value)
    return example === undefined ? {} : { example: data(example) }
  }

  function response(status: string, value: Json): JsonObject {
    const { description, headers, content } = follow(document, value)
    const kept = Object.entries(objectOf(headers)).map(([name, header]) => {
      const found = follow(document, header)
      const { examples: _, content: __, schema: inner, ...rest } = found
      return [name, { ...rest, ...exampleOf(found), schema: schema(inner ?? {}) }] as const
    })
    const contents = Object.entries(objectOf(content)).map(([mediaType, reference]) => {
      const found = follow(document, reference)
      const { schema: inner, example } = found
      // Of a success the examples are in what the mock serves.
      const shown = /^2/.test(status) ? (example === undefined ? {} : { example }) : exampleOf(found)
      return [mediaType, { ...(inner === undefined ? {} : { schema: schema(inner) }), ...shown }] as const
    })
    return {
      description: asText(description) ?? '',
      ...(kept.length === 0 ? {} : { headers: Object.fromEntries(kept) }),
      ...(contents.length === 0 ? {} : { content: Object.fromEntries(contents) }),
    }
  }

  const { operation, item, path } = source
  const { operationId, summary, description } = operation
  const parameters = allParameters(document, operation, item).flatMap(parameter)
  const get = {
    ...(operationId === undefined ? {} : { operationId }),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: Object.fromEntries(
      Object.entries(objectOf(operation['responses']))
        .filter(([status]) => /^(?:[1-5](?:\d\d|XX)|default)$/.test(status))
        .map(([status, value]) => [status, response(status, value)]),
    ),
    security: auth.requirements,
  }
  takeWaiting()
  notes.push(...auth.notes.map((note) => `security: ${note}`))
  const components = {
    ...(schemas.size === 0 ? {} : { schemas: Object.fromEntries(schemas) }),
    securitySchemes: auth.schemes,
  }
  const reduced = {
    openapi: document['openapi'] as Json,
    info: { title: asText(title) ?? path, version: String(version ?? '1') },
    servers,
    paths: { [path]: { get } },
    components,
  }
  return { document: reduced, notes }
}
