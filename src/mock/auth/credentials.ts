import {
  anyText,
  either,
  list,
  type MembersOf,
  needed,
  number,
  oneOf,
  options,
  secret,
  someText,
  thing,
  wholeNumber,
} from '../../options/index.ts'
import { countBounds, isObject, seedBounds } from '../../spec/index.ts'
import { ConfigError } from '../errors.ts'
import { testAccount, testPrefix } from '../scenarios.ts'
import type { Account, AuthScheme, Caller, CredentialFailure, Outcome } from '../types.ts'
import { safeEqual } from './safe-equal.ts'

/** A secret and whose it is. */
export interface Credential {
  readonly secret: string
  readonly account: Account
  readonly scopes?: readonly string[]
  /** Milliseconds since 1970-01-01T00:00:00Z; from then on it is refused as expired. */
  readonly expiresAtMs?: number
}

export interface SecretOptions {
  readonly credentials: readonly Credential[]
  /** Without this scope a known caller is forbidden. */
  readonly requiredScope?: string
  /** Of tenants: with it every secret that begins with `test_` is good (see `testAccount`). */
  readonly scopes?: readonly string[]
}

/** Who a credential belongs to. */
export const accountOptions = options<Account>({
  tenant: needed(anyText),
  seed: wholeNumber(...seedBounds),
  count: either(wholeNumber(...countBounds), oneOf(['page']), (value) => typeof value === 'number'),
  scenario: thing('the scenario of an account', isObject),
})
const scopes = list(anyText)

/** Of a credential; no message shows its secret. */
export const credentialMembers: MembersOf<Credential> = {
  secret: needed(secret(someText('a text'))),
  account: needed(accountOptions),
  scopes,
  expiresAtMs: number(0, Number.MAX_SAFE_INTEGER),
}

export const secretMembers: MembersOf<SecretOptions> = {
  credentials: needed(list(options<Credential>(credentialMembers))),
  requiredScope: anyText,
  scopes,
}

/**
 * The caller behind a credential. Refuses: unauthenticated when it has expired or was revoked, forbidden when it lacks the required scope
 * or its scenario says so.
 */
export function admit(
  { account, scopes = [], expiresAtMs }: Credential,
  requiredScope: string | undefined,
  now: number,
): Outcome<Caller> {
  const state = account.scenario?.credential
  const isExpired = state === 'expired' || (expiresAtMs !== undefined && now >= expiresAtMs)
  if (isExpired) return { ...refused('expired'), account }
  if (state === 'revoked') return { ...refused('revoked'), account }
  if (state === 'forbidden' || (requiredScope !== undefined && !scopes.includes(requiredScope))) {
    return { ok: false, refusal: { kind: 'forbidden' }, account }
  }
  return { ok: true, value: { account, scopes } }
}

/**
 * Finds the credential that a client sent, looking at every one so that the time tells nothing. With `tenantScopes` a text that begins
 * with `test_` is the credential of a tenant: it is no secret, and none is compared.
 */
export function credentialFinder(
  credentials: readonly Credential[],
  tenantScopes?: readonly string[],
): (given: string) => Credential | undefined {
  if (credentials.length === 0)
    throw new ConfigError('NO_CREDENTIALS', 'an authentication scheme needs at least one credential')
  const known = credentials.map((credential) => ({ secret: Buffer.from(credential.secret), credential }))
  return (given) => {
    if (tenantScopes !== undefined && given.startsWith(testPrefix)) {
      const account = testAccount(given)
      return account && { secret: given, account, scopes: tenantScopes }
    }
    let found: Credential | undefined
    for (const { secret, credential } of known) {
      if (safeEqual(secret, given)) found = credential
    }
    return found
  }
}

/** A scheme of one secret in one header; `read` takes it from the header's text, and gives undefined where that has another form. */
export function secretIn(
  header: string,
  read: (text: string) => string | undefined,
  { credentials, requiredScope, scopes }: SecretOptions,
): AuthScheme {
  const find = credentialFinder(credentials, scopes)
  return {
    authenticate({ headers, now }) {
      const text = headers[header]
      if (typeof text !== 'string' || text === '') return refused('missing')
      const secret = read(text)
      if (secret === undefined) return refused('malformed')
      const credential = find(secret)
      return credential === undefined ? refused('unknown') : admit(credential, requiredScope, now)
    },
  }
}

export function refused(reason: CredentialFailure, detail?: string) {
  return {
    ok: false,
    refusal: { kind: 'unauthenticated', reason, ...(detail === undefined ? {} : { detail }) },
  } as const
}
