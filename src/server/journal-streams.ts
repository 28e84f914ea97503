import { randomBytes } from 'node:crypto'
import { ControlError } from './control-error.ts'
import type { Journal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { RawEntry } from './raw-entry.ts'

/** Where a stream goes: one connection. */
export interface StreamSink {
  /** False when the client is behind; `onDrain` is called when it has caught up. */
  write(text: string): boolean
  /** Ends the stream properly. */
  end(): void
  /** Cuts the connection. */
  cut(): void
}

/** One open stream. */
export interface Stream {
  drained(): void
  closed(): void
}

export interface StreamRequest {
  readonly isWanted: (entry: RawEntry) => boolean
  /** Number of the request behind which to begin. Default: the latest one. */
  readonly since?: number | undefined
  /** Value of Last-Event-ID: the id of the last event that the client has. */
  readonly lastEventId?: string | undefined
}

/**
 * The journal as server-sent events. A stream keeps nothing but its place in the journal: a client that reads slowly gets what is still
 * kept when it has caught up, and is told how many it missed. While there are no streams, a request costs one comparison.
 */
export interface JournalStreams {
  /** Throws ControlError BUSY. */
  open(request: StreamRequest, sink: StreamSink): Stream
  /** Ends all streams; none is opened any more. */
  close(): void
}

const mostStreams = 16
/** Requests that come within this time are told together. */
const gatherMs = 30
/** Entries that are made readable before the event loop has its turn. */
const entriesAtOnce = 32
/** How often a stream says that it is alive, and a client that has read nothing since the last time is cut. */
const beatMs = 15_000
/** When a browser asks again after a break. */
const retryMs = 1_000

/** One stream: all that is kept of it. */
interface Open {
  readonly sink: StreamSink
  readonly isWanted: (entry: RawEntry) => boolean
  /** Number of the last request that was looked at. */
  seq: number
  /** Numbers up to this one are not missed when they are not there. */
  knownUpTo: number
  isBehind: boolean
  isPumping: boolean
  isForgetting: boolean
}

export function createStreams(journal: Journal, render: (entry: RawEntry) => JournalEntry): JournalStreams {
  /** Tells this process from the one before: numbers of requests begin anew with each. */
  const mark = randomBytes(6).toString('hex')
  const streams = new Set<Open>()
  let beat: NodeJS.Timeout | undefined
  let isGathering = false
  let isClosed = false

  const watcher = {
    recorded() {
      if (isGathering) return
      isGathering = true
      setTimeout(() => {
        isGathering = false
        for (const stream of streams) pump(stream)
      }, gatherMs).unref()
    },
    removed() {
      for (const stream of streams) {
        stream.isForgetting = true
        pump(stream)
      }
    },
  }

  function say(stream: Open, event: string, seq: number, data: unknown): void {
    stream.isBehind = !stream.sink.write(`event: ${event}\nid: ${mark}-${seq}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** Sends what the stream has not seen, as long as its client reads. */
  function pump(stream: Open): void {
    if (stream.isPumping || stream.isBehind || !streams.has(stream)) return
    if (stream.isForgetting) {
      stream.isForgetting = false
      say(stream, 'forgotten', stream.seq, {})
    }
    let looked = 0
    let missed = 0
    for (const entry of journal.entriesAfter(stream.seq)) {
      missed += gap(stream, entry.seq)
      stream.seq = entry.seq
      looked += 1
      if (stream.isWanted(entry)) {
        if (missed > 0) say(stream, 'missed', entry.seq - 1, { count: missed })
        missed = 0
        say(stream, 'request', entry.seq, render(entry))
      }
      if (stream.isBehind) return
      if (looked === entriesAtOnce) {
        stream.isPumping = true
        setImmediate(() => {
          stream.isPumping = false
          pump(stream)
        })
        break
      }
    }
    if (missed > 0) say(stream, 'missed', stream.seq, { count: missed })
  }

  /** How many requests between the last one of a stream and this one were driven out before the stream had them. */
  function gap({ seq, knownUpTo }: Open, next: number): number {
    return Math.max(0, next - 1 - Math.max(seq, knownUpTo, journal.removedUpTo))
  }

  function beatAll(): void {
    for (const stream of streams) {
      if (stream.isBehind) stream.sink.cut()
      // An id without data raises no event, and the client resumes behind it.
      else stream.isBehind = !stream.sink.write(`:\nid: ${mark}-${stream.seq}\n\n`)
    }
  }

  function place({ since, lastEventId = '' }: StreamRequest): Pick<Open, 'seq' | 'knownUpTo' | 'isForgetting'> {
    const { latest } = journal
    const [, of, number] = /^(\w{1,32})-(\d{1,15})$/.exec(lastEventId) ?? []
    if (of === mark) {
      const seq = Math.min(Number(number), latest)
      return { seq, knownUpTo: 0, isForgetting: journal.removedUpTo > 0 && seq <= journal.removedUpTo }
    }
    // A number of another process says nothing here: the client has seen none of these requests.
    const seq = of === undefined ? (since ?? latest) : 0
    return { seq, knownUpTo: latest, isForgetting: false }
  }

  return {
    open(request, sink) {
      if (isClosed) throw new ControlError('BUSY', 'the server is stopping')
      if (streams.size >= mostStreams) {
        throw new ControlError('BUSY', `${mostStreams} streams are open already: close one of them`)
      }
      const { isWanted } = request
      const stream: Open = { sink, isWanted, isBehind: false, isPumping: false, ...place(request) }
      streams.add(stream)
      journal.watch(watcher)
      beat ??= setInterval(beatAll, beatMs).unref()
      sink.write(`retry: ${retryMs}\n`)
      say(stream, 'start', stream.seq, { start: mark })
      setImmediate(pump, stream)
      return {
        drained() {
          stream.isBehind = false
          pump(stream)
        },
        closed() {
          streams.delete(stream)
          if (streams.size > 0) return
          journal.watch(undefined)
          clearInterval(beat)
          beat = undefined
        },
      }
    },
    close() {
      isClosed = true
      for (const { sink } of streams) sink.end()
    },
  }
}
