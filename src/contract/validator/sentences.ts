import { plain, shown, type Words, words } from '../words.ts'
import type { RawError } from './compile.ts'
import { amount, characters, inWords, isSecretPlace, list } from './shown.ts'

/** What a fault says: a whole sentence, and its two halves for a table. */
export interface Sentence {
  readonly message: Words
  /** Holds nothing of the value. */
  readonly promised: string
  readonly came: Words
}

/** `must` follows "The value must"; `came` follows "but". */
interface Phrase {
  readonly must: string
  readonly promised: string
  readonly came?: Words
}

type Phrasing = (error: RawError) => Phrase

const phrasings: Readonly<Record<string, Phrasing>> = {
  type: ({ params }) => being(list(asTexts(params['type']).map((type) => TYPES[type] ?? type))),
  enum: ({ params }) => {
    const allowed: readonly unknown[] = Array.isArray(params['allowedValues']) ? params['allowedValues'] : []
    return being(allowed.length === 1 ? inWords(allowed[0]) : `one of ${someOf(allowed)}`)
  },
  const: ({ params }) => being(inWords(params['allowedValue'])),
  anyOf: ({ schema }) => being(alternatives(schema['anyOf'])),
  oneOf: ({ schema, params }) => {
    const passing = params['passingSchemas']
    const phrase = being(`exactly one of ${alternatives(schema['oneOf'])}`)
    return Array.isArray(passing) ? { ...phrase, came: words`${passing.length} of the alternatives fit` } : phrase
  },
  not: ({ schema }) => {
    const inner = schema['not']
    const isNever = typeof inner === 'object' && inner !== null && Object.keys(inner).length === 0
    return isNever
      ? { must: 'not be there', promised: 'nothing here' }
      : { must: 'not fit a schema that is ruled out', promised: 'anything but what the schema rules out' }
  },

  required: ({ params }) => missing(params['missingProperty']),
  dependentRequired: ({ params }) => {
    const { must, promised, came } = missing(params['missingProperty'])
    const condition = ` beside ${inWords(params['property'])}`
    return { must: must + condition, promised: promised + condition, ...(came !== undefined && { came }) }
  },
  additionalProperties: surplus('additionalProperty'),
  unevaluatedProperties: surplus('unevaluatedProperty'),
  propertyNames: ({ params }) => ({
    must: 'have no field of such a name',
    promised: 'names that the schema allows',
    came: words`it has ${shown(params['propertyName'])}`,
  }),
  minProperties: ({ params, value }) => atLeast(params['limit'], 'field', Object.keys(Object(value)).length),
  maxProperties: ({ params, value }) => atMost(params['limit'], 'field', Object.keys(Object(value)).length),

  pattern: ({ params }) => ({ must: `match ${params['pattern']}`, promised: `text that matches ${params['pattern']}` }),
  format: ({ params }) => being(FORMATS[String(params['format'])] ?? `in the format ${params['format']}`),
  minLength: ({ params, value }) => atLeast(params['limit'], 'character', characters(String(value))),
  maxLength: ({ params, value }) => atMost(params['limit'], 'character', characters(String(value))),

  minimum: ({ params }) => being(`at least ${params['limit']}`),
  maximum: ({ params }) => being(`at most ${params['limit']}`),
  exclusiveMinimum: ({ params }) => being(`more than ${params['limit']}`),
  exclusiveMaximum: ({ params }) => being(`less than ${params['limit']}`),
  multipleOf: ({ params }) => being(`a multiple of ${params['multipleOf']}`),

  minItems: ({ params, value }) => atLeast(params['limit'], 'entry', lengthOf(value)),
  maxItems: ({ params, value }) => atMost(params['limit'], 'entry', lengthOf(value)),
  items: ({ params, value }) => atMost(params['limit'], 'entry', lengthOf(value)),
  unevaluatedItems: ({ params, value }) => atMost(params['len'] ?? params['limit'], 'entry', lengthOf(value)),
  uniqueItems: ({ params }) => ({
    must: 'hold no entry twice',
    promised: 'entries that differ',
    came: words`entries ${Number(params['j'])} and ${Number(params['i'])} are the same`,
  }),
  contains: ({ params }) => {
    const { minContains, maxContains } = params
    const wanted = maxContains === undefined ? `at least ${minContains}` : `${minContains} to ${maxContains}`
    return { must: `hold ${wanted} of a kind of entry`, promised: `${wanted} such entries`, came: words`it does not` }
  },
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'a date and time as in RFC 3339',
  date: 'a date as in RFC 3339',
  time: 'a time as in RFC 3339',
  email: 'an e-mail address',
  uri: 'a URI',
  uuid: 'a UUID',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  hostname: 'a host name',
  decimal: 'a decimal number',
  int64: 'a whole number of 64 bits',
}

/** Puts an error of Ajv into a plain sentence; `subject` names the place. Values of secret-looking fields are not quoted. */
export function sentence(error: RawError, subject: Words): Sentence {
  const { must, promised, came } = (phrasings[error.keyword] ?? otherwise)(error)
  const pattern = error.keyword === 'pattern' ? { pattern: String(error.params['pattern']) } : {}
  const arrived = came ?? shown(error.value, { isSecret: isSecretPlace(error.at), ...pattern })
  return {
    message: words`${subject} must ${plain(must)}, but ${arrived}${plain(came === undefined ? ' came' : '')}`,
    promised,
    came: arrived,
  }
}

/** Ajv's own words, which begin with "must" or "should". */
function otherwise({ message, keyword }: RawError): Phrase {
  const must = message.replace(/^(?:must|should) /, '')
  return { must, promised: `what ${keyword} says: ${must}` }
}

function being(what: string): Phrase {
  return { must: `be ${what}`, promised: what }
}

function missing(name: unknown): Phrase {
  return { must: `have the field ${inWords(name)}`, promised: `the field ${inWords(name)}`, came: words`it is missing` }
}

function surplus(parameter: string): Phrasing {
  return ({ params }) => ({
    must: 'have no field but those listed',
    promised: 'only the fields that are listed',
    came: words`it has ${shown(params[parameter])}`,
  })
}

function atLeast(limit: unknown, unit: string, count: number): Phrase {
  return counted('at least', limit, unit, count)
}

function atMost(limit: unknown, unit: string, count: number): Phrase {
  return counted('at most', limit, unit, count)
}

function counted(bound: string, limit: unknown, unit: string, count: number): Phrase {
  const promised = `${bound} ${amount(Number(limit), unit)}`
  return { must: `have ${promised}`, promised, came: words`it has ${count}` }
}

function alternatives(branches: unknown): string {
  const types = (Array.isArray(branches) ? branches : []).map((branch) =>
    asTexts(branch?.type).map((type) => TYPES[type]),
  )
  const known = [...new Set(types.flat())].filter((type) => type !== undefined)
  return types.some((named) => named.length === 0) ? `what one of ${types.length} alternatives says` : list(known)
}

function someOf(values: readonly unknown[]): string {
  const first = values.slice(0, 6).map(inWords)
  return values.length > 6 ? `${first.join(', ')} and ${values.length - 6} more` : list(first)
}

function asTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String)
  return value === undefined ? [] : [String(value)]
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}
