import {
  action,
  anyText,
  argument,
  call,
  either,
  list,
  needed,
  oneOf,
  options,
  thing,
  wanted,
  wholeNumber,
} from '../options/index.ts'
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
  forbidden: met(
    'forbidden',
    'the credentials are good, but not for this',
    'ask for more rights; to try again changes nothing',
  ),
  internal: met('internal', 'the provider failed', 'try again later, and wait longer each time'),
  'invalid-parameter': met(
    'invalid-parameter',
    'a parameter has a value that is not accepted',
    'mend the request; to try again changes nothing',
    { parameter: 'limit', rule: 'must be a whole number from 1 to 100' },
  ),
  'invalid-cursor': met('invalid-cursor', 'the cursor is none of this list', 'begin again at the first page', {
    parameter: 'cursor',
  }),
  'not-found': met('not-found', 'nothing is at this path', 'look at the base URL'),
  'method-not-allowed': met('method-not-allowed', 'the path is right and the method is not', 'send GET', {
    allow: ['GET'],
  }),
  throttled: met(
    'throttled',
    'there were too many requests',
    'wait as long as Retry-After says, and longer each time where there is none',
    { retryAfterSeconds: 30 },
  ),
}

function credentials(reason: CredentialFailure, meaning: string, advice: string) {
  return { ...met('unauthenticated', meaning, advice), when: { reason } }
}

/** `facts` are those that the error takes when it is asked for. */
function met<K extends Refusal['kind']>(kind: K, meaning: string, advice: string, facts?: OwnFacts<K>) {
  return { kind, ...(facts && { facts }), meaning, advice }
}

type OwnFacts<K> = Omit<Extract<Refusal, { kind: K }>, 'kind'>

type Name = keyof typeof known
type RefusalOf<N extends Name> = Extract<Refusal, { kind: (typeof known)[N]['kind'] }>

/**
 * One of the errors that every API has, for a provider whose document lists none: the provider says status, headers and body, all else
 * is known or assumed. Names: missing, malformed, unknown, expired, revoked (credentials), forbidden, internal, invalid-parameter,
 * invalid-cursor, not-found, method-not-allowed, throttled.
 */
export const generalError = call(
  'generalError',
  [
    argument('name', oneOf(Object.keys(known) as Name[])),
    wanted(
      options<PlainReply<Name>>({
        status: needed(wholeNumber(100, 599)),
        headers: either(list(anyText), action(), Array.isArray),
        body: needed(thing('a body, or a function', () => true)),
      }),
    ),
  ],
  general,
) as <N extends Name>(name: N, reply: PlainReply<N>) => ProviderError
type PlainReply<N extends Name> = Pick<ErrorReply<RefusalOf<N>>, 'status' | 'headers' | 'body'>

function general(name: Name, reply: PlainReply<Name>): ProviderError {
  return {
    name,
    basis: 'assumed',
    source: 'no document lists the errors of this provider',
    cause: 'asked for by name, or met on the way',
    ...known[name],
    ...reply,
  } as unknown as ProviderError
}
