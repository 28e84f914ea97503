import type { Tenant } from '../tenants.ts'
import type { RateLimit, RateLimiter } from '../types.ts'
import { requestAllowance } from './request-allowance.ts'

/** Which limiter counts a tenant's requests, if there is a limit: by its own settings, its scenario, or the limit of all tenants. */
export function limiterOf(
  tenant: Tenant,
  ofAll: RateLimit | undefined,
  makeLimiter: (limit: RateLimit) => RateLimiter,
): RateLimiter | undefined {
  const { rateLimit } = tenant.settings
  const allowance = tenant.account.scenario?.allowance
  const limit = rateLimit === false ? undefined : (rateLimit ?? (allowance === undefined ? ofAll : undefined))
  if (limit === undefined && allowance === undefined) return undefined
  if (tenant.limiter === undefined || tenant.limiter.by !== limit) {
    const limiter =
      limit === undefined ? requestAllowance(allowance as NonNullable<typeof allowance>) : makeLimiter(limit)
    tenant.limiter = { by: limit, limiter }
  }
  return tenant.limiter.limiter
}
