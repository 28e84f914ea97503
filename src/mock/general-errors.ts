import type { CredentialFailure, ErrorReply, ProviderError, Refusal } from './types.ts'

/** What a client meets anywhere, by the name of the error. */
const known = {
  missing: credentials('missing', 'there are no credentials in the request', 'send the credentials'),
  malformed: credentials(
    'malformed',
    'the credentials are not in the form that is asked for',
    'look at the form of the credentials',
  ),
  unknown: credentials(
    'unknown',
    'nobody has these credentials',
    'look whether they are of the right account and complete',
  ),
  expired: credentials('expired', 'the credentials were good once', 'get new ones'),
  revoked: credentials('revoked', 'the credentials were taken back', 'get new ones'),
  forbidden: {
    kind: 'forbidden',
    meaning: 'the credentials are good, but not for this',
    advice: 'ask for more rights; to try again changes nothing',
  },
  internal: {
    kind: 'internal',
    meaning: 'the provider failed',
    advice: 'try again later, and wait longer each time',
  },
  'invalid-parameter': {
    kind: 'invalid-parameter',
    facts: { parameter: 'limit', rule: 'must be a whole number from 1 to 100' },
    meaning: 'a parameter has a value that is not accepted',
    advice: 'mend the request; to try again changes nothing',
  },
  'invalid-cursor': {
    kind: 'invalid-cursor',
    facts: { parameter: 'cursor' },
    meaning: 'the cursor is none of this list',
    advice: 'begin again at the first page',
  },
  'not-found': {
    kind: 'not-found',
    meaning: 'nothing is at this path',
    advice: 'look at the base URL',
  },
  'method-not-allowed': {
    kind: 'method-not-allowed',
    facts: { allow: ['GET'] },
    meaning: 'the path is right and the method is not',
    advice: 'send GET',
  },
  throttled: {
    kind: 'throttled',
    facts: { retryAfterSeconds: 30 },
    meaning: 'there were too many requests',
    advice: 'wait as long as Retry-After says, and longer each time where there is none',
  },
} as const

function credentials(reason: CredentialFailure, meaning: string, advice: string) {
  return { kind: 'unauthenticated', when: { reason }, meaning, advice } as const
}

type Name = keyof typeof known
type RefusalOf<N extends Name> = Extract<Refusal, { kind: (typeof known)[N]['kind'] }>

/**
 * One of the errors that every API has, for a provider whose document lists none: the provider says status, headers and body, all else
 * is known or assumed. Names: missing, malformed, unknown, expired, revoked (credentials), forbidden, internal, invalid-parameter,
 * invalid-cursor, not-found, method-not-allowed, throttled.
 */
export function generalError<N extends Name>(
  name: N,
  reply: Pick<ErrorReply<RefusalOf<N>>, 'status' | 'headers' | 'body'>,
): ProviderError {
  return {
    name,
    basis: 'assumed',
    source: 'no document lists the errors of this provider',
    cause: 'asked for by name, or met on the way',
    ...known[name],
    ...reply,
  } as unknown as ProviderError
}
