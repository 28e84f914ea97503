import { entries, nameGroups, secret, token, withoutSecret } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

const usualHeaders = [
  ...['X-Api-Key', 'Api-Key', 'Apikey', 'X-Auth-Token', 'X-Access-Token', 'X-Token', 'X-Auth-Key', 'X-Authorization'],
  ...[
    'X-Auth-User-Service-Key',
    'X-Amz-Security-Token',
    'Access-Token',
    'Auth-Token',
    'Token',
    'Key',
    'X-Key',
    'Secret',
  ],
  ...['X-Secret', 'X-Session-Token', 'X-Forwarded-Authorization', 'Proxy-Authorization', 'Authentication'],
]
const usualSchemes = ['Bearer ', 'Token ', 'Api-Key ', 'ApiKey ', '']

export const authenticationWrongHeader = refusedCredential({
  id: 'authentication/wrong-header',
  title: 'the right value under another header is refused',
  variants({ headers }) {
    const own = entries(headers).map(([name]) => name.toLowerCase())
    const others = usualHeaders.filter((name) => !own.includes(name.toLowerCase()))
    return [
      ...entries(headers).map(([name, value]) =>
        name.toLowerCase() === 'authorization'
          ? { headers: { 'X-Api-Key': token(value) } }
          : { headers: { Authorization: `Bearer ${value}` } },
      ),
      ...['', 'Bearer '].flatMap((scheme) =>
        nameGroups(others, secret(headers)).map((names) => ({
          headers: {
            ...withoutSecret(headers),
            ...Object.fromEntries(names.map((name) => [name, `${scheme}${secret(headers)}`])),
          },
        })),
      ),
      ...(own.includes('authorization')
        ? []
        : usualSchemes.map((scheme) => ({
            headers: { ...withoutSecret(headers), Authorization: `${scheme}${secret(headers)}` },
          }))),
    ]
  },
  refusal: ({ missing, malformed, unknown }) => [missing, malformed, unknown],
})
