import { joinPointer } from '../../../spec/index.ts'
import { ofOperation, ownRules } from '../../own-rules.ts'
import { documentedResponse, isJsonDue, mayHaveBody } from '../../replies.ts'
import type { Check, NewFinding, Rule } from '../../types.ts'
import { plain, type Words, words } from '../../words.ts'
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
        const message = words`a body of ${bytes} bytes comes, but ${plain(reason)}`
        return [finding(ownRules.noBody, message, words`no body`, words`${bytes} bytes`)]
      }
      const response = documentedResponse(exchange, operation)
      if (!response || !complete) return []
      const rule = ofOperation(exchange, operation)
      const clause = joinPointer(response.pointer, 'content')
      if (body.length === 0 && isJsonDue(exchange, response)) {
        const message = words`the body is empty, but status ${status} is documented with JSON`
        return [{ ...finding(rule, message, words`a JSON body`, words`an empty body`), clause }]
      }
      if (body.length > 0 && response.content.length === 0) {
        const message = words`a body of ${body.length} bytes comes, but status ${status} is documented without one`
        // OpenAPI does not rule out what it leaves undescribed.
        return [
          {
            ...finding(rule, message, words`no body`, words`${body.length} bytes`),
            severity: 'drift',
            clause: response.pointer,
          },
        ]
      }
      return []
    },
  }
}

function finding(rule: Rule, message: Words, promised: Words, came: Words): NewFinding {
  return { check: 'wire/body-presence', rule, message, promised, came }
}
