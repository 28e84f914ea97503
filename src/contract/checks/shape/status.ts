import { joinPointer, responseFor } from '../../../spec/index.ts'
import { ownRules } from '../../own-rules.ts'
import { isOperation } from '../../replies.ts'
import type { Check, Exchange, Expectation } from '../../types.ts'
import { plain, words } from '../../words.ts'
import type { CheckSetup } from '../setup.ts'

/**
 * The status is one that the document declares. A refusal that the plan names needs no declaration: it has a basis of its own, and the
 * law that sent it judges it. Undeclared success is a violation, and so is any undeclared status where success was due; any other is
 * drift, since OpenAPI does not ask for every error to be listed.
 */
export function shapeStatus({ operation }: CheckSetup): Check {
  const declared = operation.responses.map(({ status }) => status).join(', ')
  return {
    id: 'shape/status',
    family: 'shape',
    judge(exchange) {
      const { status } = exchange.response
      const { expect = 'success' } = exchange.plan
      if (isNamed(expect, status) || responseFor(operation, status)) return []
      // Nothing is declared for other paths and methods.
      if (!isOperation(exchange, operation)) return []
      return [
        {
          check: 'shape/status',
          rule: exchange.plan.rule ?? ownRules.document,
          ...(expect !== 'success' && !isSuccess(exchange) && { severity: 'drift' }),
          message: words`status ${status} is not documented; ${plain(declared)} ${plain(operation.responses.length === 1 ? 'is' : 'are')}`,
          promised: plain(`status ${declared}`),
          came: words`status ${status}`,
          clause: joinPointer(operation.pointer, 'responses'),
        },
      ]
    },
  }
}

function isNamed(expect: Expectation, status: number): boolean {
  return typeof expect === 'object' && expect.status.includes(status)
}

function isSuccess({ response: { status } }: Exchange): boolean {
  return status >= 200 && status < 300
}
