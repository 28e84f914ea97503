import { entries, secret, token, withoutSecret } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

const usualNames = ['access_token', 'api_key', 'apikey', 'key', 'token', 'auth_token', 'authorization']

export const authenticationQueryString = refusedCredential({
  id: 'authentication/query-string',
  title: 'a credential in the query string is refused',
  variants: ({ headers }) => [
    { headers: {}, query: queryOf(entries(headers).map(([name, value]) => [name, token(value)])) },
    { headers: withoutSecret(headers), query: queryOf(usualNames.map((name) => [name, secret(headers)])) },
  ],
  refusal: ({ missing }) => [missing],
})

function queryOf(pairs: readonly (readonly [name: string, value: string])[]): string {
  return pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}
