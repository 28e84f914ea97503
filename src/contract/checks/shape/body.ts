import { joinPointer, type KnownDrift } from '../../../spec/index.ts'
import { valueAt } from '../../json-pointer.ts'
import { knownDriftAt } from '../../known-drifts.ts'
import type { Check, Exchange } from '../../types.ts'
import type { JudgedFault } from '../../validator/index.ts'
import { plain, words } from '../../words.ts'
import { alsoElsewhere, groupRows } from '../row-groups.ts'
import type { CheckSetup } from '../setup.ts'

/** Kinds of faults that are told of one body; the rest would hide them. */
const mostGroups = 20

/**
 * The body is valid by the reading that decides. Surplus and writeOnly fields are left to their own checks, which say more about them.
 */
export function shapeBody({ bodies, survey, spec }: CheckSetup): Check {
  return {
    id: 'shape/body',
    family: 'shape',
    judge(exchange) {
      const { faults } = bodies.verdict(exchange)
      if (faults.length === 0) return []
      const { undeclared, writeOnly } = survey(exchange)
      const elsewhere = new Set([...undeclared, ...writeOnly].map(({ at }) => at))
      const groups = groupRows(
        faults
          .filter(({ at, keyword }) => !elsewhere.has(at) || !TOLD_ELSEWHERE.has(keyword))
          .map((fault) => ({ ...fault, movedOn: driftOf(fault, exchange) })),
        ({ keyword, clause, promised, movedOn }) => `${keyword}\n${clause}\n${promised}\n${movedOn !== undefined}`,
      )
      return groups.slice(0, mostGroups).map(({ first, count }) => finding(first, count))
    },
  }

  function driftOf({ at, missing }: JudgedFault, exchange: Exchange): KnownDrift | undefined {
    if (missing !== undefined) return knownDriftAt(spec, exchange, joinPointer(at, missing), 'gone')
    const { json } = exchange
    return knownDriftAt(spec, exchange, at, 'values', json.ok ? valueAt(json.value, at) : undefined)
  }
}

const TOLD_ELSEWHERE = new Set(['additionalProperties', 'unevaluatedProperties', 'not'])

type DatedFault = JudgedFault & { readonly movedOn: KnownDrift | undefined }

function finding(fault: DatedFault, count: number) {
  const { message, promised, came, at, clause, erratum, movedOn } = fault
  return {
    check: 'shape/body',
    rule: fault,
    movedOn,
    message: words`${message}${alsoElsewhere(count)}`,
    promised: plain(promised),
    came,
    at,
    clause,
    ...(erratum !== undefined && { erratum }),
  }
}
