import { contentFor, essence, isJsonType, joinPointer } from '../../../spec/index.ts'
import { ofOperation } from '../../own-rules.ts'
import { documentedResponse, mayHaveBody } from '../../replies.ts'
import type { Check, NewFinding } from '../../types.ts'
import { plain, shown, type Words, words } from '../../words.ts'
import type { CheckSetup } from '../setup.ts'

/**
 * A body comes under a media type that is documented for its status. The parameter `charset=utf-8` is tolerated: JSON is UTF-8 with it
 * and without it (RFC 8259, 8.1 and 11). Any other charset on JSON is not.
 */
export function shapeContentType({ operation }: CheckSetup): Check {
  return {
    id: 'shape/content-type',
    family: 'shape',
    judge(exchange) {
      const response = documentedResponse(exchange, operation)
      if (response === undefined || response.content.length === 0) return []
      const stated = exchange.response.headers.filter(([name]) => name.toLowerCase() === 'content-type')
      const [[, value = ''] = []] = stated
      const promised = response.content.map(({ mediaType }) => mediaType).join(' or ')

      function finding(came: Words, message: Words): readonly NewFinding[] {
        const rule = ofOperation(exchange, operation)
        const clause = joinPointer(response?.pointer ?? '', 'content')
        return [{ check: 'shape/content-type', rule, message, promised: plain(promised), came, clause }]
      }

      if (stated.length === 0) {
        // HEAD may leave out what would describe the body (RFC 9110, 9.3.2), and an empty body needs no description.
        if (!mayHaveBody(exchange) || exchange.response.body.length === 0) return []
        return finding(
          words`no Content-Type`,
          words`the body comes without a Content-Type; documented is ${plain(promised)}`,
        )
      }
      if (stated.length > 1) {
        return finding(
          words`${stated.length} Content-Types`,
          words`Content-Type comes ${stated.length} times; it can only be one`,
        )
      }
      if (!contentFor(response, essence(value))) {
        return finding(
          shown(value),
          words`the Content-Type is ${shown(value)}; documented for status ${exchange.response.status} is ${plain(promised)}`,
        )
      }
      const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(value)?.[1]
      if (isJsonType(value) && charset !== undefined && charset.toLowerCase() !== 'utf-8') {
        return finding(shown(value), words`the charset is ${shown(charset)}; JSON is always UTF-8 (RFC 8259, 8.1)`)
      }
      return []
    },
  }
}
