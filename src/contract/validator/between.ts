import { type ErrataSubsets, type Erratum, isWithin } from '../../spec/index.ts'
import { documentedBody } from '../replies.ts'
import type { Exchange } from '../types.ts'
import { leastSet } from './errata-search.ts'
import { createValidator, type Validator } from './validator.ts'

/** Whether a reply's body is valid; undefined when the reading says nothing of it. */
export function isValid(validator: Validator, exchange: Exchange): boolean | undefined {
  const body = documentedBody(exchange, validator.operation)
  return body && validator.refusal(body.content, body.value) === undefined
}

/** Answers by readings that have some of the errata only. */
export interface Between {
  /** A least set of errata that makes a body valid. */
  neededFor(exchange: Exchange): readonly string[]
  /** A least set of errata that makes a body invalid. */
  forbidding(exchange: Exchange): readonly string[]
}

export interface BetweenOptions {
  readonly published: Validator
  readonly repaired: Validator
  readonly errata: readonly Erratum[]
  readonly subsets: ErrataSubsets | undefined
}

/** Each set of errata is compiled once, when it is first tried; most bodies of a provider need the same one. */
export function readingsBetween({ published, repaired, errata, subsets }: BetweenOptions): Between {
  const validators = new Map<string, Validator | undefined>([
    ['', published],
    [errata.map(({ id }) => id).join(' '), repaired],
  ])

  function validatorOf(ids: readonly string[]): Validator | undefined {
    const key = errata.flatMap(({ id }) => (ids.includes(id) ? [id] : [])).join(' ')
    if (!validators.has(key)) {
      const operation = subsets?.(ids)
      // Half repaired, a document still has defects.
      validators.set(key, operation && createValidator(operation, { strictTypes: false }))
    }
    return validators.get(key)
  }

  function validUnder(ids: readonly string[], exchange: Exchange): boolean | undefined {
    const validator = validatorOf(ids)
    return validator && isValid(validator, exchange)
  }

  /** Errata that touch what judges this body; first those that touch the clause that refuses it as published. */
  function candidates(exchange: Exchange): { readonly first: readonly string[]; readonly all: readonly string[] } {
    const before = documentedBody(exchange, published.operation)
    const after = documentedBody(exchange, repaired.operation)
    const reach = [...(before ? published.reach(before.content) : []), ...(after ? repaired.reach(after.content) : [])]
    const refusal = before && published.refusal(before.content, before.value)
    const all = errata.filter((erratum) => reach.some((pointer) => touches(erratum, pointer)))
    const first = refusal === undefined ? [] : all.filter((erratum) => touches(erratum, refusal))
    const ordered = [...first, ...all.filter((erratum) => !first.includes(erratum))]
    return { first: first.map(({ id }) => id), all: ordered.map(({ id }) => id) }
  }

  return {
    neededFor(exchange) {
      const { first, all } = candidates(exchange)
      const least = leastSet(all, (ids) => validUnder(ids, exchange) === true)
      // Without readings to try: those that touch what refuses the body, or else all that could matter.
      return inOrder(least ?? (first.length > 0 ? first : all))
    },
    forbidding(exchange) {
      const { all } = candidates(exchange)
      return inOrder(leastSet(all, (ids) => validUnder(ids, exchange) === false) ?? [])
    },
  }

  function inOrder(ids: readonly string[]): readonly string[] {
    return errata.flatMap(({ id }) => (ids.includes(id) ? [id] : []))
  }
}

function touches({ pointers }: Erratum, place: string): boolean {
  return pointers.some((pointer) => isWithin(place, pointer) || isWithin(pointer, place))
}
