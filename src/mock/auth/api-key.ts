import { ConfigError } from '../errors.ts'
import type { Account, AuthScheme, Caller, Outcome } from '../types.ts'
import { safeEqual } from './safe-equal.ts'

/** A secret and whose it is. */
export interface Credential {
  readonly secret: string
  readonly account: Account
  readonly scopes?: readonly string[]
}

/**
 * One secret in one header (OpenAPI `apiKey`). Faults: unauthenticated, missing when the header is absent or empty, unknown otherwise.
 */
export function apiKey({ header, credentials }: { header: string; credentials: readonly Credential[] }): AuthScheme {
  const find = credentialFinder(credentials)
  const name = header.toLowerCase()
  return {
    authenticate(request) {
      const given = request.headers[name]
      if (typeof given !== 'string' || given === '') return refused('missing')
      const credential = find(given)
      if (credential === undefined) return refused('unknown')
      return admit(credential, undefined)
    },
  }
}

/** The caller behind a credential. Faults: forbidden when it lacks the required scope. */
export function admit({ account, scopes = [] }: Credential, requiredScope: string | undefined): Outcome<Caller> {
  if (requiredScope !== undefined && !scopes.includes(requiredScope)) {
    return { ok: false, fault: { kind: 'forbidden', missingScope: requiredScope } }
  }
  return { ok: true, value: { account, scopes } }
}

/** Finds the credential that a client sent, looking at every one so that the time tells nothing. */
export function credentialFinder(credentials: readonly Credential[]): (given: string) => Credential | undefined {
  if (credentials.length === 0)
    throw new ConfigError('NO_CREDENTIALS', 'an authentication scheme needs at least one credential')
  const known = credentials.map((credential) => ({ bytes: Buffer.from(credential.secret), credential }))
  return (given) => {
    let found: Credential | undefined
    for (const { bytes, credential } of known) {
      if (safeEqual(bytes, given)) found = credential
    }
    return found
  }
}

export function refused(reason: 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked', detail?: string) {
  return {
    ok: false,
    fault: { kind: 'unauthenticated', reason, ...(detail === undefined ? {} : { detail }) },
  } as const
}
