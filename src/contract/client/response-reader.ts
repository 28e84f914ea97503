import { CouldNotCheck } from '../types.ts'
import { createByteCollector } from './byte-collector.ts'
import { type Framing, framingOf, keepsConnection, type ResponseHead, readHead } from './response-head.ts'

/** What came over the wire for one request. */
export interface RawResponse extends Omit<ResponseHead, 'isHttp11'> {
  readonly body: Buffer
  /** False when the connection ended, or the chunks became unreadable, before the promised end. */
  readonly isComplete: boolean
  readonly surplusBytes: number
}

/** Reads one response from bytes, however they are cut. Knows nothing of sockets and time. */
export interface ResponseReader {
  /** Takes the next bytes. Errors: CouldNotCheck NOT_HTTP, TOO_LARGE; the connection is useless then. */
  feed(bytes: Buffer): void
  /** The connection has ended. */
  end(): void
  /** True once the body's end is known to be reached; what comes then is surplus. */
  readonly isDone: boolean
  /** `nothing` and `head` until the empty line after the headers. */
  readonly stage: 'nothing' | 'head' | 'body'
  readonly hasBodyByRule: boolean
  /** Whether the connection may carry another request. */
  readonly keepsConnection: boolean
  /** Such as `12 of 40 bytes`. */
  readonly progress: string
  /** The response, once the head has come; its body is what came until now. */
  result(): RawResponse | undefined
}

export interface ReaderOptions {
  readonly method: string
  /** Names the server in messages, such as `http://127.0.0.1:8080`. */
  readonly peer: string
  /** The largest body that is read, in bytes; what frames its chunks counts too. */
  bodyLimitBytes(status: number): number
}

/** For the head with all interim responses before it, for the line of one chunk, and for the trailers: four times what node's own client takes. */
const lineLimitBytes = 64 * 1024
/** Half of what node's own client takes; a list of organizations comes with some 20. */
const mostFields = 1_000

/** Takes what is there; gives the rest for the next step, or undefined when all is used up. */
type Step = (bytes: Buffer) => Buffer | undefined

/**
 * Why not node's own parser (2026-11-21): it is a client's parser, made to get over defects or to refuse them, while ours has to see
 * them. It hides a second response or an empty line behind the body, gives no response at all for two equal lengths, a length
 * together with chunks, or a bare line feed, and drops a connection where a check would tell what came. Given up: leniency; what
 * is no HTTP/1.1 head is refused.
 */
export function createResponseReader({ method, peer, bodyLimitBytes }: ReaderOptions): ResponseReader {
  let step: Step = lines
  let onLine = headLine
  let line = ''
  let lineBytes = 0
  let headLines: string[] = []

  let head: ResponseHead | undefined
  let framing: Framing = { kind: 'none' }
  let limitBytes = 0
  let missingBytes = 0
  let framedBytes = 0
  const body = createByteCollector()
  let hasBegun = false
  let isDone = false
  let isBroken = false
  let surplusBytes = 0

  function lines(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf(0x0a)
    const taken = end === -1 ? bytes.length : end + 1
    lineBytes += taken
    if (head !== undefined) countFramed(taken)
    if (lineBytes > lineLimitBytes) {
      throw new CouldNotCheck('TOO_LARGE', `${peer} sends more than ${lineLimitBytes} bytes of headers`)
    }
    line += bytes.toString('latin1', 0, end === -1 ? taken : end)
    if (end === -1) return undefined
    const text = line
    line = ''
    onLine(text)
    return bytes.subarray(end + 1)
  }

  function headLine(text: string): void {
    if (!text.endsWith('\r')) {
      throw new CouldNotCheck('NOT_HTTP', `${peer} ends a line of its answer's head without a carriage return`)
    }
    if (text !== '\r') {
      headLines.push(text.slice(0, -1))
      if (headLines.length <= mostFields) return
      throw new CouldNotCheck('TOO_LARGE', `${peer} sends more than ${mostFields} header fields`)
    }
    const came = readHead(headLines, peer)
    headLines = []
    // Interim responses such as 103 say nothing about the answer (RFC 9110, 15.2); 101 ends HTTP on this connection.
    if (came.status >= 200 || came.status === 101) beginBody(came)
  }

  function beginBody(came: ResponseHead): void {
    framing = framingOf(method, came, peer)
    limitBytes = bodyLimitBytes(came.status)
    lineBytes = 0
    head = came
    if (framing.kind === 'length') missingBytes = framing.bytes
    if (missingBytes > limitBytes) throw tooLarge(`announces a body of ${missingBytes} bytes`)

    if (framing.kind === 'none') finish()
    else if (framing.kind === 'until-close') step = allBytes
    else if (framing.kind === 'chunked') onLine = chunkSize
    else if (missingBytes === 0) finish()
    else step = counted(finish)
  }

  /** Takes the bytes that are missing, then goes on with `then`. */
  function counted(then: () => void): Step {
    return (bytes) => {
      const taken = bytes.subarray(0, missingBytes)
      keep(taken)
      missingBytes -= taken.length
      if (missingBytes > 0) return undefined
      then()
      return bytes.subarray(taken.length)
    }
  }

  function allBytes(bytes: Buffer): undefined {
    keep(bytes)
  }

  function chunkSize(text: string): void {
    const [, digits] = /^([\dA-Fa-f]{1,12})[ \t]*(?:;.*)?\r$/.exec(text) ?? []
    lineBytes = 0
    if (digits === undefined) {
      giveUp()
      return
    }
    missingBytes = Number.parseInt(digits, 16)
    if (missingBytes === 0) onLine = trailerLine
    else step = counted(endChunk)
  }

  function endChunk(): void {
    step = lines
    onLine = chunkEnd
  }

  function chunkEnd(text: string): void {
    if (text === '\r') onLine = chunkSize
    else giveUp()
  }

  function trailerLine(text: string): void {
    if (text === '\r') finish()
  }

  function keep(bytes: Buffer): void {
    countFramed(bytes.length)
    body.add(bytes)
  }

  function countFramed(bytes: number): void {
    framedBytes += bytes
    if (framedBytes > limitBytes) throw tooLarge('sends a larger body')
  }

  function tooLarge(what: string): CouldNotCheck {
    return new CouldNotCheck(
      'TOO_LARGE',
      `${peer} ${what}; more than ${limitBytes} bytes are not read${head === undefined ? '' : ` of a ${head.status}`}`,
    )
  }

  function finish(): void {
    isDone = true
    step = (bytes) => {
      surplusBytes += bytes.length
      return undefined
    }
  }

  /** Where the next chunk begins is unknown: what follows cannot be distinguished from surplus. */
  function giveUp(): void {
    isBroken = true
    isDone = true
    step = () => undefined
  }

  return {
    feed(bytes) {
      if (!hasBegun && bytes.length > 0) {
        refuseForeignProtocol(bytes, peer)
        hasBegun = true
      }
      let rest: Buffer | undefined = bytes
      while (rest !== undefined && rest.length > 0) rest = step(rest)
    },
    end() {
      if (head === undefined && hasBegun) {
        throw new CouldNotCheck('NOT_HTTP', `${peer} closed the connection within the head of its answer`)
      }
      if (head === undefined || isDone) return
      isBroken = framing.kind !== 'until-close'
      isDone = true
    },
    get isDone() {
      return isDone
    },
    get stage() {
      return head !== undefined ? 'body' : hasBegun ? 'head' : 'nothing'
    },
    get hasBodyByRule() {
      return framing.kind !== 'none'
    },
    get keepsConnection() {
      return head !== undefined && isDone && !isBroken && surplusBytes === 0 && keepsConnection(head, framing)
    },
    get progress() {
      return framing.kind === 'length' ? `${body.length} of ${framing.bytes} bytes` : `${body.length} bytes`
    },
    result() {
      if (head === undefined) return undefined
      const { status, headers } = head
      return { status, headers, body: body.bytes(), isComplete: isDone && !isBroken, surplusBytes }
    },
  }
}

/** Refuses at the first byte what cannot become a status line: a hung connection would cost the whole time-out otherwise. */
function refuseForeignProtocol(bytes: Buffer, peer: string): void {
  const [first, second = 0x03] = bytes
  if ((first === 0x15 || first === 0x16) && second === 0x03) {
    throw new CouldNotCheck('NOT_HTTP', `${peer} speaks TLS: its URL begins with https://`)
  }
  if (first !== 0x48) throw new CouldNotCheck('NOT_HTTP', `${peer} answers with something that is not HTTP/1.1`)
}
