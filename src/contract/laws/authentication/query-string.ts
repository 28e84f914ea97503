import { carriers, secret, token, withoutSecret } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

const usualNames = [
  ...['access_token', 'api_key', 'apikey', 'apiKey', 'api-key', 'key', 'token', 'auth', 'auth_token', 'authorization'],
  ...['Authorization', 'bearer', 'jwt', 'secret', 'client_secret', 'x-api-key'],
]

/** One by one: a server that refuses parameters which it does not know would refuse the one that it takes among others. */
export const authenticationQueryString = refusedCredential({
  id: 'authentication/query-string',
  title: 'a credential in the query string is refused',
  variants(ordinary) {
    const all = carriers(ordinary)
    const own = all.map(({ name }) => name)
    const rest = withoutSecret(ordinary)
    const names = new Set([...own, ...own.map((name) => name.toLowerCase()), ...usualNames])
    return [
      {
        headers: {},
        query: all.map(({ name, value }) => parameter(name, token(value))).join('&'),
      },
      ...[...names].map((name) => ({
        headers: rest.headers,
        query: [...(rest.query === undefined ? [] : [rest.query]), parameter(name, secret(ordinary))].join('&'),
        what: name,
      })),
    ]
  },
  refusal: ({ missing }) => [missing],
})

function parameter(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}`
}
