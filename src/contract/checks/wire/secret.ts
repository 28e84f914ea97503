import { isObject, joinPointer, type OperationSpec, rememberedWeakly } from '../../../spec/index.ts'
import { createSecretFinder } from '../../client/secret-finder.ts'
import { ownRules } from '../../own-rules.ts'
import type { Check, Exchange, NewFinding } from '../../types.ts'
import { placed, shown, type Words, words } from '../../words.ts'
import type { CheckSetup } from '../setup.ts'

/** These repeat the request's own address, with whatever a law put there. */
const addresses = ['location', 'content-location', 'link']

/**
 * No reply holds a secret of the run, as it is or in another form: those of the credentials, the tokens that requests carried, and the
 * altered ones of its own request. The document's security scheme says where the credential goes, and that is the request: replies are logged
 * and kept, credentials are not.
 */
export function wireSecret({ operation, secrets, identityOf }: CheckSetup): Check {
  const known = createSecretFinder(secrets)
  let isInBody = newMemory()

  /** Laws ask for the same page again and again; what was found in it holds until another secret is known. */
  function newMemory(): (exchange: Exchange) => boolean {
    return rememberedWeakly((exchange: Exchange) => known.isIn(textOf(exchange)), identityOf)
  }

  const [scheme] = operation.security.flat().map((one) => one.scheme.id)
  const clause = scheme === undefined ? {} : { clause: joinPointer('', 'components', 'securitySchemes', scheme) }

  function finding(place: Words): NewFinding {
    const message = words`${place} holds a secret of this run: a credential or a token`
    const rule = ownRules.credentialInHeader
    return { check: 'wire/secret', rule, message, promised: words`no secret`, came: words`the secret`, ...clause }
  }

  return {
    id: 'wire/secret',
    family: 'wire',
    judge(exchange) {
      const { plan, response } = exchange
      // What is put into an address is repeated in links and in refusals.
      if (plan.authorization !== 'none' && plan.authorization?.query !== undefined) return []
      const carried = secretsOf(exchange, operation)
      // An altered credential is a secret of its own request only.
      const added = plan.authorization === undefined ? carried.map(known.add) : []
      if (added.includes(true)) isInBody = newMemory()
      const own = createSecretFinder(plan.authorization === undefined ? [] : carried)
      const isIn = (text: string) => known.isIn(text) || own.isIn(text)
      const findings: NewFinding[] = []
      if (isInBody(exchange) || own.isIn(textOf(exchange))) {
        const at = exchange.json.ok ? placeOf(exchange.json.value, isIn) : undefined
        const place = at === undefined ? words`the body` : placed(at)
        findings.push({ ...finding(place), ...(at === undefined ? {} : { at }) })
      }
      for (const [name, value] of response.headers) {
        if (!addresses.includes(name.toLowerCase()) && isIn(value))
          findings.push(finding(words`the header ${shown(name)}`))
      }
      return findings
    },
  }
}

function textOf({ response }: Exchange): string {
  return response.body.toString('utf8')
}

/** The first text, or object with a name, that holds one. */
function placeOf(value: unknown, isIn: (text: string) => boolean, at = ''): string | undefined {
  if (typeof value === 'string') return isIn(value) ? at : undefined
  if (!Array.isArray(value) && !isObject(value)) return undefined
  for (const [name, inner] of Object.entries(value)) {
    if (isIn(name)) return at
    const found = placeOf(inner, isIn, joinPointer(at, name))
    if (found !== undefined) return found
  }
  return undefined
}

/** Values of the headers that carry the credential; an address is no secret. */
function secretsOf({ request }: Exchange, { security }: OperationSpec): readonly string[] {
  const named = security.flat().flatMap(({ scheme }) => (scheme.type === 'apiKey' ? [scheme.name.toLowerCase()] : []))
  return request.headers
    .filter(([name]) => name.toLowerCase() === 'authorization' || named.includes(name.toLowerCase()))
    .map(([, value]) => value.slice(value.indexOf(' ') + 1))
    .filter((value) => !value.includes('@'))
}
