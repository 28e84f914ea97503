import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { endsConnection, refusalOf, wordsFor } from './framing.ts'
import { plainReply, sayPlainly } from './plain-reply.ts'

/** So long a client that still writes has to read the last answer, before the connection is cut. */
const lingerMs = 1_000

/** Requests of one connection that wait for their turn; while there are more, nothing is parsed. */
const mostWaiting = 8
/** Unanswered requests that a client has on a connection without pipelining: it may have an answer before we know that it is out. */
const mostUnpipelined = 2
/** What is read of a connection and not parsed. Some, so that the end of a client is seen; above this, nothing is read. */
const mostUnparsedBytes = 64 * 1024
/** What node's parser gets at once: it cannot be stopped inside, and a request takes fifty times its bytes. */
const sliceBytes = 2 * 1024

interface Turn {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Answers the request. Undefined when that has begun. */
  begin: Begin | undefined
}

type Begin = (request: IncomingMessage, response: ServerResponse) => void

/** One connection. */
interface Conversation {
  readonly socket: Socket
  /** node's own listeners: its parser, and what it does when the client has closed its side. */
  readonly parse: (bytes: Buffer) => void
  readonly onEnd: () => void
  /** Called when an answer is out. */
  readonly onAnswered: () => void
  /** Whether what comes goes through `feed` before it is parsed. */
  isMetered: boolean
  /** What was read and not parsed yet. */
  rest: Buffer | undefined
  /** Those that are not out yet, in the order of their requests; the first one is being answered. */
  readonly turns: Turn[]
  /** The last request: a body that is still coming is in flight too, and an error belongs to it until it is complete. */
  last: IncomingMessage | undefined
  /** Nothing that still comes is a request. */
  isOver: boolean
  /** Whatever still comes is thrown away. */
  isDeaf: boolean
  /** Paused here, and not by node. */
  isHeld: boolean
  /** The client has closed its side: what is not ready at once nobody waits for. */
  isEnded: boolean
}

export interface Conversations {
  /** Takes over a new connection, behind node's own listener. */
  begin(socket: Socket): void
  /** Calls `answer` when it is this request's turn, unless the request is refused. */
  admit(request: IncomingMessage, response: ServerResponse, answer: Begin): void
  /** Answers what node's parser refuses, in its turn behind the answers to the requests before it. */
  refuse(error: NodeJS.ErrnoException, socket: Duplex): void
  /** Writes the last words of a connection, in their turn. */
  end(socket: Duplex, lastWords: string): void
  lastRequest(socket: Duplex): IncomingMessage | undefined
}

/**
 * Keeps what RFC 9112 asks of a connection and node:http does not see to: who is answered, in which order, and when it is over. One request
 * of a connection is answered at a time, and what a client sends meanwhile waits in the client.
 */
export function conversations(): Conversations {
  const known = new WeakMap<Duplex, Conversation>()
  // Until a client pipelines, node's parser reads the sockets by itself, which costs a request a tenth less. All connections are
  // metered from then on: the first burst is parsed as it came, 64 KiB at most, and none after it.
  const unmetered = new Set<Conversation>()
  let isPipelined = false

  function meterAll(): void {
    isPipelined = true
    for (const conversation of unmetered) meter(conversation)
    unmetered.clear()
  }

  return {
    begin(socket) {
      const [parse] = socket.listeners('data') as ((bytes: Buffer) => void)[]
      const onEnd = socket.listeners('end').at(-1) as (() => void) | undefined
      // Bun reads its connections outside of them: it keeps their order by itself.
      if (parse === undefined || onEnd === undefined) return
      const conversation: Conversation = {
        ...{ socket, parse, onEnd, rest: undefined, turns: [], last: undefined },
        ...{ isMetered: false, isOver: false, isDeaf: false, isHeld: false, isEnded: false },
        onAnswered: () => endTurn(conversation),
      }
      known.set(socket, conversation)
      if (isPipelined) meter(conversation)
      else {
        unmetered.add(conversation)
        socket.once('close', () => unmetered.delete(conversation))
      }
      socket.off('end', onEnd)
      socket.on('end', () => {
        conversation.isEnded = true
        endIfDone(conversation)
      })
      // node calls this behind the last answer of a connection, with no regard to what still comes.
      socket.destroySoon = () => hangUp(conversation)
    },

    admit(request, response, answer) {
      const conversation = known.get(request.socket)
      if (conversation === undefined) return answer(request, response)
      if (conversation.isOver) return
      conversation.last = request
      const refusal = refusalOf(request)
      if (refusal !== undefined || (response.shouldKeepAlive && endsConnection(request))) {
        response.shouldKeepAlive = false
        conversation.isOver = true
        meter(conversation)
      }
      const { turns } = conversation
      const begin = refusal === undefined ? answer : () => sayPlainly(response, ...refusal)
      turns.push({ request, response, begin })
      response.on('close', conversation.onAnswered)
      if (turns.length === 1) beginFirst(turns)
      else if (turns.length > mostUnpipelined && !isPipelined) meterAll()
    },

    end(socket, lastWords) {
      const conversation = known.get(socket)
      if (conversation === undefined) return
      deafen(conversation)
      after(conversation.turns.at(-1), () => hangUp(conversation, lastWords))
    },

    lastRequest: (socket) => known.get(socket)?.last,

    refuse(error, socket) {
      const conversation = known.get(socket)
      if (error.code === 'ECONNRESET' || !socket.writable || conversation === undefined) {
        socket.destroy()
        return
      }
      if (conversation.isDeaf) return
      deafen(conversation)
      const { turns, last } = conversation
      if (last?.complete !== false) {
        after(turns.at(-1), () => hangUp(conversation, plainReply(...wordsFor(error))))
        return
      }
      // The error stands in a body: it concerns the last request, which may have its answer, or a part of it.
      const own = turns.at(-1)
      if (own === undefined || own.response.headersSent) after(own, () => hangUp(conversation))
      else
        after(turns.at(-2), () =>
          hangUp(conversation, own.response.headersSent ? undefined : plainReply(...wordsFor(error))),
        )
    },
  }
}

/** Puts `feed` before node's parser, which stops reading the socket by itself as soon as somebody else listens. */
function meter(conversation: Conversation): void {
  if (conversation.isMetered) return
  conversation.isMetered = true
  const { socket, parse } = conversation
  socket.off('data', parse)
  socket.on('data', (bytes: Buffer) => {
    conversation.rest = conversation.rest === undefined ? bytes : Buffer.concat([conversation.rest, bytes])
    feed(conversation)
  })
  socket.on('resume', () => {
    conversation.isHeld = false
    feed(conversation)
  })
}

function deafen(conversation: Conversation): void {
  conversation.isDeaf = true
  meter(conversation)
}

/** Parses what was read, as long as there is room for more requests. node pauses a connection, too, that has much to send. */
function feed(conversation: Conversation): void {
  const { socket, parse, turns } = conversation
  while (conversation.rest !== undefined) {
    if (conversation.isDeaf || (conversation.isOver && conversation.last?.complete !== false)) {
      conversation.rest = undefined
      return
    }
    if (socket.isPaused()) return
    const bytes: Buffer = conversation.rest
    if (turns.length > mostWaiting) {
      conversation.isHeld = bytes.length >= mostUnparsedBytes
      if (conversation.isHeld) socket.pause()
      return
    }
    conversation.rest = bytes.length > sliceBytes ? bytes.subarray(sliceBytes) : undefined
    parse(bytes.length > sliceBytes ? bytes.subarray(0, sliceBytes) : bytes)
  }
}

function endTurn(conversation: Conversation): void {
  const { socket, turns } = conversation
  turns.shift()
  if (socket.destroyed) turns.length = 0
  // Not at once: other connections have their turn in between, however many requests wait in this one.
  else if (turns.length > 0 || conversation.rest !== undefined) setImmediate(next, conversation)
  else endIfDone(conversation)
}

/** Answers the request in front, and parses more. */
function next(conversation: Conversation): void {
  const { socket, turns } = conversation
  if (socket.destroyed) return
  beginFirst(turns)
  if (conversation.isHeld) socket.resume()
  else feed(conversation)
  endIfDone(conversation)
}

function beginFirst([turn]: readonly Turn[]): void {
  const begin = turn?.begin
  if (turn === undefined || begin === undefined) return
  turn.begin = undefined
  begin(turn.request, turn.response)
}

/** A client that has closed its side gets what is ready. */
function endIfDone({ socket, turns, rest, isEnded, onEnd }: Conversation): void {
  if (!isEnded) return
  const [first] = turns
  if (first === undefined) {
    if (rest === undefined) onEnd()
  } else if (first.begin === undefined && !first.response.writableEnded) {
    socket.destroy()
  }
}

function after(turn: Turn | undefined, act: () => void): void {
  if (turn === undefined) act()
  else turn.response.once('close', act)
}

/**
 * Closes a connection behind all that was written. What still comes is read and thrown away until the client closes too: a connection that
 * is closed with bytes unread is reset, and the reset takes the answer back (RFC 9112, 9.6).
 */
function hangUp(conversation: Conversation, lastWords?: string): void {
  const { socket } = conversation
  deafen(conversation)
  if (!socket.writable) return
  if (lastWords !== undefined) socket.write(lastWords)
  socket.end(() => {
    if (socket.readableEnded) {
      socket.destroy()
      return
    }
    const cut = setTimeout(() => socket.destroy(), lingerMs).unref()
    socket.once('end', () => socket.destroy())
    socket.once('close', () => clearTimeout(cut))
    socket.resume()
  })
}
