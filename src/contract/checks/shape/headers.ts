import { type HeaderSpec, isWithin, type ProviderSpec } from '../../../spec/index.ts'
import { ofOperation, ownRules } from '../../own-rules.ts'
import { documentedResponse } from '../../replies.ts'
import type { Check, Exchange, NewFinding } from '../../types.ts'
import { createValidator } from '../../validator/index.ts'
import { plain, words } from '../../words.ts'
import type { CheckSetup } from '../setup.ts'

/**
 * The headers that a response declares are there and fit their schemas. OpenAPI lets a header without `required: true` be absent: that
 * it comes all the same is assumed of one that the provider itself declares, and of one that an erratum adds not even that.
 */
export function shapeHeaders({ operation, spec }: CheckSetup): Check {
  const validator = createValidator(operation)

  function judgeHeader(header: HeaderSpec, exchange: Exchange): readonly NewFinding[] {
    const { name, pointer, required } = header
    const erratum = operation.reading === 'repaired' ? addedBy(spec, pointer) : undefined
    const common = {
      check: 'shape/headers',
      rule: ofOperation(exchange, operation, erratum),
      ...(erratum && { erratum: erratum.id }),
    } as const
    const value = exchange.response.header(name.toLowerCase())
    if (value !== undefined) {
      const faults = validator.headerFaults(header, value)
      return faults.map(({ message, promised, came, clause }) => ({
        ...common,
        message,
        promised: plain(promised),
        came,
        clause,
      }))
    }
    if (erratum && !required) return []
    const { status } = exchange.response
    const message = words`the header ${plain(name)} is missing; the document declares it for status ${status}`
    const rule = required ? common.rule : ownRules.optionalHeader
    return [
      {
        ...common,
        rule,
        message,
        promised: plain(`the header ${name}`),
        came: words`no such header`,
        clause: pointer,
      },
    ]
  }

  return {
    id: 'shape/headers',
    family: 'shape',
    judge(exchange) {
      // Content-Type has a check of its own, and OpenAPI says to ignore it here (Response Object, headers).
      const headers = documentedResponse(exchange, operation)?.headers ?? []
      return headers
        .filter(({ name }) => name.toLowerCase() !== 'content-type')
        .flatMap((header) => judgeHeader(header, exchange))
    },
  }
}

/** The erratum that put something into the repaired document. */
function addedBy({ errata }: ProviderSpec, pointer: string) {
  return errata.find(({ pointers }) => pointers.some((touched) => isWithin(pointer, touched)))
}
