import { carriers, nameGroups, secret, token, withoutSecret } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

const usualNames = [
  ...['access_token', 'api_key', 'apikey', 'apiKey', 'api-key', 'key', 'token', 'auth', 'auth_token', 'authToken'],
  ...['authorization', 'Authorization', 'bearer', 'jwt', 'secret', 'session', 'sessionid', 'sid', 'x-api-key'],
]

export const authenticationCookie = refusedCredential({
  id: 'authentication/cookie',
  title: 'a credential in a cookie is refused',
  variants: (ordinary) => [
    {
      headers: { Cookie: cookies(carriers(ordinary).map(({ name, value }) => [name, token(value)])) },
    },
    ...nameGroups(usualNames, secret(ordinary)).map((names) => {
      const rest = withoutSecret(ordinary)
      const cookie = cookies(names.map((name) => [name, secret(ordinary)]))
      return { ...rest, headers: { ...rest.headers, Cookie: cookie } }
    }),
  ],
  refusal: ({ missing }) => [missing],
})

function cookies(pairs: readonly (readonly [name: string, value: string])[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join('; ')
}
