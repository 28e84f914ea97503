import {
  type ContentSpec,
  type ErrataSubsets,
  type Erratum,
  isWithin,
  type ProviderSpec,
  remembered,
  rememberedWeakly,
} from '../../spec/index.ts'
import { documentedBody } from '../replies.ts'
import type { Exchange } from '../types.ts'
import type { KnownTests } from './compile.ts'
import { leastSet } from './errata-search.ts'
import { createValidator, type SchemaFault, type Validator } from './validator.ts'

/** One reading's word on a reply's body. */
export interface ReadingJudge {
  /** Undefined when the reading says nothing of the body. Throws SchemaError. */
  isValid(exchange: Exchange): boolean | undefined
  faults(exchange: Exchange): readonly SchemaFault[]
}

/** Both readings, and those between that have some of the errata only. */
export interface Readings {
  readonly published: ReadingJudge
  readonly repaired: ReadingJudge
  /** A least set of errata that makes a body valid, in the ledger's order. */
  neededFor(exchange: Exchange): readonly string[]
  /** A least set of errata that makes a body invalid. */
  forbidding(exchange: Exchange): readonly string[]
}

/** Each reading is compiled once, when it is first asked; most bodies of a provider need the same errata. */
export function createReadings({ errata, ...spec }: ProviderSpec, subsets: ErrataSubsets | undefined): Readings {
  const tests: KnownTests = new Map()
  const published = createValidator(spec.published, { tests })
  const repaired = createValidator(spec.repaired, { tests })
  const validatorOf = remembered((key: string): Validator | undefined => {
    const operation = subsets?.(key.split(' '))
    return operation && createValidator(operation, { tests })
  })

  const judge = remembered((validator: Validator): ReadingJudge => {
    return {
      isValid: rememberedWeakly((exchange) => {
        const body = documentedBody(exchange, validator.operation)
        return body && validator.accepts(body.content, body.value)
      }),
      faults(exchange) {
        const body = documentedBody(exchange, validator.operation)
        return body ? validator.faults(body.content, body.value) : []
      },
    }
  })

  /** Errata that touch what judges this body. */
  function candidates(exchange: Exchange): readonly Erratum[] {
    return touching(documentedBody(exchange, spec.published)?.content)(documentedBody(exchange, spec.repaired)?.content)
  }
  const touching = remembered((before: ContentSpec | undefined) =>
    remembered((after: ContentSpec | undefined): readonly Erratum[] => {
      const reach = [...(before ? published.reach(before) : []), ...(after ? repaired.reach(after) : [])]
      return errata.filter((erratum) => reach.some((pointer) => touches(erratum, pointer)))
    }),
  )

  /** Without readings to try: the candidates that touch what refuses the body as published, or else all. */
  function likely(exchange: Exchange): readonly string[] {
    const all = candidates(exchange)
    const clauses = judge(published)
      .faults(exchange)
      .map(({ clause }) => clause)
    const meant = all.filter((erratum) => clauses.some((clause) => touches(erratum, clause)))
    return idsOf(meant.length > 0 ? meant : all)
  }

  function least(exchange: Exchange, wanted: boolean): readonly string[] | undefined {
    const all = candidates(exchange)
    return leastSet(idsOf(all), (ids) => {
      // What else there is does not reach this body.
      if (ids.length === all.length) return judge(repaired).isValid(exchange) === wanted
      const validator = ids.length === 0 ? published : validatorOf(ids.join(' '))
      return validator !== undefined && (judge(validator).isValid(exchange) ?? false) === wanted
    })
  }

  return {
    published: judge(published),
    repaired: judge(repaired),
    neededFor: (exchange) => (subsets && least(exchange, true)) ?? likely(exchange),
    forbidding: (exchange) => (subsets && least(exchange, false)) ?? [],
  }
}

function idsOf(errata: readonly Erratum[]): readonly string[] {
  return errata.map(({ id }) => id)
}

function touches({ pointers }: Erratum, place: string): boolean {
  return pointers.some((pointer) => isWithin(place, pointer) || isWithin(pointer, place))
}
