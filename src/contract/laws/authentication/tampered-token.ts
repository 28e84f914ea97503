import { alteredAt } from '../altered-text.ts'
import { partEnds, scheme, schemes, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationTamperedToken = refusedCredential({
  id: 'authentication/tampered-token',
  title: 'a token altered in any of its parts is refused',
  variants: ({ headers }) =>
    schemes(headers).flatMap(([name, value]) =>
      partEnds(token(value)).map((position) => ({
        headers: { ...headers, [name]: `${scheme(value)} ${alteredAt(token(value), position)}` },
      })),
    ),
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})
