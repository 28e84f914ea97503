import { joinPointer, type OperationSpec } from '../../../spec/index.ts'
import { ownRules } from '../../own-rules.ts'
import type { Check, Exchange } from '../../types.ts'
import { words } from '../../words.ts'
import type { CheckSetup } from '../setup.ts'

/** Shorter texts meet others by chance. */
const shortestSecret = 12

/**
 * No reply repeats the secret that its request carried: the document's security scheme says where the credential goes, and that is the
 * request. Bodies are logged and kept, credentials are not.
 */
export function wireSecret({ operation }: CheckSetup): Check {
  const [scheme] = operation.security.flat().map((one) => one.scheme.id)
  const clause = scheme === undefined ? {} : { clause: joinPointer('', 'components', 'securitySchemes', scheme) }
  return {
    id: 'wire/secret',
    family: 'wire',
    judge(exchange) {
      const body = exchange.response.body
      if (!secretsOf(exchange, operation).some((secret) => body.includes(secret))) return []
      const message = words`the body repeats the secret that the request carried`
      const rule = ownRules.credentialInHeader
      return [{ check: 'wire/secret', rule, message, promised: words`no secret`, came: words`the secret`, ...clause }]
    },
  }
}

/** Values of the headers that carry the credential; an address is no secret. */
function secretsOf({ request }: Exchange, { security }: OperationSpec): readonly string[] {
  const named = security.flat().flatMap(({ scheme }) => (scheme.type === 'apiKey' ? [scheme.name.toLowerCase()] : []))
  return request.headers
    .filter(([name]) => name.toLowerCase() === 'authorization' || named.includes(name.toLowerCase()))
    .map(([, value]) => value.slice(value.indexOf(' ') + 1))
    .filter((value) => value.length >= shortestSecret && !value.includes('@'))
}
