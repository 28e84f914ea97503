import { carriers, carrying } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationOneHeaderOnly = refusedCredential({
  id: 'authentication/one-header-only',
  title: 'one of two headers alone is refused',
  variants(ordinary) {
    const all = carriers(ordinary)
    return all.length < 2 ? [] : all.map((carrier) => carrying([carrier]))
  },
  // Of HTTP Basic the other half is there, and empty.
  refusal: ({ missing }) => [missing],
})
