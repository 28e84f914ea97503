import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Answer, WireFault } from '../mock/index.ts'

/** A dribble is so many pieces, this far apart: a head takes about 2 s, a body about 3 s, whatever their size. */
const headPieces = 21
const bodyPieces = 31
const betweenPiecesMs = 100
/** Most of a body that comes before a reset: what a new connection carries at once; a reset takes back all that still waits. */
const bytesBeforeReset = 8 * 1024
/** Time for the client to read it: some kernels throw away, on a reset, what was received and not yet read. */
const beforeResetMs = 100
const keepAlive = ['Connection', 'keep-alive']
const longestTimerMs = 2 ** 31 - 1

/** What a connection brings instead of a whole reply. It is called when the connection is this reply's own. */
type Way = (response: ServerResponse, answer: Answer, body: Uint8Array, socket: Socket) => void

const ways: Partial<Record<WireFault, Way>> = {
  'slow-headers': slowHeaders,
  'slow-body': slowBody,
  'connection-reset': (_response, _answer, _body, socket) => reset(socket),
  'connection-reset-in-body': resetInBody,
  'truncated-body': truncatedBody,
}

/**
 * Sends an answer as it asks for: at once and whole, after its delay, or in one of the connection's own bad ways. After a slow reply the
 * connection can be used again, after a broken one it is closed. All that waits ends with the connection.
 */
export function send(response: ServerResponse, answer: Answer): void {
  const { wire, delayMs } = answer
  if ((wire ?? delayMs) === undefined) {
    sendWhole(response, answer)
    return
  }
  const way = wire === undefined ? undefined : ways[wire]
  const begin = way === undefined ? () => sendWhole(response, answer) : () => whenOwn(response, answer, way)
  if (delayMs === undefined) begin()
  else later(response.req.socket, delayMs, begin)
}

/**
 * Writes a reply byte for byte: no header is added but Content-Length, Date and Connection. Connection is given where node would give it,
 * because beside its own node puts a Keep-Alive, which none of the providers sends.
 */
function sendWhole(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer)
  response.end(answer.body)
}

function writeHead(response: ServerResponse, { status, headers, body }: Answer): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  const connection = response.shouldKeepAlive ? keepAlive : []
  response.writeHead(status, [...headers, 'Content-Length', String(length), ...connection])
}

/** Replies to pipelined requests wait for those before them; node would keep their pieces and send them as one. */
function whenOwn(response: ServerResponse, answer: Answer, way: Way): void {
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body
  const body = response.req.method === 'HEAD' ? bytes.subarray(0, 0) : bytes
  const act = (socket: Socket) => {
    if (!socket.destroyed) way(response, answer, body, socket)
  }
  if (response.socket === null) response.once('socket', act)
  else act(response.socket)
}

function slowHeaders(response: ServerResponse, answer: Answer, body: Uint8Array, socket: Socket): void {
  writeHead(response, answer)
  // node has no way to send a head in pieces. It keeps the finished text here, and whether it has gone out.
  const inside = response as ServerResponse & { readonly _header: string; _headerSent: boolean }
  inside._headerSent = true
  dribble(
    socket,
    pieces(Buffer.from(inside._header, 'latin1'), headPieces),
    (piece) => socket.write(piece),
    () => response.end(body),
  )
}

function slowBody(response: ServerResponse, answer: Answer, body: Uint8Array, socket: Socket): void {
  writeHead(response, answer)
  response.flushHeaders()
  dribble(
    socket,
    pieces(body, bodyPieces),
    (piece) => response.write(piece),
    () => response.end(),
  )
}

function resetInBody(response: ServerResponse, answer: Answer, body: Uint8Array, socket: Socket): void {
  writeHead(response, answer)
  response.flushHeaders()
  response.write(body.subarray(0, Math.min(bytesBeforeReset, Math.floor(body.length / 2))))
  later(socket, beforeResetMs, () => reset(socket))
}

function truncatedBody(response: ServerResponse, answer: Answer, body: Uint8Array, socket: Socket): void {
  writeHead(response, answer)
  response.flushHeaders()
  response.write(body.subarray(0, Math.floor(body.length / 2)))
  // Not the response's own end: node would then answer the next request on a connection whose client still waits for this body.
  socket.destroySoon()
}

/** Only TCP itself can be reset; a connection over anything else is cut. */
function reset(socket: Socket): void {
  // node keeps the connection that a TLS socket runs over here, and tells it to nobody else.
  const carrier = socket instanceof TLSSocket ? (socket as TLSSocket & { readonly _parent?: Socket })._parent : socket
  if (carrier?.remoteFamily === undefined) socket.destroy()
  else carrier.resetAndDestroy()
}

/** As many pieces as are wanted, or as there are bytes, of nearly one size. */
function pieces(bytes: Uint8Array, wanted: number): Uint8Array[] {
  const count = Math.min(wanted, bytes.length)
  const start = (place: number) => Math.floor((place * bytes.length) / count)
  return Array.from({ length: count }, (_, place) => bytes.subarray(start(place), start(place + 1)))
}

function dribble(
  socket: Socket,
  [piece, ...rest]: readonly Uint8Array[],
  write: (piece: Uint8Array) => void,
  end: () => void,
): void {
  if (piece !== undefined) write(piece)
  if (rest.length === 0) end()
  else later(socket, betweenPiecesMs, () => dribble(socket, rest, write, end))
}

/** What still waits on each connection; one listener clears it away, however many requests are pipelined. */
const waiting = new WeakMap<Socket, Set<NodeJS.Timeout>>()

/** Acts after a time, unless the connection is gone by then. Keeps no process alive. */
function later(socket: Socket, milliseconds: number, act: () => void): void {
  if (socket.destroyed) return
  const timers = waiting.get(socket) ?? timersOf(socket)
  const timer = setTimeout(
    () => {
      timers.delete(timer)
      act()
    },
    Math.min(milliseconds, longestTimerMs),
  ).unref()
  timers.add(timer)
}

function timersOf(socket: Socket): Set<NodeJS.Timeout> {
  const timers = new Set<NodeJS.Timeout>()
  waiting.set(socket, timers)
  socket.once('close', () => {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
  })
  return timers
}
