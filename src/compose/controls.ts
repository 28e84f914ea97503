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
import type { CredentialsOf, ProviderId } from './provider-credentials.ts'

/** A tenant that was made, with credentials whose parts the compiler knows. */
export type TenantOf<Id extends string> = Omit<CreatedTenant, 'credentials'> & {
  readonly credentials: CredentialsOf<Id>
}

/** A text that is written in the program must be an id; of one that is only known when it runs, the compiler cannot say. */
type Known<One extends string, Id extends string> = One & (string extends One ? string : Id)

/**
 * What a program does with a server that it has started; the admin API calls the same functions. `Id` is any text for a server that has
 * providers of the user's own. All throw OptionError and ControlError.
 */
export interface Controls<Id extends string = ProviderId> {
  /** What the provider's SDK wants as its base URL. */
  baseUrl(provider: Id): string
  /** The ordinary credential of a provider, part by part. */
  credentials<One extends Id>(provider: One): CredentialsOf<One>
  /** Makes a tenant of its own: its own data, faults, journal and rate bucket, and credentials for it. */
  tenant<One extends string>(options: NewTenant & { readonly provider: Known<One, Id> }): TenantOf<One>
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
export function createControls(world: World, origin: string): Controls<string> {
  const { providers, clock } = world
  return {
    baseUrl: call('baseUrl', [argument('provider', providerId)], (provider: string) => {
      return namedProvider(providers, provider).urls(origin).baseUrl
    }),
    credentials: call('credentials', [argument('provider', providerId)], (provider: string) => {
      return namedProvider(providers, provider).client.credentials
    }) as Controls<string>['credentials'],
    tenant: call('tenant', [wanted(newTenant)], (options: NewTenant) =>
      createTenant(world, options, origin),
    ) as Controls<string>['tenant'],
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
