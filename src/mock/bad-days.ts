import type { Catalogue } from './catalogue.ts'
import { after, type Eventually } from './eventually.ts'
import { delayOf, drawsOf, troubleFor } from './fault-rules.ts'
import { spoil } from './spoil.ts'
import { limiterOf, type Tenant, use } from './tenants.ts'
import type {
  Answer,
  Caller,
  CatalogueEntry,
  Fault,
  MockReply,
  MockRequest,
  ProviderControl,
  RateLimit,
  RateLimiter,
  RateVerdict,
  Trouble,
} from './types.ts'

export interface BadDaysOptions {
  readonly catalogue: Catalogue
  readonly control: Pick<ProviderControl, 'faults' | 'rateLimit'>
  readonly limiter: (limit: RateLimit) => RateLimiter
  /** Whether the request is for an endpoint of the authentication. */
  readonly isForEndpoint: (request: MockRequest) => boolean
  readonly withRate: ((reply: MockReply, verdict: RateVerdict) => MockReply) | undefined
  /** The provider's words for an error of its catalogue. */
  readonly worded: (entry: CatalogueEntry, request: MockRequest) => MockReply
  readonly refuse: (fault: Fault, request: MockRequest, tenant: string) => Answer
}

/** What goes wrong because an account, an administrator or the request itself asked for it. */
export interface BadDays {
  /** Whether nothing stands between this tenant and its list. */
  areGood(tenant: Tenant): boolean
  /** The list, unless the caller's credential is used up, its limit reached, or a fault due. */
  serve(caller: Caller, tenant: Tenant, request: MockRequest, list: () => Eventually<Answer>): Eventually<Answer>
  /** An answer to a request that counts against nobody's limit; where one is in force for everybody it tells so. */
  uncounted(answer: Answer): Answer
  /** An answer with trouble done to it: an error takes its place, anything else spoils or delays it. */
  troubled(answer: Answer, trouble: Trouble, request: MockRequest, draw?: () => number): Answer
}

export function badDays(options: BadDaysOptions): BadDays {
  const { catalogue, control, limiter, isForEndpoint, withRate, worded, refuse } = options

  function entryFor({ error, code }: Trouble, request: MockRequest): CatalogueEntry | undefined {
    if (error !== undefined) return catalogue.byName(error)
    return code === undefined ? undefined : catalogue.byStatus(code, isForEndpoint(request))
  }

  /** The error instead of an answer; whose it is, how late it comes and where the caller stands stays. */
  function replaced({ tenant, delayMs, rate }: Answer, entry: CatalogueEntry, request: MockRequest): Answer {
    const error: Answer = {
      ...worded(entry, request),
      error: entry.name,
      ...(typeof entry.fault === 'function' ? {} : { fault: entry.fault.kind }),
      ...(tenant === undefined ? {} : { tenant }),
      ...(delayMs === undefined ? {} : { delayMs }),
    }
    return rated(error, rate === undefined ? undefined : verdictOf(entry, rate))
  }

  /** Whoever is throttled has nothing left, whatever the limit says. */
  function verdictOf({ fault }: CatalogueEntry, rate: RateVerdict): RateVerdict {
    if (typeof fault === 'function' || fault.kind !== 'throttled') return rate
    const { retryAfterSeconds } = fault
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

  function troubled(answer: Answer, trouble: Trouble, request: MockRequest, draw = drawsOf(request.requestId)): Answer {
    const entry = entryFor(trouble, request)
    let result = entry === undefined ? answer : replaced(answer, entry, request)
    // An error goes out as badly as the answer would have.
    const wire = trouble.wire ?? (entry === undefined ? undefined : answer.wire)
    if (wire !== undefined) result = spoil(result, wire)
    const wait = delayOf(trouble.delayMs, draw)
    return wait === 0 ? result : { ...result, delayMs: (result.delayMs ?? 0) + wait }
  }

  return {
    troubled,
    uncounted,
    areGood: (tenant) => tenant.isPlain && control.rateLimit === undefined && control.faults.length === 0,
    serve(caller, tenant, request, list) {
      const { scenario, tenant: name } = tenant.account
      if (scenario?.expiresAfter !== undefined && !use(tenant, caller.credential ?? '', scenario.expiresAfter)) {
        return uncounted(refuse({ kind: 'unauthenticated', reason: 'expired' }, request, name))
      }
      const verdict = limiterOf(tenant, control.rateLimit, limiter)?.take(request.now)
      if (verdict?.isAllowed === false) {
        const { retryAfterSeconds } = verdict
        // A scenario's budget is nothing that the provider would speak of.
        const limit = tenant.limiter?.by
        const refusal = { kind: 'throttled', retryAfterSeconds, ...(limit === undefined ? {} : { limit }) } as const
        return rated(refuse(refusal, request, name), verdict)
      }
      const draw = drawsOf(request.requestId)
      const rules = [...(tenant.settings.faults ?? []), ...(scenario?.faults ?? []), ...control.faults]
      const trouble = troubleFor(rules, tenant.hits, draw)
      if (trouble === undefined) return after(list(), (made) => rated(made, verdict))
      // The page is not made where an error takes its place.
      const answer =
        entryFor(trouble, request) === undefined ? list() : { status: 200, headers: [], body: '', tenant: name }
      return after(answer, (made) => troubled(rated(made, verdict), trouble, request, draw))
    },
  }
}
