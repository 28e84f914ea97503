import { entries, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationWrongHeader = refusedCredential({
  id: 'authentication/wrong-header',
  title: 'the right value under another header is refused',
  variants: ({ headers }) =>
    entries(headers).map(([name, value]) =>
      name.toLowerCase() === 'authorization'
        ? { headers: { 'X-Api-Key': token(value) } }
        : { headers: { Authorization: `Bearer ${value}` } },
    ),
  refusal: ({ missing, malformed, unknown }) => [missing, malformed, unknown],
})
