import { scheme, schemes, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationWrongScheme = refusedCredential({
  id: 'authentication/wrong-scheme',
  title: 'the right value under another scheme is refused',
  variants: ({ headers }) =>
    schemes(headers).flatMap(([name, value]) =>
      ['Basic ', 'Bearer ', 'Token ', 'Digest ', '']
        .filter((other) => other !== `${scheme(value)} `)
        .map((other) => ({ headers: { ...headers, [name]: `${other}${token(value)}` } })),
    ),
  refusal: ({ malformed }) => [malformed],
})
