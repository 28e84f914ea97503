import { createHmac, createPublicKey } from 'node:crypto'
import { forgedTokens, tokenIn, withHeader } from '../json-web-token.ts'
import { publishedKeys } from '../published-keys.ts'
import { refusedCredential } from '../refused-credential.ts'

const noKeys =
  'the token host publishes no key set: publish it as the jwks_uri of /.well-known/openid-configuration, or at /.well-known/jwks.json'

/** RFC 8725, 2.1 and 3.1: a public key is no secret of an HMAC, whatever a token's header says. */
export const authenticationKeyConfusion = refusedCredential({
  id: 'authentication/key-confusion',
  title: 'a token under HS256 with a published key as its secret is refused',
  async variants(ordinary, context) {
    const own = tokenIn(ordinary)
    if (own === undefined) return []
    const secrets = (await publishedKeys(context, own.header['kid'])).flatMap(textsOf)
    if (secrets.length === 0) context.skip(noKeys)
    return forgedTokens(ordinary, (token) =>
      secrets.map((secret) =>
        withHeader(token, { ...token.header, alg: 'HS256' }, (input) =>
          createHmac('sha256', secret).update(input).digest(),
        ),
      ),
    )
  },
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})

/** The forms in which servers keep a public key: PEM with and without its last line break, DER, and the key of the set as it came. */
function textsOf(jwk: Readonly<Record<string, unknown>>): readonly (string | Buffer)[] {
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const types = key.asymmetricKeyType === 'rsa' ? (['spki', 'pkcs1'] as const) : (['spki'] as const)
    const pems = types.map((type) => key.export({ type, format: 'pem' }).toString())
    const ders = types.map((type) => key.export({ type, format: 'der' }))
    return [...pems, ...pems.map((pem) => pem.trim()), ...ders, JSON.stringify(jwk)]
  } catch {
    // No key that Node knows: a symmetric one, or a mistake of the set.
    return []
  }
}
