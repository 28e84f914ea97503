import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** node:http's own default, stated because an error message and the documentation name it. */
export const maxHeaderBytes = 16 * 1024
/** What is refused gets so long to be read before the connection is cut: a client that still writes would lose it to a reset. */
const lingerMs = 1_000

/** What was said on one connection, as far as somebody still needs to know. */
interface Conversation {
  /** The last request: a body that is still coming is in flight too, and an error belongs to it until it is complete. */
  last: IncomingMessage
  /** Those that are not out yet, in the order of their requests. */
  responses: ServerResponse[]
  /** Nothing that still comes is a request. */
  isOver: boolean
}

export interface Conversations {
  /** Takes a request in, or refuses it: false when it needs no other answer. */
  admit(request: IncomingMessage, response: ServerResponse): boolean
  /** Answers what node's parser refuses, in its turn behind the answers to the requests before it. */
  refuse(error: NodeJS.ErrnoException, socket: Duplex): void
  /** Writes the last words of a connection, in their turn. */
  end(socket: Duplex, lastWords: string): void
  lastRequest(socket: Duplex): IncomingMessage | undefined
}

/** Keeps what RFC 9112 asks of a connection and node:http does not see to: who is answered, in which order, and when it is over. */
export function conversations(): Conversations {
  const known = new WeakMap<Duplex, Conversation>()
  const refused = new WeakSet<Duplex>()

  return {
    admit(request, response) {
      let conversation = known.get(request.socket)
      if (conversation === undefined) {
        conversation = { last: request, responses: [response], isOver: false }
        known.set(request.socket, conversation)
      } else {
        if (conversation.isOver) return false
        conversation.last = request
        conversation.responses = conversation.responses.filter(isUnfinished)
        conversation.responses.push(response)
      }
      const refusal = refusalOf(request)
      if (refusal !== undefined || (response.shouldKeepAlive && endsConnection(request))) {
        response.shouldKeepAlive = false
        conversation.isOver = true
      }
      if (refusal !== undefined) sayPlainly(response, ...refusal)
      return refusal === undefined
    },

    end(socket, lastWords) {
      after(known.get(socket)?.responses.filter(isUnfinished).at(-1), () => hangUp(socket, lastWords))
    },

    lastRequest: (socket) => known.get(socket)?.last,

    refuse(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) {
        socket.destroy()
        return
      }
      if (refused.has(socket)) return
      refused.add(socket)
      const conversation = known.get(socket)
      const waiting = conversation?.responses.filter(isUnfinished) ?? []
      if (conversation?.last.complete !== false) {
        after(waiting.at(-1), () => hangUp(socket, plainReply(...wordsFor(error))))
        return
      }
      // The error stands in a body: it concerns the last request, which may have its answer, or a part of it.
      const own = waiting.at(-1)
      if (own === undefined || own.headersSent) after(own, () => hangUp(socket))
      else after(waiting.at(-2), () => hangUp(socket, own.headersSent ? undefined : plainReply(...wordsFor(error))))
    },
  }
}

function isUnfinished({ destroyed }: ServerResponse): boolean {
  return !destroyed
}

function after(response: ServerResponse | undefined, next: () => void): void {
  if (response === undefined) next()
  else response.once('close', next)
}

function hangUp(socket: Duplex, lastWords?: string): void {
  if (!socket.writable) return
  if (lastWords === undefined) socket.end()
  else socket.end(lastWords)
  const cut = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(cut))
}

/** What RFC 9112 wants refused, and node's parser lets pass. */
function refusalOf({
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
function endsConnection({ headers, httpVersionMinor }: IncomingMessage): boolean {
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

/** Answers a request in the server's own words. */
export function sayPlainly(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ message })
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body)
}

function wordsFor(error: NodeJS.ErrnoException): [status: string, message: string] {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return ['431 Request Header Fields Too Large', `request line and headers are larger than ${maxHeaderBytes} bytes`]
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'the request did not arrive in time']
    default:
      return ['400 Bad Request', `this is no valid HTTP/1.1 request: ${error.message}`]
  }
}

/** A whole answer as text, for a socket without a response object; the connection ends behind it. */
export function plainReply(status: string, message: string, headers: readonly string[] = []): string {
  const body = JSON.stringify({ message })
  const lines = [
    `HTTP/1.1 ${status}`,
    ...headers,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
