import type { Hits } from './fault-rules.ts'
import { ownText } from './own-text.ts'
import type { Account, RateLimit, RateLimiter, TenantSettings, TenantState } from './types.ts'

/** Tenants whose counts are kept at hand; the one unused for longest is forgotten, which resets it. */
const tenantLimit = 10_000
/** Tokens of one tenant whose uses are counted. */
const credentialLimit = 1_000

/** What is kept of one tenant while the process runs. */
export interface Tenant {
  readonly account: Account
  readonly settings: TenantSettings
  /** Names what the tenant sees: another text after every change of its settings. A line by itself: more can stand behind it. */
  readonly key: string
  readonly seed: number
  readonly count: number
  requests: number
  /** Pages that were read, of a list that changes with each. */
  edits: number
  readonly hits: Hits
  /** How often each credential was used, where that matters. */
  readonly uses: Map<string, number>
  limiter: { readonly by: RateLimit | undefined; readonly limiter: RateLimiter } | undefined
}

export interface Tenants {
  of(account: Account): Tenant
  get(name: string): Tenant | undefined
  /** Every tenant that is known, in no particular order. */
  all(): readonly Tenant[]
  /** Begins anew with these settings. */
  configure(name: string, settings: TenantSettings): Tenant
  reset(name?: string): boolean
  remove(name: string): boolean
}

export interface TenantsOptions {
  readonly seed: number
  readonly count: number
  readonly largestCount: number
  /** Organizations on one page of the default size. */
  readonly pageSize: number
  /** What the credential with this tenant's name says, for one that has made no request yet. */
  readonly accountOf: (name: string) => Account | undefined
}

/** The tenants of one provider: each has its own data, its own counts and its own bucket. */
export function createTenants({ seed, count, largestCount, pageSize, accountOf }: TenantsOptions): Tenants {
  const known = new Map<string, Tenant>()
  const told = new Map<string, TenantSettings>()
  let changes = 0
  // Most requests are for the same tenant as the one before.
  let newest: Tenant | undefined

  function make(given: Account): Tenant {
    // The name may be part of a header that is much longer.
    const name = ownText(given.tenant)
    const account = { ...given, tenant: name }
    const settings = told.get(name) ?? {}
    const made: Tenant = {
      account,
      settings,
      key: settings.seed === undefined && settings.count === undefined ? `${name}\n` : `${name}#${changes}\n`,
      seed: settings.seed ?? account.seed ?? seed,
      count: Math.min(settings.count ?? (account.count === 'page' ? pageSize : (account.count ?? count)), largestCount),
      requests: 0,
      edits: 0,
      hits: new WeakMap(),
      uses: new Map(),
      limiter: undefined,
    }
    // Made anew it is the newest, wherever it stood before.
    known.delete(name)
    known.set(name, made)
    newest = made
    if (known.size > tenantLimit) known.delete(known.keys().next().value as string)
    return made
  }

  function of(account: Account): Tenant {
    const found = known.get(account.tenant)
    if (found === undefined) return make(account)
    if (found !== newest) {
      const name = found.account.tenant
      known.delete(name)
      known.set(name, found)
      newest = found
    }
    return found
  }

  return {
    of,
    get(name) {
      const found = known.get(name)
      if (found !== undefined || !told.has(name)) return found
      return make(accountOf(name) ?? { tenant: name })
    },
    all() {
      for (const name of told.keys()) if (!known.has(name)) make(accountOf(name) ?? { tenant: name })
      return [...known.values()]
    },
    configure(given, settings) {
      const name = ownText(given)
      changes += 1
      told.delete(name)
      told.set(name, settings)
      if (told.size > tenantLimit) told.delete(told.keys().next().value as string)
      return make(known.get(name)?.account ?? accountOf(name) ?? { tenant: name })
    },
    reset(name) {
      if (name === undefined) {
        known.clear()
        return true
      }
      const isKnown = known.delete(name)
      return isKnown || told.has(name)
    },
    remove(name) {
      const wasTold = told.delete(name)
      const wasKnown = known.delete(name)
      return wasTold || wasKnown
    },
  }
}

/** As the admin API shows it. */
export function tenantState({ account, seed, count, requests, settings }: Tenant): TenantState {
  return { tenant: account.tenant, seed, count, requests, settings }
}

/** Counts one use of a credential; false when it has been used up before. */
export function use(tenant: Tenant, credential: string, most: number): boolean {
  const { uses } = tenant
  const used = uses.get(credential) ?? 0
  if (used >= most) return false
  const own = ownText(credential)
  uses.delete(own)
  uses.set(own, used + 1)
  if (uses.size > credentialLimit) uses.delete(uses.keys().next().value as string)
  return true
}
