import type { Basis, MockRequest, RateLimit } from './types.ts'

/** What a reply is made from: a request, or as much of one as it takes to print a reply. */
export type Asked = Pick<MockRequest, 'method' | 'path' | 'headers' | 'requestId' | 'now'>

/** A text goes out as it is, anything else as JSON. */
export type ErrorBody = string | readonly unknown[] | Readonly<Record<string, unknown>>

/** The reply to one kind of refusal, or to some cases of it. */
export interface ErrorReply<R extends Refusal = Refusal> {
  readonly kind: R['kind']
  /** The cases: facts of the refusal with the value, or one of the values, that they must have. Default: every case. */
  readonly when?: { readonly [Fact in Exclude<keyof R, 'kind'>]?: R[Fact] | readonly R[Fact][] }
  /** Other kinds that the provider answers in the same way. */
  readonly alsoFor?: readonly Refusal['kind'][]
  /** Whether it comes only when it is asked for, by name or by status. */
  readonly isOnDemand?: boolean
  readonly status: number
  /** All of them but Content-Length. Default: those of a success. */
  readonly headers?: readonly string[] | ((asked: Asked, refusal: R) => readonly string[])
  readonly body: ErrorBody | ((refusal: R, asked: Asked) => ErrorBody)
}

/** What is known of an error beside its reply. */
export interface ErrorTexts {
  /** Unique for the provider; `cloudflare.9103` names it for everybody. */
  readonly name: string
  readonly basis: Basis
  /** Document, section or thread that shows it. */
  readonly source: string
  /** What the provider says with it. */
  readonly meaning: string
  /** What it comes from. */
  readonly cause: string
  /** What a client should do. */
  readonly advice: string
  /** Published accounts that meet it, by the names of their scenarios. */
  readonly scenarios?: readonly string[]
}

/** Facts that an error takes when it is asked for and no request has given them. */
type OwnFacts<R extends Refusal> =
  Record<never, never> extends Omit<R, 'kind' | 'reason' | 'code'>
    ? { readonly facts?: Omit<R, 'kind'> }
    : { readonly facts: Omit<R, 'kind'> }

type ErrorOf<R extends Refusal> = R extends Refusal ? ErrorTexts & ErrorReply<R> & OwnFacts<R> : never

/** One error that a mock can say: when, how, and what it means. */
export type ProviderError = ErrorOf<Refusal>

// ---- refusals: the provider says no

export type CredentialFailure = 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked'

/** Why the API says no: a value, never thrown. Each provider words it in its own errors. */
export type ApiRefusal =
  /** `detail` is a provider's own finer case, such as which header was malformed. */
  | { readonly kind: 'unauthenticated'; readonly reason: CredentialFailure; readonly detail?: string }
  | { readonly kind: 'forbidden' }
  /** `rule` says what is accepted, in words that fit behind the parameter's name: `must be a whole number from 1 to 100`. */
  | { readonly kind: 'invalid-parameter'; readonly parameter: string; readonly rule: string }
  | { readonly kind: 'invalid-cursor'; readonly parameter: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'not-acceptable' }
  | { readonly kind: 'unsupported-media-type'; readonly mediaType: string }
  /** `limit`: the one that was met. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number; readonly limit?: RateLimit }
  | { readonly kind: 'internal' }

/** RFC 6749, 5.2; `unauthorized_client` also for an audience that the client may not have. */
export type TokenErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'

/** Why a token endpoint says no. `description` is there when it says more than the code; it never repeats what the client sent. */
export interface TokenRefusal {
  readonly kind: 'token'
  readonly code: TokenErrorCode | 'wrong-method' | 'wrong-path'
  readonly description?: string
  /** The methods that there are, for `wrong-method`; the token endpoint's without it. */
  readonly allow?: readonly string[]
}

export type Refusal = ApiRefusal | TokenRefusal
