import type { MockRequest } from '../mock/index.ts'

/** Stands in no header and in no target of a request (RFC 9110, 5.5; RFC 9112, 3.2). */
const separator = '\n'
/** Buffers grow in such steps, so that one that is used again is seldom too small. */
const stepBytes = 256

/**
 * All short texts of a request and its answer, in one piece of memory that is used again. As strings, some forty for each request, they
 * would be copied twice by the garbage collector before they are thrown away; that costs more than all the rest of the journal.
 */
export interface PackedTexts {
  bytes: Buffer
  length: number
  /** How many of the texts are the request's headers, names and values. */
  requestTexts: number
}

export interface Texts {
  readonly path: string
  readonly query: string
  readonly prefix: string
  readonly requestHeaders: readonly string[]
  readonly answerHeaders: readonly string[]
}

/** The path, the query, the prefix; before them stand no headers, behind them all. */
const targetTexts = 3

export function packTexts(
  into: PackedTexts,
  { path, query, prefix }: Pick<MockRequest, 'path' | 'query' | 'prefix'>,
  requestHeaders: readonly string[],
  answerHeaders: readonly string[],
): void {
  const text = `${path}\n${query}\n${prefix}\n${requestHeaders.join(separator)}\n${answerHeaders.join(separator)}`
  if (text.length > into.bytes.length) {
    into.bytes = Buffer.allocUnsafeSlow(Math.ceil(text.length / stepBytes) * stepBytes)
  }
  // Headers and targets are bytes, which node reads as Latin-1.
  into.length = into.bytes.write(text, 0, 'latin1')
  into.requestTexts = requestHeaders.length
}

export function unpackTexts({ bytes, length, requestTexts }: PackedTexts): Texts {
  const texts = bytes.toString('latin1', 0, length).split(separator)
  const [path = '', query = '', prefix = ''] = texts
  // No headers at all are one empty text.
  const firstOfAnswer = targetTexts + Math.max(requestTexts, 1)
  const answerHeaders = texts.slice(firstOfAnswer)
  return {
    path,
    query,
    prefix,
    requestHeaders: texts.slice(targetTexts, targetTexts + requestTexts),
    answerHeaders: answerHeaders.length === 1 ? [] : answerHeaders,
  }
}
