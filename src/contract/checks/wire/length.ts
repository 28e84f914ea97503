import { elementsOf } from '../../client/response-head.ts'
import { mayHaveBody } from '../../replies.ts'
import type { Check, Exchange, NewFinding } from '../../types.ts'

/** The body has the length that its framing announces: nothing cut off, nothing behind its end, no second opinion about it (RFC 9112, 6). */
export function wireLength(): Check {
  return {
    id: 'wire/length',
    family: 'wire',
    judge(exchange) {
      const lengths = [...new Set(elementsOf(exchange.response, 'content-length'))]
      const [length] = lengths
      const isChunked = elementsOf(exchange.response, 'transfer-encoding').length > 0
      return [...contradictions(exchange, lengths, isChunked), ...sizes(exchange, isChunked ? undefined : length)]
    },
  }
}

function contradictions(
  { response: { status } }: Exchange,
  lengths: readonly string[],
  isChunked: boolean,
): readonly NewFinding[] {
  const came = lengths.join(' and ')
  if (lengths.length > 1) {
    return [finding(`Content-Length says ${came}; it can only be one`, 'one Content-Length', came)]
  }
  if (lengths.length === 1 && isChunked) {
    const message = 'Content-Length comes together with Transfer-Encoding, and only one of them can be right'
    return [finding(message, 'one of the two headers', 'both')]
  }
  if (lengths.length === 1 && status === 204) {
    // RFC 9110, 8.6: not even a length of 0.
    return [finding('status 204 must come without a Content-Length', 'no Content-Length', came)]
  }
  return []
}

function sizes(exchange: Exchange, length: string | undefined): readonly NewFinding[] {
  const { body, complete, surplusBytes } = exchange.response
  if (!mayHaveBody(exchange)) return []
  const promised = length === undefined ? 'the whole body' : `${length} bytes`
  const came = `${body.length} bytes`
  if (!complete) {
    const message =
      length === undefined
        ? `the body breaks off after ${came}`
        : `Content-Length says ${length}, but the body breaks off after ${came}`
    return [finding(message, promised, came)]
  }
  if (surplusBytes > 0) {
    const total = `${body.length + surplusBytes} bytes`
    return [
      finding(`${surplusBytes} bytes come behind the end of the body, which is at ${body.length}`, promised, total),
    ]
  }
  // A body that was unpacked on the way has a length of its own.
  const isPacked = elementsOf(exchange.response, 'content-encoding').some((coding) => coding !== 'identity')
  if (length === undefined || isPacked || Number(length) === body.length) return []
  return [finding(`Content-Length says ${length}, but the body has ${came}`, promised, came)]
}

function finding(message: string, promised: string, came: string): NewFinding {
  return { check: 'wire/length', basis: 'documented', message, promised, came }
}
