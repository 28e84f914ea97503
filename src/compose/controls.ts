import { argument, call, optional, wanted } from '../options/index.ts'
import {
  type Clock,
  type CreatedTenant,
  createTenant,
  gradeRequests,
  type JournalEntry,
  type NewTenant,
  namedProvider,
  newTenant,
  providerId,
  type RequestFilter,
  readRequests,
  requestFilter,
  resetTenant,
  resetWorld,
  type Scorecard,
  type ScorecardFilter,
  scorecardFilter,
  tenantQuery,
  type World,
} from '../server/index.ts'

/**
 * What a program does with a server that it has started; the admin API calls the same functions. All throw OptionError and ControlError.
 */
export interface Controls {
  /** The base URL for the provider's SDK. */
  baseUrl(provider: string): string
  /** The ordinary credential of a provider, part by part. */
  credentials(provider: string): Readonly<Record<string, string>>
  /** Makes a tenant with separate data, faults, journal and rate limit, and credentials for it. */
  tenant(options: NewTenant): CreatedTenant
  /** What clients sent and were answered, the oldest first; values that may be secret are masked. */
  requests(filter?: RequestFilter): JournalEntry[]
  /** How clients behaved, judged by what they sent. */
  scorecard(filter?: ScorecardFilter): Scorecard[]
  /** The time that the providers follow. */
  readonly clock: Clock
  /** Everything as it was at the start, or the counts and requests of one tenant. */
  reset(tenant?: string): void
}

/** `origin` is where clients reach the server, such as `http://127.0.0.1:8080`. */
export function createControls(world: World, origin: string): Controls {
  const { providers, clock } = world
  return {
    baseUrl: call('baseUrl', [argument('provider', providerId)], (provider: string) => {
      return namedProvider(providers, provider).urls(origin).baseUrl
    }),
    credentials: call('credentials', [argument('provider', providerId)], (provider: string) => {
      return namedProvider(providers, provider).client.credentials
    }),
    tenant: call('tenant', [wanted(newTenant)], (options: NewTenant) => createTenant(world, options, origin)),
    requests: call('requests', [optional(requestFilter)], (filter?: RequestFilter) => readRequests(world, filter)),
    scorecard: call('scorecard', [optional(scorecardFilter)], (filter?: ScorecardFilter) => {
      return gradeRequests(world, filter)
    }),
    clock,
    reset: call('reset', [argument('tenant', tenantQuery.shape, false)], (tenant?: string) => {
      if (tenant === undefined) resetWorld(world)
      else resetTenant(world, providers, tenant)
    }),
  }
}
