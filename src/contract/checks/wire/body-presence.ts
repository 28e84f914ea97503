import { joinPointer } from '../../../spec/index.ts'
import { documentedResponse, isOperation, mayHaveBody } from '../../replies.ts'
import type { Check, NewFinding } from '../../types.ts'
import { isJsonType } from '../../validator/index.ts'
import type { CheckSetup } from '../setup.ts'

/** A body is there where the document describes JSON, and none where HTTP permits none: after HEAD and with 204 and 304 (RFC 9110, 6.4.1). */
export function wireBodyPresence({ operation }: CheckSetup): Check {
  return {
    id: 'wire/body-presence',
    family: 'wire',
    judge(exchange) {
      const { method } = exchange.request
      const { status, body, surplusBytes, complete } = exchange.response
      if (!mayHaveBody(exchange)) {
        const bytes = Math.max(body.length, surplusBytes)
        if (bytes === 0) return []
        const reason = method === 'HEAD' ? 'the reply to a HEAD has none' : `status ${status} has none`
        return [finding('documented', `a body of ${bytes} bytes comes, but ${reason}`, 'no body', `${bytes} bytes`)]
      }
      const response = documentedResponse(exchange, operation)
      if (!response || !complete) return []
      const basis = isOperation(exchange, operation) ? 'documented' : 'assumed'
      const clause = joinPointer(response.pointer, 'content')
      if (body.length === 0 && response.content.some(({ mediaType }) => isJsonType(mediaType))) {
        const message = `the body is empty, but status ${status} is documented with JSON`
        return [{ ...finding(basis, message, 'a JSON body', 'an empty body'), clause }]
      }
      if (body.length > 0 && response.content.length === 0) {
        const message = `a body of ${body.length} bytes comes, but status ${status} is documented without one`
        // OpenAPI does not rule out what it leaves undescribed.
        return [
          {
            ...finding(basis, message, 'no body', `${body.length} bytes`),
            severity: 'drift',
            clause: response.pointer,
          },
        ]
      }
      return []
    },
  }
}

function finding(basis: NewFinding['basis'], message: string, promised: string, came: string): NewFinding {
  return { check: 'wire/body-presence', basis, message, promised, came }
}
