import { entries, secret, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationBasic = refusedCredential({
  id: 'authentication/basic',
  title: 'the right value as user and password is refused',
  variants({ headers }) {
    const values = entries(headers).map(([, value]) => token(value))
    const own = secret(headers)
    const pairs = [`${own}:${own}`, `${own}:`, `:${own}`, ...(values.length > 1 ? [values.join(':')] : [])]
    return pairs.map((pair) => ({ headers: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }))
  },
  refusal: ({ missing, malformed, unknown }) => [missing, malformed, unknown],
})
