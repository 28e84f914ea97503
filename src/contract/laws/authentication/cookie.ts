import { entries, secret, token, withoutSecret } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

const usualNames = ['access_token', 'api_key', 'apikey', 'key', 'token', 'auth_token', 'authorization', 'Authorization']

export const authenticationCookie = refusedCredential({
  id: 'authentication/cookie',
  title: 'a credential in a cookie is refused',
  variants: ({ headers }) => [
    {
      headers: { Cookie: cookies(entries(headers).map(([name, value]) => [name, token(value)])) },
    },
    {
      headers: {
        ...withoutSecret(headers),
        Cookie: cookies(usualNames.map((name) => [name, secret(headers)])),
      },
    },
  ],
  refusal: ({ missing }) => [missing],
})

function cookies(pairs: readonly (readonly [name: string, value: string])[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join('; ')
}
