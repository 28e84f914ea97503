import { refusedCredential } from '../refused-credential.ts'

export const authenticationExpired = refusedCredential({
  id: 'authentication/expired',
  title: 'an expired credential is refused',
  variants: async (_ordinary, { accounts, authorizationOf }) =>
    'expired' in accounts ? [await authorizationOf('expired')] : [],
  refusal: ({ expired, unknown }) => [expired ?? unknown],
})
