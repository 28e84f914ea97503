import { entries, withHeaders } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationEmpty = refusedCredential({
  id: 'authentication/empty',
  title: 'an empty credential is refused',
  variants: ({ headers }) => [withHeaders(entries(headers).map(([name]) => [name, '']))],
  refusal: ({ missing, malformed }) => [missing, malformed],
})
