import type { MockRequest } from './types.ts'

/** The media type of a request's body in lower case and without parameters; empty when the request names none. */
export function mediaType(request: MockRequest): string {
  const header = request.headers['content-type']
  if (typeof header !== 'string') return ''
  const end = header.indexOf(';')
  return (end === -1 ? header : header.slice(0, end)).trim().toLowerCase()
}
