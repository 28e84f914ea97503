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

/** Names and values in turn, in lines: those of an earlier message, which many entries share, and what differs, each behind its place. */
interface PackedHeaders {
  readonly model: string
  readonly changes: string
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
  readonly requestHeaders: PackedHeaders
  readonly answerHeaders: PackedHeaders
  /** Without its headers. */
  readonly answer: Answer
  /** Memory that the entry takes, estimated; a body of bytes, which others may share, is not in it. */
  readonly bytes: number
}

/** Stands in no header and in no target of a request (RFC 9110, 5.5; RFC 9112, 3.2). */
const separator = '\n'
const noHeaders: readonly string[] = []
/** Texts that differ from request to request: ids, and what a client counts. */
const mostChanges = 4

/** Packs one message's headers after another's: a text of its own for each would cost as much as the rest of the entry. */
export function headerPacker(): (list: readonly string[]) => PackedHeaders {
  let model = noHeaders
  let same: PackedHeaders = { model: '', changes: '' }
  return function packHeaders(list) {
    const changes = changesOf(model, list)
    if (changes !== undefined) return changes === '' ? same : { model: same.model, changes }
    model = list
    same = { model: list.join(separator), changes: '' }
    return same
  }
}

/** Undefined where there are too many. */
function changesOf(model: readonly string[], list: readonly string[]): string | undefined {
  if (list === model) return ''
  if (list.length !== model.length) return undefined
  const changes: (string | number | undefined)[] = []
  for (let place = 0; place < list.length; place += 1) {
    if (list[place] === model[place]) continue
    if (changes.length === 2 * mostChanges) return undefined
    changes.push(place, list[place])
  }
  return changes.join(separator)
}

/** `tenant`: the answer's, in a text of its own. */
export function packEntry(
  seq: number,
  provider: string,
  tenant: string | undefined,
  request: MockRequest,
  answer: Answer,
  elapsedMs: number,
  requestHeaders: PackedHeaders,
  answerHeaders: PackedHeaders,
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
      packedLength(requestHeaders) +
      packedLength(answerHeaders) +
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

function packedLength({ model, changes }: PackedHeaders): number {
  return model.length + changes.length
}

function unpackHeaders({ model, changes }: PackedHeaders): readonly string[] {
  const list = model === '' ? [] : model.split(separator)
  const lines = changes.split(separator)
  for (let place = 0; place + 1 < lines.length; place += 2) list[Number(lines[place])] = lines[place + 1] ?? ''
  return list
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
