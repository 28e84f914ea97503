import { entries, secret, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

const usualHeaders = [
  ...['X-Api-Key', 'Api-Key', 'Apikey', 'X-Auth-Token', 'X-Access-Token', 'X-Token', 'X-Auth-Key', 'X-Authorization'],
  ...['X-Auth-User-Service-Key', 'X-Amz-Security-Token'],
]
const usualSchemes = ['Token ', 'Api-Key ', 'ApiKey ', '']

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
      { headers: Object.fromEntries(others.map((name) => [name, secret(headers)])) },
      ...(own.includes('authorization')
        ? []
        : usualSchemes.map((scheme) => ({ headers: { Authorization: `${scheme}${secret(headers)}` } }))),
    ]
  },
  refusal: ({ missing, malformed, unknown }) => [missing, malformed, unknown],
})
