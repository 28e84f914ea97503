import type { Answer, MockRequest } from '../mock/index.ts'
import type { Observation } from '../scorecard/index.ts'

/** Larger bodies are kept as their length and this much of their beginning. */
const keptBodyBytes = 64 * 1024
const excerptBytes = 1024
/** What an entry takes beside its texts and bodies, in bytes, and each header. Measured, rounded up. */
const entryBytes = 1_000
const headerBytes = 40

/** One request and its answer, as the journal keeps them; secrets are still in it. */
export interface RawEntry extends Observation {
  readonly request: MockRequest
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[]
  /** What the whole body of the answer has; `answer.body` may be its beginning only. */
  readonly answerBytes: number
  /** From the request's arrival until its answer was ready, in milliseconds; no asked-for delay is in it. */
  readonly elapsedMs: number
  /** Memory that the entry takes, estimated; a body of bytes, which others may share, is not in it. */
  readonly bytes: number
}

export function rawEntry(
  seq: number,
  provider: string,
  request: MockRequest,
  answer: Answer,
  rawHeaders: readonly string[],
  elapsedMs: number,
): RawEntry {
  const { body } = answer
  const answerBytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  const kept = answerBytes > keptBodyBytes ? { ...answer, body: excerptOf(body) } : answer
  return {
    seq,
    at: request.now,
    machineMs: performance.now() - elapsedMs,
    provider,
    // A body is cut from a block that would be kept whole.
    request: request.body?.length ? { ...request, body: new Uint8Array(request.body) } : request,
    rawHeaders,
    answer: kept,
    answerBytes,
    elapsedMs,
    bytes:
      entryBytes +
      request.path.length +
      request.query.length +
      (request.body?.length ?? 0) +
      textBytes(rawHeaders) +
      textBytes(answer.headers) +
      (typeof kept.body === 'string' ? kept.body.length : 0),
  }
}

function textBytes(texts: readonly string[]): number {
  let bytes = texts.length * headerBytes
  for (const text of texts) bytes += text.length
  return bytes
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
