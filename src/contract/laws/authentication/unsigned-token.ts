import { scheme, schemes, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationUnsignedToken = refusedCredential({
  id: 'authentication/unsigned-token',
  title: 'a token without a signature is refused',
  variants: ({ headers }) =>
    schemes(headers).flatMap(([name, value]) => {
      const [, payload] = token(value).split('.')
      if (payload === undefined) return []
      const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
      return [{ headers: { ...headers, [name]: `${scheme(value)} ${none}.${payload}.` } }]
    }),
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})
