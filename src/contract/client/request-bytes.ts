import { runnerUserAgent } from '../../spec/index.ts'
import { CouldNotCheck, type Exchange, type HeaderPairs } from '../types.ts'
import type { Address } from './address.ts'
import type { Origin } from './connection.ts'

/** A request as it goes out, without what its URL says already (Host) and what only the connection needs. */
export type RequestSeen = Exchange['request']

export interface RequestToSend {
  /** Default GET. */
  readonly method?: string
  /** Begins with a slash; sent as it is, so percent-encoded where it must be. */
  readonly path: string
  /** Raw, without `?`; empty or absent for none. */
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Sent unless the request says otherwise: a provider should be able to tell who is asking, and bodies are judged byte by byte. */
const defaultHeaders: HeaderPairs = [
  ['Accept', 'application/json'],
  ['Accept-Encoding', 'identity'],
  ['User-Agent', runnerUserAgent],
]

/** A cursor that a server gave may have any length; servers take no more than 16 KB. */
const longestTarget = 32 * 1024

const token = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/

/**
 * Puts a request together.
 * Errors: CouldNotCheck NOT_ALLOWED for a method, a target or a header that HTTP cannot carry (RFC 9110, 5 and 9.1; RFC 9112, 3.2), such
 * as a credential with a line break; the message never quotes the value.
 */
export function prepareRequest(
  origin: Origin,
  { method = 'GET', path, query = '', headers = {}, body }: RequestToSend,
): RequestSeen {
  const target = `${path}${query === '' ? '' : `?${query}`}`
  if (!token.test(method)) throw new CouldNotCheck('NOT_ALLOWED', 'the method is no word that HTTP can carry')
  if (!path.startsWith('/')) throw new CouldNotCheck('NOT_ALLOWED', 'a path must begin with a slash')
  if (!/^[\x21-\x7e]+$/.test(target)) {
    throw new CouldNotCheck('NOT_ALLOWED', 'the path or the query has a character that must be percent-encoded')
  }
  if (target.length > longestTarget) {
    throw new CouldNotCheck('NOT_ALLOWED', `a path and query of ${target.length} characters are too long to be sent`)
  }
  const given = Object.entries(headers)
  for (const [name, value] of given) {
    if (!token.test(name)) throw new CouldNotCheck('NOT_ALLOWED', 'the name of a header is no word that HTTP can carry')
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) continue
    throw new CouldNotCheck(
      'NOT_ALLOWED',
      `the value for the header ${name} has a character that HTTP cannot carry; does a credential hold a line break?`,
    )
  }
  return {
    method,
    url: `${origin.text}${target}`,
    headers: [...defaultHeaders.filter(([name]) => !has(given, name)), ...given],
    ...(body === undefined ? {} : { body }),
  }
}

/** The bytes of a prepared request. Host and Content-Length are added unless it has its own. */
export function requestBytes({ origin, host }: Address, { method, url, headers, body }: RequestSeen): Buffer {
  const payload = body === undefined ? undefined : Buffer.from(body)
  const fields = [
    ...(has(headers, 'Host') ? [] : [['Host', host] as const]),
    ...headers,
    ...(payload === undefined || has(headers, 'Content-Length')
      ? []
      : [['Content-Length', String(payload.length)] as const]),
  ]
  const target = url.slice(origin.text.length)
  const lines = [`${method} ${target} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`), '', '']
  const head = Buffer.from(lines.join('\r\n'), 'latin1')
  return payload === undefined ? head : Buffer.concat([head, payload])
}

/** Whether a header is among the pairs; case does not count. */
export function has(headers: HeaderPairs, wanted: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === wanted.toLowerCase())
}
