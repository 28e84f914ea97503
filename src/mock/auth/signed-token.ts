import { createHmac, sign, verify } from 'node:crypto'
import { isObject } from '../../spec/index.ts'
import { publishedKey } from './published-key.ts'

/** What a token states: registered claims (RFC 7519, 4.1) and a provider's own. */
export type Claims = Readonly<Record<string, unknown>>

/** A public key of a key set (RFC 7517, 4). */
export type PublicKey = Readonly<Record<string, unknown>>

/** Makes and reads JSON Web Tokens of one key id. */
export interface TokenSigner {
  /** Three parts of base64url with dots between them; equal claims give an equal token. */
  sign(claims: Claims): string
  /** The claims of a token that `sign` made for the same key; undefined for anything else, down to a single altered character. */
  read(token: string): Claims | undefined
  /** What checks the signatures. */
  publicKey(): PublicKey
}

/**
 * JSON Web Tokens under RS256 (RFC 7515 and 7518, 3.3), without state: any replica with the same key reads what another one made. The
 * signature is always that of the published key; `key` gives the key's id, and a token of another id is refused.
 */
export function tokenSigner(key: Uint8Array): TokenSigner {
  // Observed: ids of Kinde's keys are 16 pairs of hex digits with colons between them.
  const id = createHmac('sha256', key).update('kid').digest('hex').slice(0, 32)
  const kid = id.replace(/..(?!$)/g, '$&:')
  // A token cannot choose how it is checked: there is this header and no other.
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid, typ: 'JWT' })).toString('base64url')

  return {
    sign(claims) {
      const signed = `${header}.${payload(claims)}`
      return `${signed}.${sign('sha256', Buffer.from(signed), publishedKey().privateKey).toString('base64url')}`
    },
    read(token) {
      const [head, body = '', given = '', more] = token.split('.')
      if (head !== header || more !== undefined) return undefined
      const signature = Buffer.from(given, 'base64url')
      // The last character of a signature carries unused bits, so equal bytes do not mean equal text.
      if (signature.toString('base64url') !== given) return undefined
      const isSigned = verify('sha256', Buffer.from(`${head}.${body}`), publishedKey().publicKey, signature)
      return isSigned ? parse(body) : undefined
    },
    publicKey: () => ({ ...publishedKey().publicKey.export({ format: 'jwk' }), alg: 'RS256', kid, use: 'sig' }),
  }
}

/**
 * Observed: Cradl's Python SDK reads the payload with plain base64, which skips `-` and `_`, and pads it only by luck. Base64url has
 * those two only for `>`, `?`, `~` and what is not ASCII, so these are escaped as JSON allows; spaces behind the JSON (RFC 7519
 * section 3 allows them) make the length a multiple of three bytes, which needs no padding.
 */
function payload(claims: Claims): string {
  const text = JSON.stringify(claims).replace(
    /[>?~\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return Buffer.from(text.padEnd(Math.ceil(text.length / 3) * 3)).toString('base64url')
}

function parse(body: string): Claims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
    return isObject(claims) ? (claims as Claims) : undefined
  } catch {
    return undefined
  }
}
