import { knownDriftAt } from '../../known-drifts.ts'
import { ownRules } from '../../own-rules.ts'
import type { Check } from '../../types.ts'
import { plain, words } from '../../words.ts'
import type { CheckSetup } from '../setup.ts'

/** A 401 comes with a challenge, a 405 with the methods that there are (RFC 9110, 15.5.2 and 15.5.6). */
export function wireRefusalHeaders({ spec, operation }: CheckSetup): Check {
  const schemes = operation.security.flat().map(({ scheme }) => scheme.type)
  const isOfHttp = schemes.some((type) => type !== 'apiKey')
  /** What HTTP asks of every origin server, whatever a document shows. */
  const needed = [
    { status: 401, name: 'WWW-Authenticate', rule: isOfHttp ? ownRules.challenge : ownRules.challengeForKeys },
    { status: 405, name: 'Allow', rule: ownRules.allow },
  ] as const
  return {
    id: 'wire/refusal-headers',
    family: 'wire',
    judge(exchange) {
      const { response } = exchange
      return needed
        .filter(({ status, name }) => response.status === status && response.header(name.toLowerCase()) === undefined)
        .map(({ status, name, rule }) => ({
          check: 'wire/refusal-headers',
          rule,
          movedOn: knownDriftAt(spec, exchange, `header ${name}`, 'gone'),
          message: words`status ${status} comes without the header ${plain(name)} (${plain(rule.source)})`,
          promised: plain(`the header ${name}`),
          came: words`no such header`,
        }))
    },
  }
}
