import { ownRules } from '../../own-rules.ts'
import type { Check } from '../../types.ts'
import { shown, words } from '../../words.ts'

/** Bodies come as they are: the client asks for no coding (Accept-Encoding: identity), so none may be stated (RFC 9110, 8.4 and 12.5.3). */
export function wireEncoding(): Check {
  return {
    id: 'wire/encoding',
    family: 'wire',
    judge({ response }) {
      const came = response.header('content-encoding')
      if (came === undefined || came.trim().toLowerCase() === 'identity') return []
      return [
        {
          check: 'wire/encoding',
          rule: ownRules.noCoding,
          message: words`the body is said to be coded as ${shown(came)}, which nobody asked for`,
          promised: words`no Content-Encoding`,
          came: words`Content-Encoding: ${shown(came)}`,
        },
      ]
    },
  }
}
