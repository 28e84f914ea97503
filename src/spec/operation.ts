import { dereference, follow } from './dereference.ts'
import { deepFreeze } from './json.ts'
import { asBoolean, asObject, asOneOf, asString, elements, find, members, need, type Place, refusal } from './place.ts'
import { readSecurity, tokenHosts } from './security.ts'
import { readServers } from './servers.ts'
import type {
  ContentSpec,
  HeaderSpec,
  JsonObject,
  OperationSpec,
  ParameterSpec,
  Reading,
  ResponseSpec,
} from './types.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** What `readOperation` needs; `file` is the name that its errors give. */
export interface OperationSource {
  readonly provider: string
  readonly reading: Reading
  readonly file: string
  readonly document: JsonObject
  /** Which of several operations. Default: the only one. */
  readonly path?: string
}

/**
 * Reads the one GET operation of an OpenAPI 3.0 or 3.1 document, or that of one path. The result is deeply frozen, the document too.
 * Throws SpecError: DOCUMENT_SHAPE, OPERATION_COUNT, UNSUPPORTED or a REF_ code.
 */
export function readOperation({ provider, reading, file, document, path: wanted }: OperationSource): OperationSpec {
  const root: Place = { file, pointer: '', value: document }
  const version = need(root, 'openapi')
  if (!/^3\.[01]\.\d+$/.test(asString(version))) {
    throw refusal(version, 'UNSUPPORTED', `OpenAPI ${asString(version)} is not supported; 3.0 and 3.1 are`)
  }
  const { path, pathItem, operation } = onlyOperation(root, wanted)
  const operationId = find(operation, 'operationId')
  const servers = readServers(root, pathItem, operation)
  const security = readSecurity(root, operation)
  return deepFreeze<OperationSpec>({
    provider,
    reading,
    title: asString(need(need(root, 'info'), 'title')),
    hosts: [...new Set([...servers.hosts, ...tokenHosts(security)])],
    basePath: servers.basePath,
    method: 'GET',
    path,
    ...(operationId && { operationId: asString(operationId) }),
    parameters: readParameters(root, pathItem, operation),
    responses: readResponses(root, operation),
    security,
    pointer: operation.pointer,
    document,
  })
}

function onlyOperation(root: Place, wanted?: string): { path: string; pathItem: Place; operation: Place } {
  const paths = need(root, 'paths')
  const those = members(paths).filter(([path]) => wanted === undefined || path === wanted)
  const found = those.flatMap(([path, item]) => {
    if (!path.startsWith('/')) throw refusal(item, 'DOCUMENT_SHAPE', 'a path must begin with /')
    const pathItem = follow(root, item)
    return members(pathItem)
      .filter(([key]) => METHODS.includes(key))
      .map(([method, operation]) => ({ path, pathItem, method, operation }))
  })
  const [only, ...others] = found
  if (only?.method !== 'get' || others.length > 0) {
    const names = found.map(({ method, path }) => `${method.toUpperCase()} ${path}`).join(', ') || 'none'
    throw refusal(paths, 'OPERATION_COUNT', `must hold exactly one operation, a GET; it holds ${names}`)
  }
  return only
}

/** The operation's parameters, then those of the path item that the operation does not replace. */
function readParameters(root: Place, pathItem: Place, operation: Place): readonly ParameterSpec[] {
  const byKey = new Map<string, ParameterSpec>()
  for (const list of [find(operation, 'parameters'), find(pathItem, 'parameters')]) {
    const seen = new Set<string>()
    for (const element of elements(list)) {
      const parameter = readParameter(root, follow(root, element))
      const key = `${parameter.in} ${parameter.name}`
      if (seen.has(key))
        throw refusal(element, 'DOCUMENT_SHAPE', `the ${parameter.in} parameter ${parameter.name} stands twice`)
      seen.add(key)
      if (!byKey.has(key)) byKey.set(key, parameter)
    }
  }
  return [...byKey.values()]
}

function readParameter(root: Place, place: Place): ParameterSpec {
  return {
    name: asString(need(place, 'name')),
    in: asOneOf(need(place, 'in'), ['query', 'header', 'path', 'cookie']),
    ...schemaOf(root, place),
  }
}

function readResponses(root: Place, operation: Place): readonly ResponseSpec[] {
  const responses = need(operation, 'responses')
  const read = members(responses)
    .filter(([status]) => !status.startsWith('x-'))
    .map(([written, reference]) => {
      const status = written.replace(/^([1-5])xx$/i, '$1XX')
      if (!/^(?:[1-5](?:\d\d|XX)|default)$/.test(status)) {
        throw refusal(reference, 'DOCUMENT_SHAPE', `${written} is no status: 200, 4XX or default`)
      }
      const place = asObject(follow(root, reference))
      return { status, headers: readHeaders(root, place), content: readContent(place), pointer: place.pointer }
    })
  if (read.length === 0) throw refusal(responses, 'DOCUMENT_SHAPE', 'must document at least one response')
  return read
}

function readHeaders(root: Place, response: Place): readonly HeaderSpec[] {
  return members(find(response, 'headers')).map(([name, header]) => ({ name, ...schemaOf(root, follow(root, header)) }))
}

function readContent(response: Place): readonly ContentSpec[] {
  return members(find(response, 'content')).map(([mediaType, place]) => {
    const schema = find(asObject(place), 'schema')
    if (!schema) return { mediaType, pointer: place.pointer }
    return { mediaType, schema: asObject(schema).value, pointer: schema.pointer }
  })
}

/** What parameters and headers have in common. */
function schemaOf(root: Place, place: Place): { required: boolean; schema: JsonObject; pointer: string } {
  const required = find(place, 'required')
  if (find(place, 'content')) throw refusal(place, 'UNSUPPORTED', 'content is not supported here; schema is')
  const schema = asObject(need(place, 'schema'))
  return {
    required: required ? asBoolean(required) : false,
    schema: asObject({ ...schema, value: dereference(root, schema) }).value,
    pointer: place.pointer,
  }
}
