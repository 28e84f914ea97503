import { refusedCredential } from '../refused-credential.ts'

export const authenticationExpired = refusedCredential({
  id: 'authentication/expired',
  title: 'an expired credential is refused',
  // It is sent where somebody gave it for that.
  harmless: true,
  async variants(_ordinary, { accounts, authorizationOf, noAccount, skip }) {
    if ('expired' in accounts) return [{ ...(await authorizationOf('expired')), isGiven: true }]
    return noAccount['expired'] === undefined ? [] : skip(noAccount['expired'])
  },
  refusal: ({ expired, unknown }) => [expired ?? unknown],
})
