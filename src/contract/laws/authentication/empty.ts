import { entries, withHeaders } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationEmpty = refusedCredential({
  id: 'authentication/empty',
  title: 'an empty credential is refused',
  variants({ headers }) {
    const all = entries(headers)
    const oneOfSeveral = all.length < 2 ? [] : all.map(([name]) => ({ headers: { ...headers, [name]: '' } }))
    return [withHeaders(all.map(([name]) => [name, ''])), ...oneOfSeveral]
  },
  refusal: ({ missing, malformed }) => [missing, malformed],
})
