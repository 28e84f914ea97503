import type { AuthScheme } from '../types.ts'
import { admit, type Credential, credentialFinder, refused } from './credentials.ts'

/**
 * One secret in one header (OpenAPI `apiKey`). Refuses: unauthenticated; missing when the header is absent or empty, expired, unknown
 * otherwise.
 */
export function apiKey({
  header,
  credentials,
  scopes,
}: {
  header: string
  credentials: readonly Credential[]
  /** Of tenants: with it every key that begins with `test_` is good (see `testAccount`). */
  scopes?: readonly string[]
}): AuthScheme {
  const find = credentialFinder(credentials, scopes)
  const name = header.toLowerCase()
  return {
    authenticate(request) {
      const given = request.headers[name]
      if (typeof given !== 'string' || given === '') return refused('missing')
      const credential = find(given)
      if (credential === undefined) return refused('unknown')
      return admit(credential, undefined, request.now)
    },
  }
}
