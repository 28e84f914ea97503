import { refusedCredential } from '../refused-credential.ts'

export const authenticationMissing = refusedCredential({
  id: 'authentication/missing',
  title: 'no credential is refused',
  harmless: true,
  variants: () => [{ headers: {} }],
  refusal: ({ missing }) => [missing],
})
