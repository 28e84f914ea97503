import { elementsOf } from '../../client/response-head.ts'
import { ownRules } from '../../own-rules.ts'
import type { Check } from '../../types.ts'
import { plain, shown, words } from '../../words.ts'

/**
 * Bodies come as they are: the client asks for no coding (Accept-Encoding: identity), so none may be stated (RFC 9110, 8.4 and 12.5.3).
 * Said of the first body of a run only, since a server packs all of them or none; what it decodes to is judged like any other.
 */
export function wireEncoding(): Check {
  let isTold = false
  return {
    id: 'wire/encoding',
    family: 'wire',
    judge({ response }) {
      if (isTold || elementsOf(response, 'content-encoding').every((coding) => coding === 'identity')) return []
      isTold = true
      const came = shown(response.header('content-encoding'))
      const isPlain = response.encodedBytes === undefined && response.body.length > 0
      return [
        {
          check: 'wire/encoding',
          rule: ownRules.noCoding,
          message: words`the body is coded as ${came}, though the request asks for identity${plain(isPlain ? ', and cannot be decoded' : '')}`,
          promised: words`no Content-Encoding`,
          came: words`Content-Encoding: ${came}`,
        },
      ]
    },
  }
}
