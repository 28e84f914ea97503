import type { Socket } from 'node:net'
import { CouldNotCheck } from '../types.ts'
import { exchange, listen, type Origin } from './connection.ts'
import { connectionFailure, noAnswer } from './connection-failure.ts'
import type { Connector } from './connector.ts'
import { createResponseReader, type RawResponse, type ResponseReader } from './response-reader.ts'

export interface ConnectionPoolOptions {
  /** For one request as a whole: connecting, and the answer down to its last byte. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly connect: Connector
}

export interface RequestBytes {
  readonly origin: Origin
  readonly method: string
  readonly bytes: Buffer
  bodyLimitBytes(status: number): number
  /** Called before the bytes are written, and again for the rare second time on a fresh connection; what it throws is passed on. */
  onWrite(): void
}

/** Sends bytes and reads the response; keeps one idle connection for each origin. */
export interface ConnectionPool {
  /** One request at a time. Errors: CouldNotCheck UNREACHABLE, TIMEOUT, TLS, NOT_HTTP, NOT_ALLOWED, TOO_LARGE, INTERRUPTED. */
  roundTrip(request: RequestBytes): Promise<RawResponse>
  /** Ends the idle connections. */
  close(): void
}

export function createConnectionPool({ timeoutMs, signal, connect }: ConnectionPoolOptions): ConnectionPool {
  const idle = createIdleSockets()

  /** Undefined when the connection was closed without a byte. `onReading` is called once the request is about to be written. */
  async function attempt(
    request: RequestBytes,
    kept: Socket | undefined,
    stop: AbortSignal,
    onReading: (reader: ResponseReader) => void,
  ): Promise<RawResponse | undefined> {
    const { origin, method, bytes, bodyLimitBytes } = request
    const reader = createResponseReader({ method, peer: origin.text, bodyLimitBytes })
    const socket = kept ?? (await connect(origin, stop))
    if (kept !== undefined) stop.addEventListener('abort', () => kept.destroy(stop.reason))
    try {
      onReading(reader)
      request.onWrite()
      const ending = await exchange(socket, bytes, reader)
      if (ending === 'standing' && reader.keepsConnection) idle.keep(origin, socket)
      else socket.destroy()
    } catch (error) {
      socket.destroy()
      // The server closed the kept connection just as it was used again, and saw nothing of the request.
      if (kept !== undefined && reader.stage === 'nothing' && !(error instanceof CouldNotCheck)) return undefined
      throw connectionFailure(error, origin, true)
    }
    return reader.result()
  }

  return {
    async roundTrip(request) {
      if (signal?.aborted === true) throw interrupted()
      const { origin } = request
      const stop = new AbortController()
      let reader: ResponseReader | undefined
      const abort = () => stop.abort(interrupted())
      const timer = setTimeout(() => stop.abort(timedOut(origin.text, timeoutMs, reader)), timeoutMs)
      const onReading = (begun: ResponseReader) => {
        reader = begun
      }
      signal?.addEventListener('abort', abort)
      try {
        const kept = idle.take(origin)
        const first = kept === undefined ? undefined : await attempt(request, kept, stop.signal, onReading)
        const response = first ?? (await attempt(request, undefined, stop.signal, onReading))
        if (response === undefined) throw noAnswer(origin)
        return response
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
      }
    },
    close: idle.close,
  }
}

/** Connections that wait for their next request, at most one for each origin. They do not keep the process alive. */
function createIdleSockets() {
  const sockets = new Map<string, { readonly socket: Socket; release(): void }>()
  return {
    keep(origin: Origin, socket: Socket): void {
      if (socket.destroyed) return
      const drop = () => {
        sockets.delete(origin.text)
        socket.destroy()
      }
      // Nothing may come between two exchanges; bytes that do would be taken for the next response.
      const release = listen(socket, { data: drop, end: drop, close: drop, error: drop })
      sockets.set(origin.text, { socket, release })
      socket.unref()
    },
    take(origin: Origin): Socket | undefined {
      const entry = sockets.get(origin.text)
      if (entry === undefined) return undefined
      sockets.delete(origin.text)
      entry.release()
      return entry.socket.ref()
    },
    close(): void {
      for (const { socket } of [...sockets.values()]) socket.destroy()
      sockets.clear()
    },
  }
}

/** `reader` is of the last request that was written. */
function timedOut(peer: string, timeoutMs: number, reader: ResponseReader | undefined): CouldNotCheck {
  const until = `within ${timeoutMs / 1000} s`
  if (reader === undefined) return new CouldNotCheck('TIMEOUT', `no connection to ${peer} ${until}`)
  if (reader.stage === 'body') {
    return new CouldNotCheck(
      'TIMEOUT',
      `${peer} did not finish its answer ${until}: ${reader.progress} of the body came`,
    )
  }
  const what = reader.stage === 'head' ? 'did not finish the head of its answer' : 'did not answer'
  return new CouldNotCheck('TIMEOUT', `${peer} ${what} ${until}`)
}

function interrupted(): CouldNotCheck {
  return new CouldNotCheck('INTERRUPTED', 'the run was interrupted')
}
