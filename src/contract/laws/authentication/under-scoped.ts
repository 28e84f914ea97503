import { isObject, type OperationSpec } from '../../../spec/index.ts'
import type { Authorization, LawContext } from '../../types.ts'
import { guardedReason, refusedCredential, type Variant } from '../refused-credential.ts'

/** Words for other rights to what is read. */
const reading = /\b(read|view|list|get)\b/
const otherRights = ['write', 'edit', 'update', 'manage', 'admin', 'create', 'delete']

export const authenticationUnderScoped = refusedCredential({
  id: 'authentication/under-scoped',
  title: 'a credential without the right is refused',
  // An account is sent where somebody gave it for that.
  harmless: true,
  async variants(_ordinary, context) {
    const { accounts, authorizationOf, contract, isGuarded, noAccount, operation, skip } = context
    const found: Variant[] = 'forbidden' in accounts ? [{ ...(await authorizationOf('forbidden')), isGiven: true }] : []
    const scopes = isGuarded ? [] : needlessScopes(operation)
    for (const scope of scopes) found.push(...(await narrowedTo(scope, context)))
    if (found.length > 0 || contract.refusals.forbidden === undefined) return found
    const { forbidden } = noAccount
    if (forbidden !== undefined) return skip(isGuarded ? `${guardedReason}; ${forbidden}` : forbidden)
    return scopes.length === 0 ? [] : skip('the token endpoint gives no token of less than every scope')
  },
  refusal: ({ forbidden }) => [forbidden],
})

/** A scope that the provider knows and the operation does not ask for, and those for other rights to what the operation reads. */
function needlessScopes({ security }: OperationSpec): readonly string[] {
  const schemes = security.flat()
  const needed = schemes.flatMap(({ scopes }) => scopes)
  // Where the operation asks for none, every token has the right.
  if (needed.length === 0) return []
  const known = schemes.flatMap(({ scheme }) => (scheme.type === 'oauth2' ? Object.keys(scheme.scopes) : []))
  const others = known.filter((scope) => !needed.includes(scope))
  const near = needed.flatMap((scope) => otherRights.map((right) => scope.replace(reading, right)))
  return [...new Set([...others.slice(0, 1), ...others.filter((scope) => near.includes(scope))])]
}

/**
 * A token of this scope; none where the server refuses to make one, or says that it made one that has the right. A reply that says nothing
 * stands for the scope that was asked for (RFC 6749, 3.3 and 5.1), whatever the token itself states.
 */
async function narrowedTo(scope: string, { requestToken, operation }: LawContext): Promise<readonly Authorization[]> {
  const exchange = await requestToken(`a token for the scope ${scope}`, (form) => ({ ...form, scope }))
  const reply = exchange?.json.ok && isObject(exchange.json.value) ? exchange.json.value : {}
  const { access_token: token, scope: granted } = reply
  const all = typeof granted === 'string' ? granted.split(' ') : []
  const needed = operation.security.flat().flatMap(({ scopes }) => scopes)
  const isWide = all.some((one) => needed.includes(one))
  return typeof token !== 'string' || isWide ? [] : [{ headers: { Authorization: `Bearer ${token}` } }]
}
