import {
  able,
  anyText,
  argument,
  call,
  either,
  list,
  map,
  needed,
  object,
  oneOf,
  options,
  thing,
  wanted,
  wholeNumber,
} from '../options/index.ts'
import { isObject, type OperationSpec } from '../spec/index.ts'
import { basisOption } from './bases.ts'
import type { ContractDefinition, ContractFactory, HttpRules, ListShape, Refusal, Refusals, Sends } from './types.ts'

const refusal = options<Refusal>({
  status: needed(list(wholeNumber(100, 599))),
  basis: basisOption,
  refusesBy: thing('a rule, with its basis', isObject),
  also: list(able('a clause such as hasHeader makes', 'broken')),
})
const whole = thing<ContractFactory>('a function', (value) => typeof value === 'function')
const definition = options<ContractDefinition>({
  authorizer: needed(able('an authorizer such as bearerCredential makes', 'authorize')),
  sends: options<Sends>({ query: map(anyText, anyText), headers: map(anyText, anyText) }),
  list: needed(options<ListShape>({ items: needed(anyText), id: needed(anyText) })),
  refusals: needed(
    options<Refusals>({
      missing: refusal,
      malformed: refusal,
      unknown: refusal,
      forbidden: refusal,
      expired: refusal,
      notFound: needed(refusal),
      methodNotAllowed: needed(refusal),
      invalidParameter: refusal,
      invalidCursor: refusal,
    }),
  ),
  envelope: needed(list(thing('a rule', isObject))),
  pager: needed(able('a pager such as cursorPages makes', 'first', 'next')),
  query: thing('an object', isObject),
  http: needed(
    options<HttpRules>({
      head: needed(either(oneOf(['as-get']), refusal, (value) => typeof value === 'string')),
      wrongMethod: needed(options({ method: needed(anyText), refusal: needed(refusal) })),
      otherSlash: needed(thing('a refusal, a redirect or isTolerated', isObject)),
      probes: needed(list(options({ id: needed(anyText), plan: needed(thing('a request', isObject)) }))),
    }),
  ),
  observedFields: list(anyText),
  gone: object({ status: needed(list(wholeNumber(100, 599))), reason: needed(anyText), basis: basisOption }),
})

const declared = call('defineContract', [wanted(definition)], (made: ContractDefinition) => made)

/** Types a file in contracts/: what a provider promised beyond what its spec says by itself. Its factory throws OptionError. */
export const defineContract = call(
  'defineContract',
  [argument('factory', whole)],
  (factory: ContractFactory): ContractFactory =>
    (spec: OperationSpec) => {
      const made = factory(spec)
      declared(made)
      return made
    },
)
