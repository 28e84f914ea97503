import { arrayOf, isObject, type Json, type JsonObject, objectOf } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { asText, follow } from './json.ts'
import { listed } from './words.ts'

/** A query parameter that the operation declares. */
export interface QueryParameter {
  readonly name: string
  readonly schema: Json
  readonly description?: string
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
  readonly headers: readonly { readonly name: string; readonly schema: Json }[]
}

/** The GET operation that a provider is made of. */
export interface SourceOperation {
  readonly path: string
  readonly item: JsonObject
  readonly operation: JsonObject
  readonly query: readonly QueryParameter[]
  readonly responses: readonly DeclaredResponse[]
  readonly success: DeclaredResponse & { readonly schema: Json; readonly mediaType: string }
}

/** Responses by their status; `4xx` is written in small letters too. */
function byStatus(responses: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [status.replace(/^([1-5])xx$/i, '$1XX'), response]),
  )
}

/** Finds the operation. Throws ScaffoldError PATH, OPERATION, REFERENCE. */
export function findOperation(document: JsonObject, file: string, path: string): SourceOperation {
  const paths = objectOf(document['paths'])
  if (!Object.hasOwn(paths, path)) throw new ScaffoldError('PATH', unknownPath(document, file, path))
  if (path.includes('{')) {
    throw new ScaffoldError('PATH', `${path} has parameters in it; only a path that stands as it is can be served`)
  }
  const item = follow(document, paths[path])
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
    responses,
    success: successOf(path, responses),
  }
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

/** The operation's own, then those of the path that it does not replace. */
function queryParameters(document: JsonObject, item: JsonObject, operation: JsonObject): readonly QueryParameter[] {
  const found = new Map<string, QueryParameter>()
  for (const list of [operation['parameters'], item['parameters']]) {
    for (const parameter of arrayOf(list).map((entry) => follow(document, entry))) {
      const name = asText(parameter['name'])
      const { schema } = parameter
      if (name === undefined || parameter['in'] !== 'query' || schema === undefined) continue
      const description = asText(parameter['description'])
      if (!found.has(name)) found.set(name, { name, schema, ...(description === undefined ? {} : { description }) })
    }
  }
  return [...found.values()]
}

function declared(document: JsonObject, status: string, reference: Json): DeclaredResponse {
  const response = follow(document, reference)
  const headers = Object.entries(objectOf(response['headers']))
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, header]) => ({ name, schema: follow(document, header)['schema'] ?? {} }))
  const contents = Object.entries(objectOf(response['content']))
  const [mediaType, content] = contents.find(([type]) => isJsonType(type)) ?? contents[0] ?? []
  if (mediaType === undefined) return { status, isJson: false, examples: [], headers }
  const isRange = mediaType.includes('*')
  const { schema, example, examples } = objectOf(content)
  const named = Object.values(objectOf(examples)).map((one) => follow(document, one)['value'])
  return {
    status,
    // Under a range of types JSON is as good as any.
    mediaType: isRange ? 'application/json' : mediaType,
    isJson: isRange || isJsonType(mediaType),
    ...(schema === undefined ? {} : { schema }),
    examples: [example, ...named].filter((one) => one !== undefined),
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
