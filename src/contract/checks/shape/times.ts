import { ofOperation, ownRules } from '../../own-rules.ts'
import type { Check } from '../../types.ts'
import { placed, words } from '../../words.ts'
import { alsoElsewhere, groupRows } from '../row-groups.ts'
import type { CheckSetup } from '../setup.ts'

/**
 * A time that a document describes by a pattern alone is a moment that there is: no 30 February, no 24:00. The pattern permits it, so that
 * it is drift; where the document says date-time, its format finds it.
 */
export function shapeTimes({ operation, survey }: CheckSetup): Check {
  return {
    id: 'shape/times',
    family: 'shape',
    judge(exchange) {
      return groupRows(survey(exchange).noMoments, ({ clause }) => clause).map(({ first: { at, clause }, count }) => ({
        check: 'shape/times',
        rule: ofOperation(exchange, operation, ownRules.moment),
        severity: 'drift',
        message: words`${placed(at)} names a day or an hour that does not exist, though the pattern permits it${alsoElsewhere(count)}`,
        promised: words`a time of the calendar and the clock`,
        came: words`a day or an hour that does not exist`,
        at,
        clause,
      }))
    },
  }
}
