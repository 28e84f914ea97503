import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto'
import { remembered } from '../../../spec/index.ts'
import { forgedTokens, withHeader } from '../json-web-token.ts'
import { refusedCredential } from '../refused-credential.ts'

const makers: Readonly<Record<string, () => KeyPairKeyObjectResult>> = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
}
/** Slow to make: once. */
const keysFor = remembered((alg: string) => makers[alg]?.())

/** RFC 8725, 2.1 and 3.8: whoever may name the key may sign. */
export const authenticationEmbeddedKey = refusedCredential({
  id: 'authentication/embedded-key',
  title: 'a token signed with a key that it brings along is refused',
  variants: (ordinary) =>
    forgedTokens(ordinary, (token) => {
      const { alg: own } = token.header
      const algorithms = typeof own === 'string' && own in makers ? [...new Set([own, 'RS256'])] : ['RS256']
      return algorithms.flatMap((alg) => {
        const keys = keysFor(alg)
        if (keys === undefined) return []
        const jwk = { ...keys.publicKey.export({ format: 'jwk' }), alg }
        return withHeader(token, { ...token.header, alg, jwk }, (input) =>
          sign(alg === 'EdDSA' ? undefined : 'sha256', input, { key: keys.privateKey, dsaEncoding: 'ieee-p1363' }),
        )
      })
    }),
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})
