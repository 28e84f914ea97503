import { createHmac } from 'node:crypto'
import { isObject } from '../../spec/index.ts'
import { safeEqual } from './safe-equal.ts'

/** What a token states: registered claims (RFC 7519, 4.1) and a provider's own. */
export type Claims = Readonly<Record<string, unknown>>

/** Makes and reads JSON Web Tokens with one key. */
export interface TokenSigner {
  /** Three parts of base64url with dots between them; equal claims give an equal token. */
  sign(claims: Claims): string
  /** The claims of a token that `sign` made with the same key; undefined for anything else, down to a single altered character. */
  read(token: string): Claims | undefined
}

/**
 * JSON Web Tokens under HS256 (RFC 7515 and 7518, 3.2), without state: any replica with the same key reads what another one made.
 * Which algorithm a token's header names has no influence, there is only this one.
 */
export function tokenSigner(key: Uint8Array): TokenSigner {
  const kid = createHmac('sha256', key).update('kid').digest('hex').slice(0, 32)
  const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid, typ: 'JWT' })).toString('base64url')

  function signature(signed: string): string {
    return createHmac('sha256', key).update(signed).digest('base64url')
  }

  return {
    sign(claims) {
      const signed = `${header}.${payload(claims)}`
      return `${signed}.${signature(signed)}`
    },
    read(token) {
      const parts = token.split('.')
      if (parts.length !== 3) return undefined
      const [head = '', body = '', given = ''] = parts
      // Text with text: the last character of a signature carries unused bits, so equal bytes would not mean equal text.
      if (!safeEqual(Buffer.from(signature(`${head}.${body}`)), given)) return undefined
      return parse(body)
    },
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
