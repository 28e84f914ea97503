import { entries, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationQueryString = refusedCredential({
  id: 'authentication/query-string',
  title: 'a credential in the query string is refused',
  variants: ({ headers }) => [
    {
      headers: {},
      query: entries(headers)
        .map(([name, value]) => `${name}=${encodeURIComponent(token(value))}`)
        .join('&'),
    },
    { headers: {}, query: `access_token=${encodeURIComponent(token(entries(headers).at(-1)?.[1] ?? ''))}` },
  ],
  refusal: ({ missing }) => [missing],
})
