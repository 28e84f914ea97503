import { scheme, schemes } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationEmptyToken = refusedCredential({
  id: 'authentication/empty-token',
  title: 'a scheme without a token is refused',
  variants: ({ headers }) =>
    schemes(headers).flatMap(([name, value]) =>
      [scheme(value), `${scheme(value)} `].map((text) => ({ headers: { ...headers, [name]: text } })),
    ),
  refusal: ({ malformed, missing }) => [malformed, missing],
})
