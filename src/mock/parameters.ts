import { anyText, argument, call, list, needed, oneOf, options, thing, wanted } from '../options/index.ts'
import { isObject, type JsonObject, type OperationSpec } from '../spec/index.ts'
import { ConfigError } from './errors.ts'
import { parseQuery, type QueryPair } from './query-string.ts'
import type { Outcome, Parameters } from './types.ts'

/** What a provider's file says where the document leaves the reading of a parameter open. */
export interface ParameterRules {
  /** A parameter given twice, or as `name[]`: refused, or the last one counts and `name[]` is just another name. */
  readonly repeated: 'refuse' | 'last'
  /** Keywords laid over the spec's schema, by parameter. */
  readonly overrides?: Readonly<Record<string, JsonObject>>
  /** Parameters for which an empty value counts as not given. */
  readonly emptyIsAbsent?: readonly string[]
}

type ReadValue = (text: string) => { readonly value: string | number } | { readonly rule: string }

/**
 * Reads the query parameters that the spec declares: type, bounds, length, enum and default are the spec's. Unknown parameters are
 * ignored, as all four providers do. Written by hand and without Ajv on purpose: the contract half reads the same spec with Ajv,
 * and two readings catch each other's mistakes.
 * Refuses: invalid-parameter, for the first one that is wrong in the order of the spec.
 */
export const parameterReader = call(
  'parameterReader',
  [
    argument('spec', thing<OperationSpec>('the spec of an operation', isObject)),
    wanted(
      options<ParameterRules>({
        repeated: needed(oneOf(['refuse', 'last'])),
        overrides: thing('an object of keywords by parameter', isObject),
        emptyIsAbsent: list(anyText),
      }),
    ),
  ],
  reader,
)

function reader(spec: OperationSpec, rules: ParameterRules): (query: string) => Outcome<Parameters> {
  const declared = spec.parameters
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => {
      const schema = { ...parameter.schema, ...rules.overrides?.[parameter.name] }
      return {
        name: parameter.name,
        read: valueReader(spec.provider, parameter.name, schema),
        fallback: schema['default'] as string | number | undefined,
        emptyIsAbsent: rules.emptyIsAbsent?.includes(parameter.name) ?? false,
      }
    })
  const defaults: Parameters = Object.fromEntries(declared.map(({ name, fallback }) => [name, fallback]))

  return function readParameters(query) {
    if (query === '') return { ok: true, value: defaults }
    const pairs = parseQuery(query)
    const values: Record<string, string | number | undefined> = { ...defaults }
    for (const { name, read, emptyIsAbsent } of declared) {
      const given = pairs.filter((pair) => names(pair, name, rules.repeated))
      const pair = given.at(-1)
      if (pair === undefined) continue
      if (rules.repeated === 'refuse' && (given.length > 1 || pair.name !== name)) {
        return invalid(name, 'must be given once')
      }
      if (pair.malformed) return invalid(name, 'must be percent-encoded UTF-8')
      if (emptyIsAbsent && pair.value === '') continue
      const result = read(pair.value)
      if ('rule' in result) return invalid(name, result.rule)
      values[name] = result.value
    }
    return { ok: true, value: values }
  }
}

function names(pair: QueryPair, name: string, repeated: ParameterRules['repeated']): boolean {
  if (pair.name === name) return true
  return repeated === 'refuse' && pair.name.startsWith(`${name}[`) && pair.name.endsWith(']')
}

function invalid(parameter: string, rule: string): Outcome<never> {
  return { ok: false, refusal: { kind: 'invalid-parameter', parameter, rule } }
}

function valueReader(provider: string, name: string, schema: JsonObject): ReadValue {
  if (Array.isArray(schema['enum'])) return enumReader(schema['enum'])
  switch (schema['type']) {
    case 'integer':
    case 'number':
      return wholeNumberReader(schema)
    case 'string':
      return textReader(schema)
    default:
      throw new ConfigError('NO_SUCH_PARAMETER', `specs/${provider}: parameter ${name} has no type that can be read`)
  }
}

// "number" is read as a whole number too: pages and sizes that are not whole have no meaning (errata E-CF-007 and E-NV-002). It may be
// written as 20.0, which JSON takes for the same number.
function wholeNumberReader(schema: JsonObject): ReadValue {
  const minimum = typeof schema['minimum'] === 'number' ? schema['minimum'] : Number.MIN_SAFE_INTEGER
  const maximum = typeof schema['maximum'] === 'number' ? schema['maximum'] : Number.MAX_SAFE_INTEGER
  const upTo = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`
  const rule = `must be a whole number ${upTo}`
  // Decimal digits only: Number() would take '', ' 1', '0x1' and '1e1' as well.
  const form = schema['type'] === 'number' ? /^-?\d{1,16}(\.0{1,16})?$/ : /^-?\d{1,16}$/
  return (text) => {
    if (!form.test(text)) return { rule }
    const value = Number(text)
    return value >= minimum && value <= maximum ? { value } : { rule }
  }
}

function enumReader(members: readonly unknown[]): ReadValue {
  const accepted = new Set(members)
  const rule = `must be one of ${members.join(', ')}`
  return (text) => (accepted.has(text) ? { value: text } : { rule })
}

function textReader(schema: JsonObject): ReadValue {
  const maxLength = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : Number.POSITIVE_INFINITY
  const rule = `must be at most ${maxLength} characters long`
  // JSON Schema counts code points, not UTF-16 units (2020-12 validation, 6.3.1).
  return (text) => (text.length <= maxLength || [...text].length <= maxLength ? { value: text } : { rule })
}
