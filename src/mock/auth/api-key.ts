import type { AuthScheme } from '../types.ts'
import { type SecretOptions, secretIn } from './credentials.ts'

/**
 * One secret in one header (OpenAPI `apiKey`). Refuses: unauthenticated; missing when the header is absent or empty, expired, unknown
 * otherwise.
 */
export function apiKey({ header, ...options }: Omit<SecretOptions, 'requiredScope'> & { header: string }): AuthScheme {
  return secretIn(header.toLowerCase(), (text) => text, options)
}
