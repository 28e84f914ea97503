import { forgedTokens, withHeader } from '../json-web-token.ts'
import { refusedCredential } from '../refused-credential.ts'

/** RFC 8725, 3.2. A library that knows `none` by its exact letters lets the others through. */
const spellings = ['none', 'None', 'NONE', 'nOnE']

export const authenticationUnsignedToken = refusedCredential({
  id: 'authentication/unsigned-token',
  title: 'a token without a signature is refused',
  variants: (ordinary) =>
    forgedTokens(ordinary, (token) => {
      const { header, signature } = token
      const unsigned = (alg: unknown, left = '') =>
        withHeader(token, { ...header, alg }, () => Buffer.from(left, 'base64url'))
      return [...spellings.map((alg) => unsigned(alg)), unsigned('none', signature), unsigned(header['alg'])]
    }),
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})
