import { ofOperation } from '../../own-rules.ts'
import type { Check } from '../../types.ts'
import { placed, plain, words } from '../../words.ts'
import { alsoElsewhere, groupRows } from '../row-groups.ts'
import type { CheckSetup } from '../setup.ts'

/** No field that is for requests only comes back, at any depth: most of them are secrets. Its value is never quoted. */
export function shapeWriteOnly({ operation, survey }: CheckSetup): Check {
  return {
    id: 'shape/write-only',
    family: 'shape',
    judge(exchange) {
      const groups = groupRows(survey(exchange).writeOnly, ({ clause }) => clause)
      return groups.map(({ first: { at, name, clause }, count }) => ({
        check: 'shape/write-only',
        rule: ofOperation(exchange, operation),
        message: words`${placed(at)} is for requests only and must not come back${alsoElsewhere(count)}`,
        promised: plain(`no field ${JSON.stringify(name)} in a reply`),
        came: words`it is there`,
        at,
        clause,
      }))
    },
  }
}
