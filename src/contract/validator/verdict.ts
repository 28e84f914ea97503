import {
  type Basis,
  bases,
  type ErrataSubsets,
  type Erratum,
  isWithin,
  type ProviderSpec,
  type Reading,
  rememberedWeakly,
} from '../../spec/index.ts'
import { ownRules } from '../own-rules.ts'
import { isOperation } from '../replies.ts'
import type { ReplyIdentity } from '../reply-identity.ts'
import type { ConformanceCount, Exchange } from '../types.ts'
import { createReadings } from './readings.ts'
import type { SchemaFault } from './validator.ts'

/** A fault with where the broken clause comes from. */
export interface JudgedFault extends SchemaFault {
  readonly basis: Basis
  /** The erratum that the clause is owed to; under the published reading those (joined by spaces) that would permit the body. */
  readonly erratum?: string
}

export interface BodyVerdict {
  readonly kind:
    | 'not-judged'
    /** Valid in both readings. */
    | 'conforms'
    /** Valid in the repaired reading only. */
    | 'conforms-under-errata'
    /** Valid in the published reading only: an erratum forbids it. */
    | 'only-published'
    | 'violates'
  /** A least set that makes the body valid, in the ledger's order. */
  readonly errata: readonly string[]
  /** By the reading that decides. */
  readonly faults: readonly JudgedFault[]
}

/** Holds bodies against both readings. */
export interface BodyJudge {
  /** Counted once for each exchange. Throws SchemaError. */
  verdict(exchange: Exchange): BodyVerdict
  /** Of all bodies so far. */
  conformance(): ConformanceCount
}

export interface BodyJudgeOptions {
  readonly spec: ProviderSpec
  /** The reading that decides what is a fault. */
  readonly reading: Reading
  /** Without it errata are named by the clauses that they touch. */
  readonly subsets?: ErrataSubsets | undefined
  /** What may be judged together. Default: each exchange by itself. */
  readonly identityOf?: ReplyIdentity
}

/** Makes the judge of one provider's bodies. */
export function createBodyJudge({ spec, reading, subsets, identityOf }: BodyJudgeOptions): BodyJudge {
  const readings = createReadings(spec, subsets)
  const tally = new Map<string, number>()

  function judge(exchange: Exchange): BodyVerdict {
    const isAsRepaired = readings.repaired.isValid(exchange)
    if (isAsRepaired === undefined) return { kind: 'not-judged', errata: [], faults: [] }
    const isAsPublished = readings.published.isValid(exchange) ?? false
    if (isAsRepaired && isAsPublished) return { kind: 'conforms', errata: [], faults: [] }
    const errata = isAsRepaired ? readings.neededFor(exchange) : []
    const faults = reading === 'published' ? asPublished(exchange, errata) : asRepaired(exchange, isAsRepaired)
    const kind = isAsRepaired ? 'conforms-under-errata' : isAsPublished ? 'only-published' : 'violates'
    return { kind, errata, faults: isOperation(exchange, spec[reading]) ? faults : faults.map(elsewhere) }
  }

  function asPublished(exchange: Exchange, errata: readonly string[]): readonly JudgedFault[] {
    const erratum = errata.length > 0 ? { erratum: errata.join(' ') } : {}
    return readings.published
      .faults(exchange)
      .map((fault) => ({ ...fault, basis: ownRules.document.basis, ...erratum }))
  }

  /** What the published reading refuses too is documented; the rest is owed to an erratum. */
  function asRepaired(exchange: Exchange, isAsRepaired: boolean): readonly JudgedFault[] {
    if (isAsRepaired) return []
    const documented = new Set(readings.published.faults(exchange).map(({ key }) => key))
    return readings.repaired.faults(exchange).map((fault) => {
      const erratum = documented.has(fault.key) ? undefined : erratumOf(fault, exchange)
      return { ...fault, basis: (erratum ?? ownRules.document).basis, ...(erratum && { erratum: erratum.id }) }
    })
  }

  function erratumOf({ clause }: SchemaFault, exchange: Exchange): Erratum | undefined {
    const touching = spec.errata.flatMap((erratum) => {
      return erratum.pointers.filter((pointer) => isWithin(clause, pointer)).map(({ length }) => ({ erratum, length }))
    })
    const [closest] = touching.sort((one, other) => other.length - one.length)
    if (closest) return closest.erratum
    const ids = readings.forbidding(exchange)
    const jointly = spec.errata.filter(({ id }) => ids.includes(id))
    return jointly.sort((one, other) => bases.indexOf(other.basis) - bases.indexOf(one.basis))[0]
  }

  const judgeOnce = rememberedWeakly(judge, identityOf)
  return {
    verdict: rememberedWeakly((exchange: Exchange) => {
      const verdict = judgeOnce(exchange)
      const key = verdict.kind === 'conforms-under-errata' ? verdict.errata.join(' ') : verdict.kind
      tally.set(key, (tally.get(key) ?? 0) + 1)
      return verdict
    }),
    conformance() {
      const {
        'not-judged': _,
        conforms = 0,
        violates = 0,
        'only-published': forbidden = 0,
        ...underErrata
      } = Object.fromEntries(tally)
      return { conforms, underErrata, violates: violates + forbidden }
    },
  }
}

function elsewhere(fault: JudgedFault): JudgedFault {
  return fault.basis === ownRules.document.basis ? { ...fault, basis: ownRules.elsewhere.basis } : fault
}
