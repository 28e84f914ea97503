import { scheme, schemes, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

/** RFC 8725, 3.2. A library that knows `none` by its exact letters lets the others through. */
const spellings = ['none', 'None', 'NONE', 'nOnE']

export const authenticationUnsignedToken = refusedCredential({
  id: 'authentication/unsigned-token',
  title: 'a token without a signature is refused',
  variants: ({ headers }) =>
    schemes(headers).flatMap(([name, value]) => {
      const [own, payload, signature] = token(value).split('.')
      if (payload === undefined || signature === undefined) return []
      const unsigned = spellings.map((alg) => Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url'))
      return [...unsigned, own].map((header) => ({
        headers: { ...headers, [name]: `${scheme(value)} ${header}.${payload}.` },
      }))
    }),
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})
