import { type ErrorCatalogue, refusalOf } from './error-catalogue.ts'
import { type Eventually, whenReady } from './eventually.ts'
import { delayOf, drawsOf, faultFor } from './fault-rules.ts'
import { limiterOf } from './rate-limit/limiter-of.ts'
import { spoil } from './spoil.ts'
import { type Tenant, use } from './tenants.ts'
import type {
  Answer,
  Caller,
  Fault,
  MockReply,
  MockRequest,
  ProviderControl,
  ProviderDefinition,
  ProviderError,
  RateLimit,
  RateLimiter,
  RateVerdict,
  Refusal,
} from './types.ts'

export interface LimitsAndFaultsOptions extends Pick<ProviderDefinition<never, never>, 'edge'> {
  readonly catalogue: ErrorCatalogue
  readonly control: Pick<ProviderControl, 'faults' | 'rateLimit'>
  readonly limiter: (limit: RateLimit) => RateLimiter
  /** Whether the request is for an endpoint of the authentication. */
  readonly isForEndpoint: (request: MockRequest) => boolean
  readonly withRate: ((reply: MockReply, verdict: RateVerdict) => MockReply) | undefined
  readonly refuse: (refusal: Refusal, request: MockRequest, tenant: string) => Answer
}

/** What goes wrong because an account, an administrator or the request itself asked for it. */
export interface LimitsAndFaults {
  /** The list, unless the caller's credential is used up, its limit reached, or a fault due. */
  serve(caller: Caller, tenant: Tenant, request: MockRequest, list: () => Eventually<Answer>): Eventually<Answer>
  /** An answer to a request that counts against nobody's limit; where one is in force for everybody it tells so. */
  uncounted(answer: Answer): Answer
  /** An answer with a fault done to it: an error takes its place, anything else spoils or delays it. */
  withFault(answer: Answer, fault: Fault, request: MockRequest, draw?: () => number): Answer
}

export function limitsAndFaults(options: LimitsAndFaultsOptions): LimitsAndFaults {
  const { catalogue, control, limiter, isForEndpoint, withRate, edge, refuse } = options

  function errorFor({ error, code }: Fault, request: MockRequest): ProviderError | undefined {
    if (error !== undefined) return catalogue.byName(error)
    return code === undefined ? undefined : catalogue.byStatus(code, isForEndpoint(request))
  }

  /** The error instead of an answer; whose it is, how late it comes and where the caller stands stays. */
  function replaced({ tenant, delayMs, rate }: Answer, error: ProviderError, request: MockRequest): Answer {
    const answer: Answer = {
      ...catalogue.replyOf(error, request),
      error: error.name,
      ...(error.kind === 'token' ? {} : { refusal: error.kind }),
      ...(tenant === undefined ? {} : { tenant }),
      ...(delayMs === undefined ? {} : { delayMs }),
    }
    return rated(answer, rate && verdictOf(error, rate))
  }

  /** A throttled caller has nothing left, whatever the limit says. */
  function verdictOf(error: ProviderError, rate: RateVerdict): RateVerdict {
    const refusal = refusalOf(error)
    if (refusal.kind !== 'throttled') return rate
    const { retryAfterSeconds } = refusal
    return { ...rate, isAllowed: false, remaining: 0, resetSeconds: retryAfterSeconds, retryAfterSeconds }
  }

  function rated(answer: Answer, verdict: RateVerdict | undefined): Answer {
    if (verdict === undefined || withRate === undefined) return answer
    return { ...answer, ...withRate(answer, verdict), rate: verdict }
  }

  /** As to a caller with a first request. */
  function uncounted(answer: Answer): Answer {
    const limit = control.rateLimit
    if (limit === undefined) return answer
    const resetSeconds = Math.ceil(limit.windowSeconds)
    return rated(answer, {
      isAllowed: true,
      limit,
      remaining: limit.requests - 1,
      resetSeconds,
      retryAfterSeconds: 0,
    })
  }

  function withFault(answer: Answer, fault: Fault, request: MockRequest, draw = drawsOf(request.requestId)): Answer {
    const error = errorFor(fault, request)
    let result = error === undefined ? answer : replaced(answer, error, request)
    // An error goes out as badly as the answer would have.
    const wire = fault.wire ?? (error === undefined ? undefined : answer.wire)
    if (wire !== undefined) result = spoil(result, wire, edge && { ...edge, headers: edge.headers(request) })
    const wait = delayOf(fault.delayMs, draw)
    return wait === 0 ? result : { ...result, delayMs: (result.delayMs ?? 0) + wait }
  }

  return {
    withFault,
    uncounted,
    serve(caller, tenant, request, list) {
      const { scenario, tenant: name } = tenant.account
      if (scenario?.expiresAfter !== undefined && !use(tenant, caller.credential ?? '', scenario.expiresAfter)) {
        return uncounted(refuse({ kind: 'unauthenticated', reason: 'expired' }, request, name))
      }
      const verdict = limiterOf(tenant, control.rateLimit, limiter)?.take(request.now)
      if (verdict?.isAllowed === false) {
        const { retryAfterSeconds } = verdict
        // A scenario's allowance is nothing that the provider would speak of.
        const limit = tenant.limiter?.by
        const refusal = { kind: 'throttled', retryAfterSeconds, ...(limit === undefined ? {} : { limit }) } as const
        return rated(refuse(refusal, request, name), verdict)
      }
      const { faults: own = [] } = tenant.settings
      const { faults: named = [] } = scenario ?? {}
      const draw = drawsOf(request.requestId)
      const fault =
        own.length + named.length + control.faults.length === 0
          ? undefined
          : faultFor([...own, ...named, ...control.faults], tenant.hits, draw)
      if (fault === undefined) return verdict === undefined ? list() : whenReady(list(), (made) => rated(made, verdict))
      // The page is not made where an error takes its place.
      const answer =
        errorFor(fault, request) === undefined ? list() : { status: 200, headers: [], body: '', tenant: name }
      return whenReady(answer, (made) => withFault(rated(made, verdict), fault, request, draw))
    },
  }
}
