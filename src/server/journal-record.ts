import type { Answer, MockRequest } from '../mock/index.ts'
import { joinedHeaders } from './joined-headers.ts'
import type { RawEntry } from './journal.ts'
import { type PackedTexts, packTexts, unpackTexts } from './packed-texts.ts'

/** Larger bodies are kept as their length and this much of their beginning. */
const keptBodyBytes = 64 * 1024
const excerptBytes = 1024
/** What an entry takes beside its texts and bodies, in bytes. Measured, rounded up. */
const entryOverhead = 500

/** One request and its answer as they are kept: written again and again, so that nothing is allocated in the long run. */
export interface JournalRecord extends PackedTexts {
  seq: number
  at: number
  machineMs: number
  provider: string
  tenant: string | undefined
  method: string
  host: string
  scheme: MockRequest['scheme']
  requestBody: Uint8Array | undefined
  status: number
  body: string | Uint8Array
  answerBytes: number
  refusal: Answer['refusal']
  error: string | undefined
  listed: Answer['listed']
  wire: Answer['wire']
  delayMs: number | undefined
  elapsedMs: number
}

const noBody = new Uint8Array(0)
const noTexts = Buffer.alloc(0)

export function blankRecord(): JournalRecord {
  return {
    bytes: noTexts,
    length: 0,
    requestTexts: 0,
    seq: 0,
    at: 0,
    machineMs: 0,
    provider: '',
    tenant: undefined,
    method: '',
    host: '',
    scheme: 'http',
    requestBody: undefined,
    status: 0,
    body: '',
    answerBytes: 0,
    refusal: undefined,
    error: undefined,
    listed: undefined,
    wire: undefined,
    delayMs: undefined,
    elapsedMs: 0,
  }
}

export function fillRecord(
  record: JournalRecord,
  seq: number,
  provider: string,
  request: MockRequest,
  answer: Answer,
  rawHeaders: readonly string[],
  elapsedMs: number,
): void {
  const { body } = answer
  packTexts(record, request, rawHeaders, answer.headers)
  record.seq = seq
  record.at = request.now
  record.machineMs = performance.now() - elapsedMs
  record.provider = provider
  record.tenant = answer.tenant
  record.method = request.method
  record.host = request.host
  record.scheme = request.scheme
  record.requestBody = ownBytes(request.body)
  record.status = answer.status
  record.answerBytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  record.body = record.answerBytes > keptBodyBytes ? excerptOf(body) : body
  record.refusal = answer.refusal
  record.error = answer.error
  record.listed = answer.listed
  record.wire = answer.wire
  record.delayMs = answer.delayMs
  record.elapsedMs = elapsedMs
}

/** Lets go of what a record would keep alive. */
export function forgetRecord(record: JournalRecord): void {
  record.tenant = undefined
  record.requestBody = undefined
  record.body = ''
  record.listed = undefined
}

/** Memory that a record takes beside the body of its answer when that is bytes: those may be shared. */
export function recordCost({ bytes, requestBody, body }: JournalRecord): number {
  return entryOverhead + bytes.length + (requestBody?.length ?? 0) + (typeof body === 'string' ? body.length : 0)
}

export function readRecord(record: JournalRecord): RawEntry {
  const { seq, at, machineMs, provider, tenant, method, host, scheme, requestBody, status, body, answerBytes } = record
  const { refusal, error, listed, wire, delayMs, elapsedMs } = record
  const { path, query, prefix, requestHeaders, answerHeaders } = unpackTexts(record)
  return {
    seq,
    at,
    machineMs,
    provider,
    request: {
      method,
      host,
      path,
      query,
      headers: joinedHeaders(requestHeaders),
      body: requestBody,
      prefix,
      scheme,
      // Not kept: nothing that reads the journal has a use for it.
      requestId: '',
      now: at,
    },
    rawHeaders: requestHeaders,
    answer: {
      status,
      headers: answerHeaders,
      body,
      ...(tenant === undefined ? {} : { tenant }),
      ...(refusal === undefined ? {} : { refusal }),
      ...(error === undefined ? {} : { error }),
      ...(listed === undefined ? {} : { listed }),
      ...(wire === undefined ? {} : { wire }),
      ...(delayMs === undefined ? {} : { delayMs }),
    },
    answerBytes,
    elapsedMs,
  }
}

/** The body of a request in memory of its own: it is cut from a block that would be kept whole. */
function ownBytes(body: Uint8Array | undefined): Uint8Array | undefined {
  if (body === undefined) return undefined
  return body.length === 0 ? noBody : new Uint8Array(body)
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
