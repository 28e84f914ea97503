import type { Provider } from '../../mock/index.ts'
import { described, map, object, oneOf, type Place, type Shape } from '../../options/index.ts'
import { editions } from '../../spec/index.ts'
import { faultRules, rulesFor } from './fault-rule.ts'
import { limitFor } from './rate-limit.ts'
import { tenantName } from './tenant-name.ts'
import { settings, settingsShape, tellTenant } from './tenants.ts'

const members = {
  ...settings,
  edition: described(oneOf(editions), 'Which state of its document is served; nothing changes it later.'),
  faults: described(faultRules, 'For every tenant of the provider.'),
  tenants: described(
    map(tenantName, settingsShape),
    'By name, ordinary or what follows the test prefix in a credential: the settings of a tenant.',
  ),
}

/** What a program or orgmock.yaml may set for a provider at the start. */
export const providerSettings = object(members, { description: 'What is different for this provider.' })

type Read<S> = S extends Shape<infer T> ? T : never

/** Tells a provider what concerns its clients, given at this place. Throws OptionError. */
export function tellProvider(provider: Provider, told: Read<typeof providerSettings>, at: Place): void {
  const { faults = [], rateLimit, tenants = {} } = told
  provider.control.faults = rulesFor(provider, faults, (index) => [...at, 'faults', index])
  if (rateLimit !== undefined) provider.control.rateLimit = limitFor(provider, rateLimit)
  for (const [tenant, own] of Object.entries(tenants)) {
    tellTenant(provider, tenant, own, [...at, 'tenants', tenant])
  }
}
