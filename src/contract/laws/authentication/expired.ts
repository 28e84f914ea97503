import { refusedCredential } from '../refused-credential.ts'

export const authenticationExpired = refusedCredential({
  id: 'authentication/expired',
  title: 'an expired credential is refused',
  async variants(_ordinary, { accounts, authorizationOf, noExpired, skip }) {
    if ('expired' in accounts) return [await authorizationOf('expired')]
    return noExpired === undefined ? [] : skip(noExpired)
  },
  refusal: ({ expired, unknown }) => [expired ?? unknown],
})
