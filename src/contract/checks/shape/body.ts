import { joinPointer } from '../../../spec/index.ts'
import { valueAt } from '../../json-pointer.ts'
import { knownDriftAt } from '../../known-drifts.ts'
import type { Check, Exchange, KnownDrift } from '../../types.ts'
import type { JudgedFault } from '../../validator/index.ts'
import { plain, words } from '../../words.ts'
import { alsoElsewhere, groupRows } from '../row-groups.ts'
import type { CheckSetup } from '../setup.ts'

/** Kinds of faults that are told of one body; the rest would hide them. */
const mostGroups = 20

/**
 * The body is valid by the reading that decides. Surplus and writeOnly fields are left to their own checks, which say more about them.
 */
export function shapeBody({ bodies, survey, contract: { knownDrifts = [] } }: CheckSetup): Check {
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

  function driftOf({ at, missing }: JudgedFault, { json, response }: Exchange): KnownDrift | undefined {
    const drifts = knownDrifts.filter(({ isOfRefusals = false }) => !isOfRefusals || response.status >= 400)
    return missing === undefined
      ? knownDriftAt(drifts, at, { came: json.ok ? valueAt(json.value, at) : undefined })
      : knownDriftAt(drifts, joinPointer(at, missing), { gone: true })
  }
}

const TOLD_ELSEWHERE = new Set(['additionalProperties', 'unevaluatedProperties', 'not'])

type DatedFault = JudgedFault & { readonly movedOn: KnownDrift | undefined }

function finding({ basis, message, promised, came, at, clause, erratum, movedOn }: DatedFault, count: number) {
  return {
    check: 'shape/body',
    basis,
    movedOn,
    message: words`${message}${alsoElsewhere(count)}`,
    promised: plain(promised),
    came,
    at,
    clause,
    ...(erratum !== undefined && { erratum }),
  }
}
