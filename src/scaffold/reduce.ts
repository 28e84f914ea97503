import { arrayOf, isArray, isObject, type Json, type JsonObject, objectOf, schemaKeywords } from '../spec/index.ts'
import type { Auth } from './auth.ts'
import { asText, follow, target } from './json.ts'
import type { SourceOperation } from './operation.ts'

export interface Reduced {
  readonly document: JsonObject
  /** What was left out or changed, one sentence each. */
  readonly notes: readonly string[]
}

export interface ReduceOptions {
  readonly auth: Auth
  readonly servers: readonly Json[]
}

/**
 * The document with one operation and what it refers to: `$ref`s of parameters, responses and headers are written out, those of schemas
 * stay. Throws ScaffoldError REFERENCE.
 */
export function reduce(document: JsonObject, source: SourceOperation, { auth, servers }: ReduceOptions): Reduced {
  const notes: string[] = []
  const schemas = new Map<string, Json>()
  const { title, version } = objectOf(document['info'])

  /** A schema as it stands; what it leads to is taken along. */
  function schema(value: Json, isMap = false, passed: readonly string[] = []): Json {
    if (isArray(value)) return value.map((item) => schema(item, false, passed))
    if (!isObject(value)) return value
    const ref = isMap ? undefined : value['$ref']
    if (typeof ref === 'string') {
      const found = target(document, ref)
      const name = /^\/components\/schemas\/([^/]+)/.exec(found.pointer)?.[1]
      // What stands elsewhere is gone with the rest of the document.
      if (name === undefined && !passed.includes(found.pointer))
        return schema(found.value, false, [...passed, found.pointer])
      if (name !== undefined) take(name)
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        if (!isMap && schemaKeywords.data.includes(key)) return [key, member]
        return [key, schema(member, !isMap && schemaKeywords.map.includes(key), passed)]
      }),
    )
  }

  function take(name: string): void {
    if (schemas.has(name)) return
    const component = target(document, `#/components/schemas/${encodeURIComponent(name)}`).value
    // Known before its inside is looked at: it may contain itself.
    schemas.set(name, {})
    schemas.set(name, schema(component))
  }

  function parameter(value: Json): readonly JsonObject[] {
    const { examples: _, content: __, schema: inner, ...rest } = follow(document, value)
    if (inner === undefined) {
      notes.push(`the parameter ${String(rest['name'])} is left out: it has no schema`)
      return []
    }
    return [{ ...rest, schema: schema(inner) }]
  }

  function response(value: Json): JsonObject {
    const { description, headers, content } = follow(document, value)
    const kept = Object.entries(objectOf(headers)).map(([name, header]) => {
      const { examples: _, content: __, schema: inner, ...rest } = follow(document, header)
      return [name, { ...rest, schema: schema(inner ?? {}) }] as const
    })
    const contents = Object.entries(objectOf(content)).map(([mediaType, found]) => {
      const { schema: inner, example } = objectOf(found)
      const described = {
        ...(inner === undefined ? {} : { schema: schema(inner) }),
        ...(example === undefined ? {} : { example }),
      }
      return [mediaType, described] as const
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
        .map(([status, value]) => [status, response(value)]),
    ),
    security: [auth.requirement],
  }
  if (auth.note !== undefined) notes.push(`security: ${auth.note}`)
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

/** The operation's own, then those of the path that it does not replace. */
function allParameters(document: JsonObject, operation: JsonObject, item: JsonObject): readonly Json[] {
  const found = new Map<string, Json>()
  for (const value of [...arrayOf(operation['parameters']), ...arrayOf(item['parameters'])]) {
    const { name, in: place } = follow(document, value)
    const key = `${String(place)} ${String(name)}`
    if (typeof name === 'string' && !found.has(key)) found.set(key, value)
  }
  return [...found.values()]
}
