import type { ErrorReply, TokenRefusal } from '../types.ts'

/** "no-store" and "no-cache" (RFC 6749, 5.1); there are clients that keep a refusal as well. */
export function tokenHeaders(own: readonly string[] = []): readonly string[] {
  return ['Content-Type', 'application/json', 'Cache-Control', 'no-store', 'Pragma', 'no-cache', ...own]
}

/** As RFC 6749, 5.2 words it, and most token endpoints after it. */
export const invalidClient =
  'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).'

const descriptions = {
  invalid_client: invalidClient,
  invalid_request: 'audience is missing',
  invalid_scope: 'the client may not have one of the scopes',
  unauthorized_client: 'the client is not authorized for this audience',
  unsupported_grant_type: 'grant_type must be client_credentials',
} as const

/** How a token endpoint refuses where the provider's own errors do not say it. Assumed: 400 for wrong credentials too. */
export function tokenErrors(headers: readonly string[]): readonly ErrorReply[] {
  const body = ({ code, description }: TokenRefusal) => ({
    error: code,
    error_description: description ?? descriptions[code as keyof typeof descriptions],
  })
  const refused: ErrorReply<TokenRefusal> = { kind: 'token', status: 400, headers, body }
  const wrongMethod: ErrorReply<TokenRefusal> = {
    kind: 'token',
    when: { code: 'wrong-method' },
    status: 405,
    // RFC 9110 (15.5.6) wants Allow of every server.
    headers: (_, { allow = ['POST'] }) => [...headers, 'Allow', allow.join(', ')],
    body: ({ allow = ['POST'] }) => ({
      error: 'invalid_request',
      error_description: `the method must be ${allow.join(' or ')}`,
    }),
  }
  return [refused, wrongMethod] as readonly ErrorReply[]
}

/** Another method than those in `allow`, at the token endpoint or at a document of its host. */
export function refusedMethod(allow: readonly string[]) {
  return { ok: false, refusal: { kind: 'token', code: 'wrong-method', allow } } as const
}
