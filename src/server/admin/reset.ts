import type { Provider } from '../../mock/index.ts'
import { badValue } from '../../options/index.ts'
import type { World } from '../world.ts'
import { chosenProviders, providerQuery } from './addressed.ts'
import { type Operation, operation } from './operation.ts'
import { tenantQuery } from './tenant-name.ts'

/** Everything as it was at the start: tenants, counts, faults, limits, journal and clock. */
export function resetWorld({ restoreStart, journal, clock }: World): void {
  restoreStart()
  journal?.remove(() => true)
  clock.reset()
}

/** Forgets what was counted of a tenant, and its requests; what it was told to be stays. */
export function resetTenant({ journal }: World, providers: readonly Provider[], tenant: string): void {
  for (const { control } of providers) control.reset(tenant)
  const ids = new Set(providers.map(({ id }) => id))
  journal?.remove(({ provider, answer }) => ids.has(provider) && answer.tenant === tenant)
}

export const resetOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/reset',
    id: 'reset',
    summary: 'everything as it was at the start, or the counts and requests of one tenant',
    query: { tenant: tenantQuery, provider: { ...providerQuery, description: 'With tenant: at this provider only.' } },
    replies: { 204: { description: 'Done. A tenant that nobody has seen is as new already.' } },
    handle({ world, query: { tenant, provider } }) {
      const providers = chosenProviders(world.providers, provider)
      if (tenant !== undefined) resetTenant(world, providers, tenant)
      else if (provider === undefined) resetWorld(world)
      else throw badValue(['provider'], 'belongs to tenant: give both or neither')
      return { status: 204 }
    },
  }),
]
