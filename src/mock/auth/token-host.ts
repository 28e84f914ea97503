import { jsonReply } from '../reply.ts'
import type { AuthEndpoint } from '../types.ts'
import type { PublicKey } from './signed-token.ts'
import { refusedMethod } from './token-errors.ts'

interface TokenHost {
  readonly tokenUrl: string
  /** Of each reply, beside Content-Type. */
  readonly headers: readonly string[] | undefined
  readonly publicKey: () => PublicKey
}

/**
 * What the host of a token endpoint publishes, so that a server can check tokens by itself: its metadata (OpenID Connect Discovery 1.0, 3
 * and 4), and the key set (RFC 7517, 5). Observed: where Kinde has them.
 */
export function tokenHost({ tokenUrl, headers = [], publicKey }: TokenHost): readonly AuthEndpoint[] {
  const { origin: issuer, hostname: host } = new URL(tokenUrl)
  const keySet = '/.well-known/jwks'

  function published(path: string, content: () => unknown): AuthEndpoint {
    return {
      host,
      path,
      handle: ({ method }) =>
        method === 'GET' || method === 'HEAD'
          ? { ok: true, value: jsonReply(200, ['Content-Type', 'application/json', ...headers], content()) }
          : refusedMethod(['GET', 'HEAD']),
    }
  }

  return [
    published(keySet, () => ({ keys: [publicKey()] })),
    published('/.well-known/openid-configuration', () => ({
      issuer,
      token_endpoint: tokenUrl,
      jwks_uri: `${issuer}${keySet}`,
      grant_types_supported: ['client_credentials'],
      // Assumed, as all that follows: nobody signs in here.
      response_types_supported: [],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    })),
  ]
}
