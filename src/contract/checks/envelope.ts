import { ofOperation } from '../own-rules.ts'
import type { Check } from '../types.ts'
import { plain, words } from '../words.ts'
import type { CheckSetup } from './setup.ts'

/** The agreements between the parts of a reply that the provider's contract lists: flags, counters, echoes. */
export function envelope({ operation, contract: { envelope: rules } }: CheckSetup): Check {
  return {
    id: 'envelope',
    family: 'envelope',
    judge(exchange) {
      // What is no JSON at all is reported by the text's own check.
      if (!exchange.json.ok || exchange.request.method === 'HEAD') return []
      return rules.flatMap((rule) => {
        const broken = rule.broken(exchange)
        if (broken === undefined) return []
        return [
          {
            check: `envelope/${rule.id}`,
            rule: ofOperation(exchange, operation, rule),
            message: words`${plain(rule.promised)}: came ${broken.came}`,
            promised: plain(rule.promised),
            came: broken.came,
            ...(broken.at === undefined ? {} : { at: broken.at }),
            ...(rule.clause === undefined ? {} : { clause: rule.clause }),
          },
        ]
      })
    },
  }
}
