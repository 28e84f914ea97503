import type { AuthScheme } from '../types.ts'
import { admit, type Credential, credentialFinder, refused } from './credentials.ts'

/**
 * An opaque token in `Authorization: Bearer …` (RFC 6750, 2.1). The scheme's name is case-insensitive (RFC 9110, 11.1).
 * Refuses: unauthenticated; missing without the header, malformed under another scheme or with an empty token, expired, unknown
 * otherwise; forbidden without the required scope.
 */
export function bearer({
  credentials,
  requiredScope,
  scopes,
}: {
  credentials: readonly Credential[]
  requiredScope?: string
  /** Of tenants: with it every token that begins with `test_` is good (see `testAccount`). */
  scopes?: readonly string[]
}): AuthScheme {
  const find = credentialFinder(credentials, scopes)
  return {
    authenticate(request) {
      const header = request.headers['authorization']
      if (typeof header !== 'string' || header === '') return refused('missing')
      const token = bearerToken(header)
      if (token === undefined) return refused('malformed')
      const credential = find(token)
      if (credential === undefined) return refused('unknown')
      return admit(credential, requiredScope, request.now)
    },
  }
}

/** The token of a Bearer header, or undefined when the header is no such thing. */
export function bearerToken(header: string): string | undefined {
  const match = /^bearer +(\S+) *$/i.exec(header)
  return match?.[1]
}
