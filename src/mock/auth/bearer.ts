import { call, options, wanted } from '../../options/index.ts'
import type { AuthScheme } from '../types.ts'
import { type SecretOptions, secretIn, secretMembers } from './credentials.ts'

/**
 * An opaque token in `Authorization: Bearer …` (RFC 6750, 2.1). The scheme's name is case-insensitive (RFC 9110, 11.1).
 * Refuses: unauthenticated; missing without the header, malformed under another scheme or with an empty token, expired, unknown
 * otherwise; forbidden without the required scope.
 */
export const bearer = call(
  'bearer',
  [wanted(options<SecretOptions>(secretMembers))],
  (secrets: SecretOptions): AuthScheme => secretIn('authorization', bearerToken, secrets),
)

/** The token of a Bearer header, or undefined when the header is no such thing. */
export function bearerToken(header: string): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header)?.[1]
}
