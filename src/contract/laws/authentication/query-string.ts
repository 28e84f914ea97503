import { entries, secret, token, withoutSecret } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

const usualNames = [
  ...['access_token', 'api_key', 'apikey', 'apiKey', 'api-key', 'key', 'token', 'auth', 'auth_token', 'authorization'],
  ...['Authorization', 'bearer', 'jwt', 'secret', 'client_secret', 'x-api-key'],
]

/** One by one: a server that refuses parameters which it does not know would refuse the one that it takes among others. */
export const authenticationQueryString = refusedCredential({
  id: 'authentication/query-string',
  title: 'a credential in the query string is refused',
  variants({ headers }) {
    const own = entries(headers).map(([name]) => name)
    const names = new Set([...own, ...own.map((name) => name.toLowerCase()), ...usualNames])
    return [
      {
        headers: {},
        query: entries(headers)
          .map(([name, value]) => parameter(name, token(value)))
          .join('&'),
      },
      ...[...names].map((name) => ({
        headers: withoutSecret(headers),
        query: parameter(name, secret(headers)),
        what: name,
      })),
    ]
  },
  refusal: ({ missing }) => [missing],
})

function parameter(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}`
}
