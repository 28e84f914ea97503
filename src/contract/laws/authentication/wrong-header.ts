import { carriers, nameGroups, secret, token, withoutSecret } from '../credential-text.ts'
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
  variants(ordinary) {
    const all = carriers(ordinary)
    const rest = withoutSecret(ordinary)
    const key = secret(ordinary)
    const own = Object.keys(ordinary.headers).map((name) => name.toLowerCase())
    const others = usualHeaders.filter((name) => !own.includes(name.toLowerCase()))
    return [
      ...all.map(({ in: place, name, value }) =>
        place === 'user' || place === 'password' || name.toLowerCase() === 'authorization'
          ? { headers: { 'X-Api-Key': token(value) } }
          : { headers: { Authorization: `Bearer ${value}` } },
      ),
      ...['', 'Bearer '].flatMap((scheme) =>
        nameGroups(others, key).map((names) => ({
          ...rest,
          headers: { ...rest.headers, ...Object.fromEntries(names.map((name) => [name, `${scheme}${key}`])) },
        })),
      ),
      ...(own.includes('authorization')
        ? []
        : usualSchemes.map((scheme) => ({
            ...rest,
            headers: { ...rest.headers, Authorization: `${scheme}${key}` },
          }))),
    ]
  },
  refusal: ({ missing, malformed, unknown }) => [missing, malformed, unknown],
})
