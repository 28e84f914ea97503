import { mediaType } from '../media-type.ts'
import { parseQuery, type QueryPair } from '../query-string.ts'
import type { MockRequest, TokenRefusal } from '../types.ts'

/** How a client named itself. */
export interface GivenCredentials {
  readonly id: string
  readonly secret: string
}

/** A well-formed request for a token; nothing in it is checked yet. */
export interface TokenRequest {
  readonly grantType: string
  /** Each reading of what the client sent; one of them must fit. */
  readonly credentials: readonly GivenCredentials[]
  readonly audience: string | undefined
  readonly scope: string | undefined
  /** Everything stands in the query and the Authorization header; there is no body. */
  readonly bodyless: boolean
}

const form = 'application/x-www-form-urlencoded'
const known = ['grant_type', 'audience', 'client_id', 'client_secret', 'scope'] as const
const credentialNames = ['client_id', 'client_secret']

/**
 * Reads a token request: a form in the body (RFC 6749, 4.4.2), the query beside it (older clients put grant_type there), and
 * credentials in the form or in HTTP Basic (RFC 6749, 2.3.1).
 */
export function readTokenRequest(request: MockRequest): TokenRequest | TokenRefusal {
  if (request.body === undefined) return invalid('the body is too large or in an unknown content coding')
  const body = utf8(request.body)
  if (body === undefined) return invalid('the body is not UTF-8 text')
  if (body !== '' && mediaType(request) !== form) return invalid(`the content type must be ${form}`)
  const inQuery = given(parseQuery(request.query))
  const pairs = [...given(parseQuery(body)), ...inQuery]
  if (pairs.some(({ malformed }) => malformed)) return invalid('a parameter is not percent-encoded UTF-8')
  // "The parameters can only be transmitted in the request-body and MUST NOT be included in the request URI" (RFC 6749, 2.3.1).
  if (inQuery.some(({ name }) => credentialNames.includes(name))) {
    return invalid('client credentials must not be in the query')
  }
  // "Request and response parameters MUST NOT be included more than once" (RFC 6749, 3.2); unknown ones are ignored there.
  const repeated = known.find((name) => pairs.filter((pair) => pair.name === name).length > 1)
  if (repeated !== undefined) return invalid(`${repeated} must be given once`)
  const parameters = new Map(pairs.map(({ name, value }) => [name, value]))

  const authorization = request.headers['authorization']
  const hasHeader = typeof authorization === 'string' && authorization !== ''
  const id = parameters.get('client_id')
  const secret = parameters.get('client_secret')
  // "The client MUST NOT use more than one authentication method in each request" (RFC 6749, 2.3).
  if (hasHeader && (id !== undefined || secret !== undefined)) {
    return invalid('client credentials must be in the Authorization header or in the body, not in both')
  }
  const grantType = parameters.get('grant_type')
  if (grantType === undefined) return invalid('grant_type is missing')
  return {
    grantType,
    credentials: hasHeader
      ? basicCredentials(authorization)
      : id !== undefined && secret !== undefined
        ? [{ id, secret }]
        : [],
    audience: parameters.get('audience'),
    scope: parameters.get('scope'),
    bodyless: body === '',
  }
}

/** "Parameters sent without a value MUST be treated as if they were omitted from the request" (RFC 6749, 3.2). */
function given(pairs: readonly QueryPair[]): QueryPair[] {
  return pairs.filter(({ value, malformed }) => value !== '' || malformed)
}

/** As they are (what most clients send), and form-decoded (what RFC 6749, 2.3.1 says); none when the header is no Basic. */
function basicCredentials(header: string): GivenCredentials[] {
  const base64 = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header)?.[1]
  const text = base64 === undefined ? undefined : utf8(Buffer.from(base64, 'base64'))
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon === -1) return []
  const plain = { id: text.slice(0, colon), secret: text.slice(colon + 1) }
  const [id] = parseQuery(`=${plain.id}`)
  const [secret] = parseQuery(`=${plain.secret}`)
  return id === undefined || secret === undefined || id.malformed || secret.malformed
    ? [plain]
    : [plain, { id: id.value, secret: secret.value }]
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function invalid(description: string): TokenRefusal {
  return { kind: 'token', code: 'invalid_request', description }
}
