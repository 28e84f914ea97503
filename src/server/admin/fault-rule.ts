import { type FaultRule, type Provider, wireFaults } from '../../mock/index.ts'
import {
  badValue,
  described,
  either,
  list,
  number,
  oneOf,
  options,
  type Place,
  refuse,
  type Shape,
  text,
  wholeNumber,
} from '../../options/index.ts'

/** Five minutes: a client has given up by then. */
const longestDelayMs = 300_000
const most = 1_000_000_000

const moment = wholeNumber(0, longestDelayMs)
const bounds: Shape<readonly [number, number]> = {
  schema: { type: 'array', items: moment.schema, minItems: 2, maxItems: 2 },
  accepts: 'a list of two numbers in rising order',
  read(value, at) {
    const [least = 0, greatest = 0, ...more] = list(moment).read(value, at)
    const isPair = Array.isArray(value) && value.length === 2 && more.length === 0 && least <= greatest
    return isPair ? [least, greatest] : refuse(at, this.accepts, value)
  },
}
const delay = described(either(bounds, moment, Array.isArray), 'Milliseconds, or the bounds of a random delay.')

const members = options<FaultRule>({
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
  ...members,
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

/** Rules with further ones behind them. Throws OptionError where there is no room for them. */
export function withRule(provider: Provider, before: readonly FaultRule[], rules: readonly FaultRule[]) {
  if (before.length + rules.length > mostRules) {
    throw badValue(['faults'], `of ${provider.id} are ${before.length} already, and ${mostRules} are the most`)
  }
  return [...before, ...rules]
}

/** The rules with plain names of errors (`9103` for `cloudflare.9103`). Throws OptionError for an error that this provider does not have. */
export function rulesFor(
  { id, errors }: Provider,
  rules: readonly FaultRule[],
  placeOf: (index: number) => Place = (index) => ['faults', index],
): readonly FaultRule[] {
  const names = errors.map(({ name }) => name)
  const statuses = [...new Set(errors.map(({ status }) => status))].sort((one, other) => one - other)
  return rules.map((rule, index) => {
    const { error, code } = rule
    const name = error?.startsWith(`${id}.`) === true ? error.slice(id.length + 1) : error
    const unknown = (member: string, known: readonly unknown[], given: unknown) =>
      badValue(
        [...placeOf(index), member],
        `must be one of ${known.join(', ')}, not ${JSON.stringify(given)}: these are the errors of ${id}`,
      )
    if (name !== undefined && !names.includes(name)) throw unknown('error', names, error)
    if (code !== undefined && !statuses.includes(code)) throw unknown('code', statuses, code)
    return name === undefined ? rule : { ...rule, error: name }
  })
}
