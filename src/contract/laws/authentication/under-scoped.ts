import type { OperationSpec } from '../../../spec/index.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationUnderScoped = refusedCredential({
  id: 'authentication/under-scoped',
  title: 'a credential without the right is refused',
  async variants(_ordinary, { accounts, authorizationOf, operation, withScope }) {
    if ('forbidden' in accounts) return [await authorizationOf('forbidden')]
    const other = needlessScope(operation)
    return other === undefined ? [] : [await withScope(other)]
  },
  refusal: ({ forbidden }) => [forbidden],
})

/** A scope that the provider knows and the operation does not ask for. */
function needlessScope({ security }: OperationSpec): string | undefined {
  const schemes = security.flat()
  const needed = schemes.flatMap(({ scopes }) => scopes)
  const known = schemes.flatMap(({ scheme }) => (scheme.type === 'oauth2' ? Object.keys(scheme.scopes) : []))
  return known.find((scope) => !needed.includes(scope))
}
