import { checkedFault, type FaultRule, isFaultProblem, type Provider, wireFaults } from '../../mock/index.ts'
import { ControlError } from '../control-error.ts'
import {
  badValue,
  described,
  list,
  number,
  object,
  oneOf,
  type Place,
  refuse,
  type Shape,
  text,
  wholeNumber,
} from './shape.ts'

/** Five minutes: a client has given up by then. */
const longestDelayMs = 300_000
const most = 1_000_000_000

const moment = wholeNumber(0, longestDelayMs)
const delay: Shape<number | readonly [number, number]> = {
  schema: {
    anyOf: [moment.schema, { type: 'array', items: moment.schema, minItems: 2, maxItems: 2 }],
    description: 'Milliseconds, or the bounds of a random delay.',
  },
  read(value, at) {
    if (!Array.isArray(value)) {
      if (typeof value === 'number') return moment.read(value, at)
      return refuse(at, `a number of milliseconds from 0 to ${longestDelayMs}, or a list of two`, value)
    }
    if (value.length !== 2) return refuse(at, 'a list of two numbers, or one number', value)
    const least = moment.read(value[0], [...at, 0])
    const greatest = moment.read(value[1], [...at, 1])
    return least <= greatest ? [least, greatest] : refuse(at, 'two numbers in rising order', value)
  },
}

const members = object({
  error: described(
    text(/^[\w.-]+$/, 'the name of an error, as GET /__admin/errors lists them'),
    "An error of the provider's catalogue: orgmock errors, GET /__admin/errors.",
  ),
  code: described(wholeNumber(100, 599), 'The first error of the catalogue with this status.'),
  wire: described(oneOf(wireFaults), 'What is done to the connection or to the bytes of the answer.'),
  delayMs: delay,
  after: described(wholeNumber(0, most), 'Lets this many requests through first.'),
  every: described(wholeNumber(1, most), 'Hits every how many-th request only.'),
  times: described(wholeNumber(1, most), 'Hits this many requests and no more.'),
  probability: described(number(0, 1), 'Share of requests that are hit.'),
})
const kinds = ['error', 'code', 'wire', 'delayMs'] as const

/** What goes wrong, and with which requests; whether a provider has such an error is checked by `rulesFor`. */
export const faultRule: Shape<FaultRule> = {
  schema: {
    ...members.schema,
    description:
      'What goes wrong (error or code, wire, delayMs), and with which requests. Rules that ask for different things add up; of those that ask for the same the first that hits counts.',
    anyOf: kinds.map((kind) => ({ required: [kind] })),
    not: { required: ['error', 'code'] },
  },
  read(value, at) {
    const rule = members.read(value, at)
    if (kinds.every((kind) => rule[kind] === undefined)) {
      throw badValue(at, 'needs error, code, wire or delayMs: what is to go wrong')
    }
    if (rule.error !== undefined && rule.code !== undefined) {
      throw badValue(at, 'names an error and a code: give one of them')
    }
    return rule
  },
}

/** Every request looks at all of them. */
const mostRules = 100

export const faultRules = list(faultRule, mostRules)

/** Rules with further ones behind them. Throws ControlError BAD_VALUE where there is no room for them. */
export function withRule(provider: Provider, before: readonly FaultRule[], rules: readonly FaultRule[]) {
  if (before.length + rules.length > mostRules) {
    throw new ControlError('BAD_VALUE', `${provider.id} has ${before.length} faults, and ${mostRules} are the most`)
  }
  return [...before, ...rules]
}

/** The rules with plain names. Throws ControlError BAD_VALUE for an error that this provider does not have. */
export function rulesFor(
  provider: Provider,
  rules: readonly FaultRule[],
  placeOf: (index: number) => Place = (index) => ['faults', index],
): readonly FaultRule[] {
  return rules.map((rule, index) => {
    const checked = checkedFault(provider, rule)
    if (!isFaultProblem(checked)) return checked
    const { member, sentence } = checked
    throw badValue([...placeOf(index), member], `${sentence}: these are the errors of ${provider.id}`)
  })
}
