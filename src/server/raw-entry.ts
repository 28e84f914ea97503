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

/**
 * An entry as it is kept. Its paths and headers are one text, which is a text of its own: some forty for each request, and what holds
 * them together, cost the garbage collector several microseconds.
 */
export interface PackedEntry extends Omit<RawEntry, 'request' | 'rawHeaders' | 'machineMs'> {
  readonly machineMs: number
  readonly method: string
  readonly host: string
  readonly scheme: MockRequest['scheme']
  readonly requestBody: Uint8Array | undefined
  readonly texts: string
  /** How many of the texts are the request's headers, names and values. */
  readonly requestTexts: number
  /** Its headers are in the texts. */
  readonly answer: Answer
  /** Memory that the entry takes, estimated; a body of bytes, which others may share, is not in it. */
  readonly bytes: number
}

/** Stands in no header and in no target of a request (RFC 9110, 5.5; RFC 9112, 3.2). */
const separator = '\n'
const noHeaders: readonly string[] = []

/** `tenant`: the answer's, in a text of its own. */
export function packEntry(
  seq: number,
  provider: string,
  tenant: string | undefined,
  request: MockRequest,
  answer: Answer,
  rawHeaders: readonly string[],
  elapsedMs: number,
): PackedEntry {
  const { body } = answer
  const answerBytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  const keptBody = answerBytes > keptBodyBytes ? excerptOf(body) : body
  const texts = [request.path, request.query, request.prefix, ...rawHeaders, ...answer.headers].join(separator)
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
    texts,
    requestTexts: rawHeaders.length,
    answer: {
      ...answer,
      headers: noHeaders,
      body: keptBody,
      ...(tenant === undefined ? undefined : { tenant }),
    },
    answerBytes,
    bytes:
      entryBytes + texts.length + (request.body?.length ?? 0) + (typeof keptBody === 'string' ? keptBody.length : 0),
  }
}

export function unpackEntry(packed: PackedEntry): RawEntry {
  const { seq, provider, at, machineMs, elapsedMs, method, host, scheme, requestBody, answer, answerBytes } = packed
  const [path = '', query = '', prefix = '', ...headers] = packed.texts.split(separator)
  const rawHeaders = headers.slice(0, packed.requestTexts)
  return {
    ...{ seq, provider, at, machineMs, elapsedMs, rawHeaders, answerBytes },
    request: {
      ...{ method, host, path, query, prefix, scheme, body: requestBody, now: at },
      headers: joined(rawHeaders),
      // Not kept: nothing that reads the journal has a use for it.
      requestId: '',
    },
    answer: { ...answer, headers: headers.slice(packed.requestTexts) },
  }
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
