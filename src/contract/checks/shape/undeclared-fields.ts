import { withoutRows } from '../../json-pointer.ts'
import { knownDriftAt } from '../../known-drifts.ts'
import { ofOperation } from '../../own-rules.ts'
import type { Check } from '../../types.ts'
import { named, placed, plain, type Words, words } from '../../words.ts'
import type { Stray } from '../body-survey.ts'
import { alsoElsewhere, groupRows } from '../row-groups.ts'
import type { CheckSetup } from '../setup.ts'

/**
 * Every field is declared. One more is a violation where the schema is closed; where it is open the provider may add fields, and then
 * the document has fallen behind: drift. Objects that declare nothing (or `additionalProperties: true`) take any field.
 */
export function shapeUndeclaredFields({
  spec,
  operation,
  contract: { observedFields = [] },
  survey,
}: CheckSetup): Check {
  // Fields that are known to come although the document does not declare them.
  const known = new Set(observedFields)
  return {
    id: 'shape/undeclared-fields',
    family: 'shape',
    judge(exchange) {
      const groups = groupRows(
        survey(exchange).undeclared.filter(({ at }) => !known.has(withoutRows(at))),
        ({ clause }) => clause,
      )
      return groups.map(({ first, count }) => ({
        check: 'shape/undeclared-fields',
        movedOn: knownDriftAt(spec, exchange, first.at, 'added'),
        ...(first.isForbidden ? {} : { severity: 'drift' as const }),
        rule: ofOperation(exchange, operation),
        message: words`${sentence(first)}${alsoElsewhere(count)}`,
        promised: words`only the fields that are declared`,
        came: words`the field ${named(first.name)}`,
        at: first.at,
        lastIsName: true as const,
        clause: first.clause,
      }))
    },
  }
}

function sentence({ at, isForbidden }: Stray): Words {
  return words`${placed(at, { lastIsName: true })} is not declared${plain(isForbidden ? ', and the schema permits nothing else' : '')}`
}
