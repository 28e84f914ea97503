import { ownRules } from './own-rules.ts'
import { seenPercent } from './seen.ts'
import type { Law, Seen } from './types.ts'
import { plain, words } from './words.ts'

/**
 * A law of one run: at least so many percent of what the document declares came at least once. It runs last, sends nothing, and names what
 * never came. `minimum` is a whole percentage, `seen` what was witnessed so far.
 */
export function enoughSeen(minimum: number, seen: () => Seen): Law {
  return {
    id: 'seen/enough',
    family: 'seen',
    title: `At least ${minimum} % of what the document declares is seen`,
    async run({ report }) {
      const { total, witnessed, unseen } = seen()
      const percent = seenPercent({ total, witnessed })
      const [first] = unseen
      if (percent >= minimum || first === undefined) return
      report({
        check: 'seen/enough',
        rule: ownRules.enoughSeen,
        message: words`too little of what the document declares was seen: ${witnessed} of ${total} (${percent} %)`,
        promised: words`at least ${minimum} % of it is seen`,
        came: words`never: ${plain(unseen.map(({ what }) => what).join(', '))}`,
        clause: first.pointer,
      })
    },
  }
}
