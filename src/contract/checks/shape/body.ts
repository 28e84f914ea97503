import type { Check } from '../../types.ts'
import type { JudgedFault } from '../../validator/index.ts'
import { plain, words } from '../../words.ts'
import { alsoElsewhere, groupRows } from '../row-groups.ts'
import type { CheckSetup } from '../setup.ts'

/** Kinds of faults that are told of one body; the rest would hide them. */
const mostGroups = 20

/**
 * The body is valid by the reading that decides. Surplus and writeOnly fields are left to their own checks, which say more about them.
 */
export function shapeBody({ bodies, survey }: CheckSetup): Check {
  return {
    id: 'shape/body',
    family: 'shape',
    judge(exchange) {
      const { faults } = bodies.verdict(exchange)
      if (faults.length === 0) return []
      const { undeclared, writeOnly } = survey(exchange)
      const elsewhere = new Set([...undeclared, ...writeOnly].map(({ at }) => at))
      const groups = groupRows(
        faults.filter(({ at, keyword }) => !elsewhere.has(at) || !TOLD_ELSEWHERE.has(keyword)),
        ({ keyword, clause, promised }) => `${keyword}\n${clause}\n${promised}`,
      )
      return groups.slice(0, mostGroups).map(({ first, count }) => finding(first, count))
    },
  }
}

const TOLD_ELSEWHERE = new Set(['additionalProperties', 'unevaluatedProperties', 'not'])

function finding({ basis, message, promised, came, at, clause, erratum }: JudgedFault, count: number) {
  return {
    check: 'shape/body',
    basis,
    message: words`${message}${alsoElsewhere(count)}`,
    promised: plain(promised),
    came,
    at,
    clause,
    ...(erratum !== undefined && { erratum }),
  }
}
