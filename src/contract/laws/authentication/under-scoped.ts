import { isObject, type OperationSpec } from '../../../spec/index.ts'
import type { Authorization, LawContext } from '../../types.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationUnderScoped = refusedCredential({
  id: 'authentication/under-scoped',
  title: 'a credential without the right is refused',
  async variants(_ordinary, context) {
    const { accounts, authorizationOf, operation } = context
    const narrowed: Authorization[] = []
    for (const scope of needlessScopes(operation)) narrowed.push(...(await narrowedTo(scope, context)))
    return ['forbidden' in accounts ? [await authorizationOf('forbidden')] : [], narrowed].flat()
  },
  refusal: ({ forbidden }) => [forbidden],
})

/** A scope that the provider knows and the operation does not ask for, and the one to write what the operation reads. */
function needlessScopes({ security }: OperationSpec): readonly string[] {
  const schemes = security.flat()
  const needed = schemes.flatMap(({ scopes }) => scopes)
  // Where the operation asks for none, every token has the right.
  if (needed.length === 0) return []
  const known = schemes.flatMap(({ scheme }) => (scheme.type === 'oauth2' ? Object.keys(scheme.scopes) : []))
  const others = known.filter((scope) => !needed.includes(scope))
  const writing = needed.map((scope) => scope.replace(/\bread$/, 'write')).filter((scope) => others.includes(scope))
  return [...new Set([...others.slice(0, 1), ...writing])]
}

/** A token of this scope; none where the server refuses to make one, or makes one that has the right (RFC 6749, 3.3). */
async function narrowedTo(scope: string, { requestToken, operation }: LawContext): Promise<readonly Authorization[]> {
  const exchange = await requestToken(`a token for the scope ${scope}`, (form) => ({ ...form, scope }))
  const reply = exchange?.json.ok && isObject(exchange.json.value) ? exchange.json.value : {}
  const { access_token: token, scope: granted } = reply
  const needed = operation.security.flat().flatMap(({ scopes }) => scopes)
  const isWide = typeof granted === 'string' && granted.split(' ').some((one) => needed.includes(one))
  return typeof token !== 'string' || isWide ? [] : [{ headers: { Authorization: `Bearer ${token}` } }]
}
