import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import type { Answer, MockRequest } from '../mock/index.ts'
import type { Observation } from '../scorecard/index.ts'

/** Larger bodies are kept as their length and this much of their beginning. */
export const keptBodyBytes = 64 * 1024
const excerptBytes = 1024
/** What an entry takes beside its texts and bodies, in bytes. Measured, rounded up. */
const entryBytes = 700

/** One request and its answer; secrets are still in it. */
export interface RawEntry extends Observation {
  readonly request: MockRequest
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[]
  /** What the whole body of the answer has; `answer.body` may be its beginning only. */
  readonly answerBytes: number
  /** From the request's arrival until its answer was ready, in milliseconds; no asked-for delay is in it. */
  readonly elapsedMs: number
}

/** Headers, names and values in turn. */
export interface Headers {
  readonly list: readonly string[]
  /** The same in one text of its own, which is what entries keep. */
  readonly text: string
}

/** An entry as it is kept: some forty texts for each request, and what holds them together, cost the garbage collector several microseconds. */
export interface PackedEntry extends Omit<RawEntry, 'request' | 'rawHeaders' | 'machineMs'> {
  readonly machineMs: number
  readonly method: string
  readonly host: string
  readonly scheme: MockRequest['scheme']
  readonly requestBody: Uint8Array | undefined
  /** The path, the query and the prefix in lines: of a target that is much longer, nothing else is kept. */
  readonly target: string
  /** Those that come again and again are one text. */
  readonly requestHeaders: string
  readonly answerHeaders: string
  /** Without its headers. */
  readonly answer: Answer
  /** Memory that the entry takes, estimated; a body of bytes, which others may share, is not in it. */
  readonly bytes: number
}

/** Stands in no header and in no target of a request (RFC 9110, 5.5; RFC 9112, 3.2). */
const separator = '\n'
const noHeaders: readonly string[] = []

/** Those before them, where they are the same: another text for each request would cost as much as the rest of the entry. */
export function packHeaders(list: readonly string[], before: Headers | undefined): Headers {
  return before !== undefined && areEqual(list, before.list) ? before : { list, text: list.join(separator) }
}

function areEqual(some: readonly string[], others: readonly string[]): boolean {
  if (some === others) return true
  if (some.length !== others.length) return false
  for (let place = 0; place < some.length; place += 1) if (some[place] !== others[place]) return false
  return true
}

/** `tenant`: the answer's, in a text of its own. */
export function packEntry(
  seq: number,
  provider: string,
  tenant: string | undefined,
  request: MockRequest,
  answer: Answer,
  elapsedMs: number,
  { text: requestHeaders }: Headers,
  { text: answerHeaders }: Headers,
): PackedEntry {
  const { body } = answer
  const answerBytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  const keptBody = answerBytes > keptBodyBytes ? excerptOf(body) : body
  const target = [request.path, request.query, request.prefix].join(separator)
  return {
    seq,
    provider,
    at: request.now,
    machineMs: performance.now() - elapsedMs,
    elapsedMs,
    method: request.method,
    host: request.host,
    scheme: request.scheme,
    // A body is cut from a block that would be kept whole.
    requestBody: request.body?.length ? new Uint8Array(request.body) : request.body,
    target,
    requestHeaders,
    answerHeaders,
    answer:
      tenant === undefined
        ? { ...answer, headers: noHeaders, body: keptBody }
        : { ...answer, headers: noHeaders, body: keptBody, tenant },
    answerBytes,
    bytes:
      entryBytes +
      target.length +
      requestHeaders.length +
      answerHeaders.length +
      (request.body?.length ?? 0) +
      (typeof keptBody === 'string' ? keptBody.length : 0),
  }
}

export function unpackEntry(packed: PackedEntry): RawEntry {
  const { seq, provider, at, machineMs, elapsedMs, method, host, scheme, requestBody, answer, answerBytes } = packed
  const [path = '', query = '', prefix = ''] = packed.target.split(separator)
  const rawHeaders = unpackHeaders(packed.requestHeaders)
  return {
    ...{ seq, provider, at, machineMs, elapsedMs, rawHeaders, answerBytes },
    request: {
      ...{ method, host, path, query, prefix, scheme, body: requestBody, now: at },
      headers: joined(rawHeaders),
      // Not kept: nothing that reads the journal has a use for it.
      requestId: '',
    },
    answer: { ...answer, headers: unpackHeaders(packed.answerHeaders) },
  }
}

function unpackHeaders(text: string): readonly string[] {
  return text === '' ? noHeaders : text.split(separator)
}

/** Joins headers as node does: it has rules for those that come more than once. */
const joiner = new IncomingMessage(new Socket()) as IncomingMessage & {
  _addHeaderLine(name: string, value: string, into: IncomingMessage['headers']): void
}

function joined(rawHeaders: readonly string[]): IncomingMessage['headers'] {
  const headers: IncomingMessage['headers'] = {}
  for (let place = 0; place + 1 < rawHeaders.length; place += 2) {
    joiner._addHeaderLine(rawHeaders[place] ?? '', rawHeaders[place + 1] ?? '', headers)
  }
  return headers
}

const excerpts = new WeakMap<Uint8Array, Uint8Array>()

/** The beginning of a large body, made once for all requests that share it. */
function excerptOf(body: string | Uint8Array): Uint8Array {
  if (typeof body === 'string') return new Uint8Array(Buffer.from(body.slice(0, excerptBytes)))
  const known = excerpts.get(body)
  if (known !== undefined) return known
  const excerpt = new Uint8Array(body.subarray(0, excerptBytes))
  excerpts.set(body, excerpt)
  return excerpt
}
