import { CouldNotCheck, type HeaderPairs } from '../types.ts'

/** Status line and header fields, as they came. */
export interface ResponseHead {
  readonly status: number
  readonly headers: HeaderPairs
  /** False for HTTP/1.0, whose connections end with the response unless it says otherwise. */
  readonly isHttp11: boolean
}

/** How the end of a body is told (RFC 9112, 6.3). */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: .*)?$/
const fieldName = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/
/** What may surround a value (RFC 9110, 5.6.3). */
const blanks = new Set([' ', '\t'])

/**
 * Reads a head from its lines, without their line ends. Names keep their case, repeated fields stay apart.
 * Errors: CouldNotCheck NOT_HTTP for lines that are no status line or header field (RFC 9112, 4 and 5).
 */
export function readHead([first = '', ...rest]: readonly string[], peer: string): ResponseHead {
  const [, minor, status] = statusLine.exec(first) ?? []
  if (status === undefined) throw new CouldNotCheck('NOT_HTTP', `${peer} answers with no HTTP/1.1 status line`)

  const headers = rest.map((line): readonly [string, string] => {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon))
    const value = withoutBlanks(line, colon + 1)
    if (!fieldName.test(name) || hasControlCharacter(value)) {
      throw new CouldNotCheck('NOT_HTTP', `${peer} answers ${status} with a header line that no HTTP client can read`)
    }
    return [name, value]
  })
  return { status: Number(status), headers, isHttp11: minor === '1' }
}

/**
 * Tells where the body ends. Of two lengths that disagree the first counts: a check can then see both headers.
 * Errors: CouldNotCheck NOT_HTTP for a Content-Length that is no number.
 */
export function framingOf(method: string, head: ResponseHead, peer: string): Framing {
  const { status } = head
  const isTunnel = status === 101 || (method === 'CONNECT' && status < 300)
  if (method === 'HEAD' || status === 204 || status === 304 || isTunnel) return { kind: 'none' }

  const codings = elementsOf(head, 'transfer-encoding')
  if (codings.length > 0) return { kind: codings.at(-1) === 'chunked' ? 'chunked' : 'until-close' }

  const [length] = elementsOf(head, 'content-length')
  if (length === undefined) return { kind: 'until-close' }
  if (!/^\d{1,15}$/.test(length)) {
    throw new CouldNotCheck('NOT_HTTP', `${peer} answers ${status} with a Content-Length that is no number`)
  }
  return { kind: 'length', bytes: Number(length) }
}

/** Whether the connection may carry another request (RFC 9112, 9.3). */
export function keepsConnection(head: ResponseHead, framing: Framing): boolean {
  if (framing.kind === 'until-close' || head.status === 101) return false
  // Whoever states two lengths, or a length and chunks, may mean another end of this body than we do.
  const lengths = new Set(elementsOf(head, 'content-length'))
  if (lengths.size > 1 || (lengths.size === 1 && elementsOf(head, 'transfer-encoding').length > 0)) return false
  const options = elementsOf(head, 'connection')
  return head.isHttp11 ? !options.includes('close') : options.includes('keep-alive')
}

/** The values of a header's fields, by lower-case name. */
export function valuesOf(headers: HeaderPairs, wanted: string): readonly string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
}

/** The elements of a list header, over all its fields, in lower case. */
export function elementsOf({ headers }: { readonly headers: HeaderPairs }, wanted: string): readonly string[] {
  return valuesOf(headers, wanted)
    .flatMap((value) => value.split(','))
    .map((element) => element.trim().toLowerCase())
    .filter((element) => element !== '')
}

/** By hand: an expression that takes blanks off an end tries each run of blanks from each of its places. */
function withoutBlanks(line: string, from: number): string {
  let start = from
  let end = line.length
  while (start < end && blanks.has(line[start] ?? '')) start += 1
  while (end > start && blanks.has(line[end - 1] ?? '')) end -= 1
  return line.slice(start, end)
}

function hasControlCharacter(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true
  }
  return false
}
