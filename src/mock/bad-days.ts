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
  readonly withRate: ((reply: MockReply, verdict: RateVerdict) => MockReply) | undefined
  /** The provider's words for an error of its catalogue. */
  readonly worded: (entry: CatalogueEntry, request: MockRequest) => MockReply
  readonly refuse: (fault: Fault, request: MockRequest, tenant: string) => Answer
}

/** What goes wrong because an account, an administrator or the request itself asked for it. */
export interface BadDays {
  /** Whether nothing stands between this tenant and its list. */
  areGood(tenant: Tenant<unknown>): boolean
  /** The list, unless the caller's credential is used up, its limit reached, or a fault due. */
  serve(
    caller: Caller,
    tenant: Tenant<unknown>,
    request: MockRequest,
    list: () => Eventually<Answer>,
  ): Eventually<Answer>
  /** An answer with trouble done to it: an error takes its place, anything else spoils or delays it. */
  troubled(answer: Answer, trouble: Trouble, request: MockRequest, draw?: () => number): Answer
}

export function badDays({ catalogue, control, limiter, withRate, worded, refuse }: BadDaysOptions): BadDays {
  function entryFor({ error, code }: Trouble): CatalogueEntry | undefined {
    if (error !== undefined) return catalogue.byName(error)
    return code === undefined ? undefined : catalogue.byStatus(code)
  }

  /** The error instead of an answer; whose it is and how late it comes stays. */
  function replaced({ tenant, delayMs }: Answer, entry: CatalogueEntry, request: MockRequest): Answer {
    return {
      ...worded(entry, request),
      error: entry.name,
      ...(typeof entry.fault === 'function' ? {} : { fault: entry.fault.kind }),
      ...(tenant === undefined ? {} : { tenant }),
      ...(delayMs === undefined ? {} : { delayMs }),
    }
  }

  function troubled(answer: Answer, trouble: Trouble, request: MockRequest, draw = drawsOf(request.requestId)): Answer {
    const entry = entryFor(trouble)
    let result = entry === undefined ? answer : replaced(answer, entry, request)
    // An error goes out as badly as the answer would have.
    const wire = trouble.wire ?? (entry === undefined ? undefined : answer.wire)
    if (wire !== undefined) result = spoil(result, wire)
    const wait = delayOf(trouble.delayMs, draw)
    return wait === 0 ? result : { ...result, delayMs: (result.delayMs ?? 0) + wait }
  }

  return {
    troubled,
    areGood: (tenant) => tenant.isPlain && control.rateLimit === undefined && control.faults.length === 0,
    serve(caller, tenant, request, list) {
      const { scenario, tenant: name } = tenant.account
      if (scenario?.expiresAfter !== undefined && !use(tenant, caller.credential ?? '', scenario.expiresAfter)) {
        return refuse({ kind: 'unauthenticated', reason: 'expired' }, request, name)
      }
      const verdict = limiterOf(tenant, control.rateLimit, limiter)?.take(request.now)
      const rated = (answer: Answer): Answer =>
        verdict === undefined || withRate === undefined ? answer : { ...answer, ...withRate(answer, verdict) }
      if (verdict?.isAllowed === false) {
        return rated(refuse({ kind: 'throttled', retryAfterSeconds: verdict.retryAfterSeconds }, request, name))
      }
      const draw = drawsOf(request.requestId)
      const rules = [...(tenant.settings.faults ?? []), ...(scenario?.faults ?? []), ...control.faults]
      const trouble = troubleFor(rules, tenant.hits, draw)
      if (trouble === undefined) return after(list(), rated)
      // The page is not made where an error takes its place.
      const answer = entryFor(trouble) === undefined ? list() : { status: 200, headers: [], body: '', tenant: name }
      return after(answer, (made) => rated(troubled(made, trouble, request, draw)))
    },
  }
}
