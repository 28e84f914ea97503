import {
  type ContentSpec,
  contentFor,
  essence,
  isJsonType,
  type OperationSpec,
  type ResponseSpec,
  responseFor,
} from '../spec/index.ts'
import type { Exchange } from './types.ts'

/**
 * Whether the request asked for the operation itself. Laws also try other methods and paths: what the document says of this operation's
 * refusals is then only assumed to hold.
 */
export function isOperation({ plan }: Exchange, operation: OperationSpec): boolean {
  const own = operationPath(operation)
  const { method = 'GET', path = own } = plan
  return (method === 'GET' || method === 'HEAD') && path === own
}

/** The path of the operation itself. */
export function operationPath({ basePath, path }: OperationSpec): string {
  return `${basePath}${path}`
}

/** The response object that a reply is held against, or undefined when the document says nothing of it. */
export function documentedResponse(exchange: Exchange, operation: OperationSpec): ResponseSpec | undefined {
  const { status } = exchange.response
  // Success of another method or path is no success of this operation.
  if (status < 300 && !isOperation(exchange, operation)) return undefined
  return responseFor(operation, status)
}

/** Whether a reply may have a body at all (RFC 9110, 6.4.1). */
export function mayHaveBody({ request, response: { status } }: Exchange): boolean {
  return request.method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304
}

/** The media type that a reply states, without parameters; empty when it states none. */
export function mediaTypeOf({ response }: Exchange): string {
  return essence(response.header('content-type') ?? '')
}

/** Whether a reply is to be JSON: by what it states, or else by what is documented. */
export function isJsonDue(exchange: Exchange, documented: ResponseSpec | undefined): boolean {
  const stated = mediaTypeOf(exchange)
  return stated === ''
    ? documented?.content.some(({ mediaType }) => isJsonType(mediaType) || mediaType.includes('*')) === true
    : isJsonType(stated)
}

/** A body and the content object that describes it. */
export interface DocumentedBody {
  readonly content: ContentSpec
  readonly value: unknown
}

/**
 * The body as the document describes it: parsed where it is JSON, as text otherwise. Undefined when nothing describes it, when there is
 * none, when it is XML, or when it is not the JSON that it should be: other checks say so.
 */
export function documentedBody(exchange: Exchange, operation: OperationSpec): DocumentedBody | undefined {
  if (!mayHaveBody(exchange)) return undefined
  const response = documentedResponse(exchange, operation)
  const stated = mediaTypeOf(exchange)
  const content = response && (contentFor(response, stated) ?? onlyJson(response))
  if (content === undefined) return undefined
  // Of a range such as `*/*` the reply says what it is.
  const type = content.mediaType.includes('*') ? stated : content.mediaType
  if (isJsonType(type) || type === '') return exchange.json.ok ? { content, value: exchange.json.value } : undefined
  return type.endsWith('xml') ? undefined : { content, value: exchange.response.body.toString('utf8') }
}

/** Under a wrong media type the body is still judged, where there is only one thing that it can be. */
function onlyJson({ content: [only, ...others] }: ResponseSpec): ContentSpec | undefined {
  return only !== undefined && others.length === 0 && isJsonType(only.mediaType) ? only : undefined
}
