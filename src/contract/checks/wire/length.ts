import { elementsOf } from '../../client/response-head.ts'
import { ownRules } from '../../own-rules.ts'
import { mayHaveBody } from '../../replies.ts'
import type { Check, Exchange, NewFinding } from '../../types.ts'
import { joined, shown, type Words, words } from '../../words.ts'

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
  const came = joined(lengths.map(stated), ' and ')
  if (lengths.length > 1) {
    return [finding(words`Content-Length says ${came}; it can only be one`, words`one Content-Length`, came)]
  }
  if (lengths.length === 1 && isChunked) {
    const message = words`Content-Length comes together with Transfer-Encoding, and only one of them can be right`
    return [finding(message, words`one of the two headers`, words`both`)]
  }
  if (lengths.length === 1 && status === 204) {
    // RFC 9110, 8.6: not even a length of 0.
    return [finding(words`status 204 must come without a Content-Length`, words`no Content-Length`, came)]
  }
  return []
}

function sizes(exchange: Exchange, length: string | undefined): readonly NewFinding[] {
  const { body, encodedBytes: bytes = body.length, complete, surplusBytes } = exchange.response
  if (!mayHaveBody(exchange)) return []
  const promised = length === undefined ? words`the whole body` : words`${stated(length)} bytes`
  const came = words`${bytes} bytes`
  if (!complete) {
    const message =
      length === undefined
        ? words`the body breaks off after ${came}`
        : words`Content-Length says ${stated(length)}, but the body breaks off after ${came}`
    return [finding(message, promised, came)]
  }
  if (surplusBytes > 0) {
    const total = words`${bytes + surplusBytes} bytes`
    return [
      finding(words`${surplusBytes} bytes come behind the end of the body, which is at ${bytes}`, promised, total),
    ]
  }
  if (length === undefined || Number(length) === bytes) return []
  return [finding(words`Content-Length says ${stated(length)}, but the body has ${came}`, promised, came)]
}

function finding(message: Words, promised: Words, came: Words): NewFinding {
  return { check: 'wire/length', rule: ownRules.framing, message, promised, came }
}

/** What a header says, as a number where it is one. */
function stated(text: string): Words {
  return shown(/^\d{1,15}$/.test(text) ? Number(text) : text)
}
