import { arrayOf, isObject, type Json, type JsonObject, objectOf } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { follow } from './json.ts'
import { listed } from './words.ts'

/** A query parameter that the operation declares. */
export interface QueryParameter {
  readonly name: string
  readonly schema: Json
  readonly description?: string
}

/** A parameter without which the operation is refused: of the query, or a header. */
export interface RequiredParameter {
  readonly in: 'query' | 'header'
  readonly name: string
  readonly schema: Json
  /** Values that the document shows, beside those of the schema. */
  readonly examples: readonly Json[]
}

/** A response that the operation declares. */
export interface DeclaredResponse {
  readonly status: string
  /** Undefined when the document describes no body. */
  readonly mediaType?: string
  readonly isJson: boolean
  readonly schema?: Json
  /** Whole bodies that the document shows. */
  readonly examples: readonly Json[]
  /** Headers that it declares, Content-Type aside. */
  readonly headers: readonly DeclaredHeader[]
}

export interface DeclaredHeader {
  readonly name: string
  readonly schema: Json
  /** Values that the document shows, beside those of the schema. */
  readonly examples: readonly Json[]
}

/** The GET operation that a provider is made of. */
export interface SourceOperation {
  /** With values in place of its parameters. */
  readonly path: string
  readonly item: JsonObject
  readonly operation: JsonObject
  readonly query: readonly QueryParameter[]
  readonly required: readonly RequiredParameter[]
  readonly responses: readonly DeclaredResponse[]
  readonly success: DeclaredResponse & { readonly schema: Json; readonly mediaType: string }
}

/** Responses by their status; `4xx` is written in small letters too. */
function byStatus(responses: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [status.replace(/^([1-5])xx$/i, '$1XX'), response]),
  )
}

/** Values of a path's parameters, by name. */
export type PathValues = Readonly<Record<string, string>>

/** Throws ScaffoldError PATH for a path that the document does not have. */
export function refuseUnknownPath(document: JsonObject, file: string, path: string): void {
  if (!Object.hasOwn(objectOf(document['paths']), path)) {
    throw new ScaffoldError('PATH', unknownPath(document, file, path))
  }
}

/** Finds the operation. Throws ScaffoldError PATH, OPERATION, REFERENCE. */
export function findOperation(
  document: JsonObject,
  file: string,
  template: string,
  values: PathValues = {},
): SourceOperation {
  const path = filled(template, values)
  const item = follow(document, objectOf(document['paths'])[template])
  const read = item['get']
  if (!isObject(read)) {
    const methods = Object.keys(item).filter((name) => /^(put|post|delete|options|head|patch|trace)$/.test(name))
    const has = methods.length === 0 ? 'no operation' : `only ${listed(methods.map((name) => name.toUpperCase()))}`
    throw new ScaffoldError('OPERATION', `${path} has no GET in ${file}; it has ${has}`)
  }
  const operation = { ...read, responses: byStatus(objectOf(read['responses'])) }
  const responses = Object.entries(operation.responses)
    .filter(([status]) => /^(?:[1-5](?:\d\d|XX)|default)$/.test(status))
    .map(([status, response]) => declared(document, status, response))
  return {
    path,
    item,
    operation,
    query: queryParameters(document, item, operation),
    required: requiredParameters(document, item, operation),
    responses,
    success: successOf(path, responses),
  }
}

/** A path with values in place of its parameters. Throws ScaffoldError PATH. */
function filled(template: string, values: PathValues): string {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  const stray = Object.keys(values).find((name) => !names.includes(name))
  if (stray !== undefined) {
    const has = names.length === 0 ? 'it has none' : `it has ${listed(names)}`
    throw new ScaffoldError('PATH', `--param ${JSON.stringify(stray)} is no parameter of the path ${template}; ${has}`)
  }
  const missing = names.filter((name) => !Object.hasOwn(values, name) || values[name] === '')
  if (missing.length > 0) {
    const flags = missing.map((name) => `--param ${name}=VALUE`).join(' ')
    throw new ScaffoldError('PATH', `${template} has parameters in it, and one path is served: give ${flags}`)
  }
  return template.replace(/\{([^{}]*)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

/** The response that a status is held against. */
export function responseFor(responses: readonly DeclaredResponse[], status: number): DeclaredResponse | undefined {
  const keys = [String(status), `${Math.floor(status / 100)}XX`, 'default']
  return keys.map((key) => responses.find((response) => response.status === key)).find((found) => found !== undefined)
}

/** Whether bodies of a media type are JSON. */
function isJsonType(mediaType: string): boolean {
  return /^application\/json$|\+json$/.test(essence(mediaType))
}

function essence(mediaType: string): string {
  return mediaType.replace(/;.*/s, '').trim().toLowerCase()
}

function unknownPath(document: JsonObject, file: string, path: string): string {
  const withGet = Object.entries(objectOf(document['paths']))
    .filter(([, item]) => isObject(follow(document, item)['get']))
    .map(([name]) => name)
  const words = path
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2)
  const near = withGet.filter((name) => words.some((word) => name.toLowerCase().includes(word)))
  const shown = (near.length === 0 ? withGet : near).slice(0, 8)
  const more = (near.length === 0 ? withGet : near).length - shown.length
  const known =
    shown.length === 0
      ? 'it has no path with a GET'
      : `it has ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `there is no path ${JSON.stringify(path)} in ${file}; ${known}`
}

function queryParameters(document: JsonObject, item: JsonObject, operation: JsonObject): readonly QueryParameter[] {
  return allParameters(document, operation, item).flatMap((value): readonly QueryParameter[] => {
    const { name, in: place, schema, description } = follow(document, value)
    if (typeof name !== 'string' || place !== 'query' || schema === undefined) return []
    return [{ name, schema, ...(typeof description === 'string' ? { description } : {}) }]
  })
}

/** OpenAPI, Parameter Object: what is said of these headers is ignored. */
const notDescribed = /^(accept|content-type|authorization)$/i

function requiredParameters(
  document: JsonObject,
  item: JsonObject,
  operation: JsonObject,
): readonly RequiredParameter[] {
  return allParameters(document, operation, item).flatMap((value): readonly RequiredParameter[] => {
    const parameter = follow(document, value)
    const { name, in: place, required, schema } = parameter
    if (required !== true || typeof name !== 'string' || schema === undefined) return []
    if (place !== 'query' && (place !== 'header' || notDescribed.test(name))) return []
    return [{ in: place, name, schema, examples: shownIn(document, parameter) }]
  })
}

/** The operation's own, then those of the path that it does not replace. */
export function allParameters(document: JsonObject, operation: JsonObject, item: JsonObject): readonly Json[] {
  const found = new Map<string, Json>()
  for (const value of [...arrayOf(operation['parameters']), ...arrayOf(item['parameters'])]) {
    const { name, in: place } = follow(document, value)
    const key = `${String(place)} ${String(name)}`
    if (typeof name === 'string' && !found.has(key)) found.set(key, value)
  }
  return [...found.values()]
}

/** Values that the document shows of a parameter, a header or a body: `example`, and `value` of each of `examples`. */
export function shownIn(document: JsonObject, { example, examples }: JsonObject): readonly Json[] {
  const named = Object.values(objectOf(examples)).map((one) => {
    const { value, dataValue } = follow(document, one)
    return value ?? dataValue
  })
  return [example, ...named].filter((one) => one !== undefined)
}

function declared(document: JsonObject, status: string, reference: Json): DeclaredResponse {
  const response = follow(document, reference)
  const headers = Object.entries(objectOf(response['headers']))
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, value]) => {
      const header = follow(document, value)
      return { name, schema: header['schema'] ?? {}, examples: shownIn(document, header) }
    })
  const contents = Object.entries(objectOf(response['content']))
  const [mediaType, content] = contents.find(([type]) => isJsonType(type)) ?? contents[0] ?? []
  if (mediaType === undefined) return { status, isJson: false, examples: [], headers }
  const isRange = mediaType.includes('*')
  // OpenAPI 3.2 has references here too.
  const found = follow(document, content)
  const { schema } = found
  return {
    status,
    // Under a range of types JSON is as good as any.
    mediaType: isRange ? 'application/json' : mediaType,
    isJson: isRange || isJsonType(mediaType),
    ...(schema === undefined ? {} : { schema }),
    examples: shownIn(document, found),
    headers,
  }
}

function successOf(path: string, responses: readonly DeclaredResponse[]): SourceOperation['success'] {
  const success = responseFor(responses, 200)
  if (success === undefined) throw new ScaffoldError('OPERATION', `GET ${path} documents no answer with status 200`)
  const { schema, mediaType, isJson } = success
  if (!isJson || mediaType === undefined) {
    const as = mediaType === undefined ? 'without a body' : `as ${mediaType}`
    throw new ScaffoldError('OPERATION', `GET ${path} documents its answer ${as}; JSON is needed`)
  }
  if (schema === undefined) throw new ScaffoldError('OPERATION', `GET ${path} documents its answer without a schema`)
  return { ...success, schema, mediaType }
}
