import { ownRules } from '../own-rules.ts'
import type { WalkedPage } from '../page-walk.ts'
import type { LawContext } from '../types.ts'
import { words } from '../words.ts'
import { parameterPointer } from './walk-limits.ts'

/** Judges the pages of one walk, each as it comes: none has more organizations than asked for, and none but the last has fewer. */
export function pageSizes(context: LawContext, size: number): (page: WalkedPage) => void {
  const declared = context.contract.pager.size
  const rule = declared ?? ownRules.sizeObeyed
  const clause = declared === undefined ? {} : { clause: parameterPointer(context, declared.parameter) }
  let short: { readonly number: number; readonly length: number } | undefined

  return function judgePage({ exchange, ids, number }) {
    if (short !== undefined && ids.length > 0) {
      const message = words`page ${short.number + 1} has ${short.length} organizations, yet more follow`
      const promised = words`${size} organizations on every page but the last`
      context.report(
        { check: 'pagination/full-pages', rule, message, promised, came: words`${short.length}`, ...clause },
        exchange,
      )
      short = undefined
    }
    if (ids.length < size) short ??= { number, length: ids.length }
    if (ids.length > size) {
      const message = words`page ${number + 1} has ${ids.length} organizations, more than were asked for`
      context.report(
        {
          check: 'pagination/page-size',
          rule,
          message,
          promised: words`at most ${size}`,
          came: words`${ids.length}`,
          ...clause,
        },
        exchange,
      )
    }
  }
}
