import { generateKeyPairSync, sign } from 'node:crypto'
import { isObject } from '../../../spec/index.ts'
import { readJson } from '../../json-reader.ts'
import { lazily } from '../../remember.ts'
import { scheme, schemes, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

/** Slow to make: once. */
const ownKeys = lazily(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))

/** RFC 8725, 2.1 and 3.8: whoever may name the key may sign. */
export const authenticationEmbeddedKey = refusedCredential({
  id: 'authentication/embedded-key',
  title: 'a token signed with a key that it brings along is refused',
  variants: ({ headers }) =>
    schemes(headers).flatMap(([name, value]) => {
      const [own = '', payload] = token(value).split('.')
      const header = readJson(Buffer.from(own, 'base64url'))
      if (payload === undefined || !header.ok || !isObject(header.value)) return []
      const { publicKey, privateKey } = ownKeys()
      const forged = Buffer.from(
        JSON.stringify({
          ...header.value,
          alg: 'RS256',
          jwk: { ...publicKey.export({ format: 'jwk' }), alg: 'RS256' },
        }),
      ).toString('base64url')
      const signature = sign('sha256', Buffer.from(`${forged}.${payload}`), privateKey).toString('base64url')
      return [{ headers: { ...headers, [name]: `${scheme(value)} ${forged}.${payload}.${signature}` } }]
    }),
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})
