import { action, anyText, call, list, needed, options, someText, thing, wanted } from '../../options/index.ts'
import type { AuthScheme, Caller, MockRequest, Outcome } from '../types.ts'
import { admit, type Credential, credentialFinder, credentialMembers, refused } from './credentials.ts'
import { safeEqual } from './safe-equal.ts'

/** An identity and a secret that belong together. */
export interface PairCredential extends Credential {
  readonly identity: string
}

export interface HeaderPairOptions {
  /** Header with the identity, and what a well-formed one looks like. */
  readonly identity: { readonly header: string; readonly format: RegExp }
  readonly secret: { readonly header: string; readonly format: RegExp }
  readonly credentials: readonly PairCredential[]
  /** Without this scope a known caller is forbidden. */
  readonly requiredScope?: string
  /** Whose credential a well-formed pair is that none of the known secrets is part of: a tenant's. */
  readonly tenantOf?: (identity: string, secret: string) => Credential | undefined
  /** Asked first; lets a provider judge other credentials that the request carries. */
  readonly otherwise?: (request: MockRequest) => Outcome<Caller> | undefined
}

const formed = options<HeaderPairOptions['identity']>({
  header: needed(someText('the name of a header')),
  format: needed(thing<RegExp>('a regular expression', (value) => value instanceof RegExp)),
})

/**
 * Two headers that are only valid together (an OpenAPI security requirement with two schemes).
 * Refuses: unauthenticated; missing when a header is absent or empty (`detail` names the absent ones when one is there), malformed with
 * `detail` naming the malformed headers, expired, unknown when the pair is not known.
 */
export const headerPair = call(
  'headerPair',
  [
    wanted(
      options<HeaderPairOptions>({
        identity: needed(formed),
        secret: needed(formed),
        credentials: needed(
          list(options<PairCredential>({ ...credentialMembers, identity: needed(someText('a text')) })),
        ),
        requiredScope: anyText,
        tenantOf: action(),
        otherwise: action(),
      }),
    ),
  ],
  pair,
)

function pair(given: HeaderPairOptions): AuthScheme {
  const { identity, secret, credentials, requiredScope, tenantOf, otherwise } = given
  const find = credentialFinder(credentials)
  const identities = new Map(
    credentials.map((credential) => [credential, Buffer.from(credential.identity.toLowerCase())]),
  )
  return {
    authenticate(request) {
      const givenIdentity = request.headers[identity.header]
      const givenSecret = request.headers[secret.header]
      const hasIdentity = typeof givenIdentity === 'string' && givenIdentity !== ''
      const hasSecret = typeof givenSecret === 'string' && givenSecret !== ''
      if (!hasIdentity || !hasSecret) {
        const judged = otherwise?.(request)
        if (judged !== undefined) return judged
        if (!hasIdentity && !hasSecret) return refused('missing')
        return refused('missing', hasIdentity ? secret.header : identity.header)
      }
      const malformed = [
        ...(secret.format.test(givenSecret) ? [] : [secret.header]),
        ...(identity.format.test(givenIdentity) ? [] : [identity.header]),
      ]
      if (malformed.length > 0) return refused('malformed', malformed.join(','))
      const credential = find(givenSecret) as PairCredential | undefined
      const expected = credential === undefined ? undefined : identities.get(credential)
      if (credential === undefined || expected === undefined || !safeEqual(expected, givenIdentity.toLowerCase())) {
        const tenant = credential === undefined ? tenantOf?.(givenIdentity, givenSecret) : undefined
        return tenant === undefined ? refused('unknown') : admit(tenant, requiredScope, request.now)
      }
      return admit(credential, requiredScope, request.now)
    },
  }
}
