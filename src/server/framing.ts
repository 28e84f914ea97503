import type { IncomingMessage } from 'node:http'

/** node:http's own default, stated because an error message and the documentation name it. */
export const maxHeaderBytes = 16 * 1024

/** What RFC 9112 wants refused, and node's parser lets pass. */
export function refusalOf({
  httpVersionMajor,
  headers,
  rawHeaders,
}: IncomingMessage): [status: number, message: string] | undefined {
  if (httpVersionMajor !== 1) return [505, 'only HTTP/1.1 and HTTP/1.0 are understood here']
  // Nobody could tell where such a body ends (RFC 9112, 6.3); node's parser says so too late, or takes an empty coding for none.
  const coding = headers['transfer-encoding']
  if (coding !== undefined && !/(^|[\t ,])chunked[\t ,]*$/i.test(coding)) {
    return [400, 'the Transfer-Encoding of this request does not end in chunked']
  }
  // Of two Hosts one would be taken, and somebody on the way may have taken the other one (RFC 9112, 3.2).
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts > 1 ? [400, 'this request has more than one Host header'] : undefined
}

/** Whether the answer to this request must be the last one of its connection, where node would keep it. */
export function endsConnection({ headers, httpVersionMinor }: IncomingMessage): boolean {
  const { connection = '' } = headers
  return (
    // node drops what came in one piece with such a request, and would read on from anywhere; nobody here speaks the other protocol.
    (headers.upgrade !== undefined && /upgrade/i.test(connection)) ||
    // "As if the framing is faulty" (RFC 9112, 6.1).
    (httpVersionMinor === 0 && headers['transfer-encoding'] !== undefined) ||
    // node's parser overlooks an option beside a tab, which is white space too (RFC 9110, 5.6.3).
    /(^|[\t ,])close([\t ,]|$)/i.test(connection)
  )
}

/** Status line and message for what node's parser refuses. */
export function wordsFor(error: NodeJS.ErrnoException): [status: string, message: string] {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return ['431 Request Header Fields Too Large', `request line and headers are larger than ${maxHeaderBytes} bytes`]
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'the request did not arrive in time']
    default:
      return ['400 Bad Request', `this is no valid HTTP/1.1 request: ${error.message}`]
  }
}
