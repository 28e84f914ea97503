import { entries, withHeaders } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationOneHeaderOnly = refusedCredential({
  id: 'authentication/one-header-only',
  title: 'one of two headers alone is refused',
  variants: ({ headers }) =>
    entries(headers).length < 2 ? [] : entries(headers).map(([name, value]) => withHeaders([[name, value]])),
  refusal: ({ missing }) => [missing],
})
