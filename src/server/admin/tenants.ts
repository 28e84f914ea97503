import type { FaultRule, Provider, RateLimit, TenantSettings, TenantState } from '../../mock/index.ts'
import { badValue, needed, object, options, orNull, type Place, wholeNumber } from '../../options/index.ts'
import { countBounds, seedBounds } from '../../spec/index.ts'
import { ControlError } from '../control-error.ts'
import type { World } from '../world.ts'
import { chosenProviders, namedProvider, providerAt, providerId, providerQuery } from './addressed.ts'
import { faultRules, rulesFor } from './fault-rule.ts'
import { type Operation, operation } from './operation.ts'
import { limitFor, rateLimitOrSwitch } from './rate-limit.ts'
import { resetTenant } from './reset.ts'
import { listOf, ref } from './schemas.ts'
import { type TenantEntry, tenantEntry } from './tenant-entry.ts'
import { newTenantName, scenarioWords, tenantName } from './tenant-name.ts'

/** What a new tenant is to be. */
export interface NewTenant {
  /** Id of the provider. */
  readonly provider: string
  /** Default: a random name. The tenant's whole name has the words of its scenario behind this one. */
  readonly tenant?: string
  readonly seed?: number
  readonly count?: number
  /** Such as `throttled-after-3`, or several. */
  readonly scenario?: string | readonly string[]
  readonly faults?: readonly FaultRule[]
  /** `true` is the provider's own limit. */
  readonly rateLimit?: RateLimit | boolean
}

/** A tenant that was made has credentials, whatever tenants there are besides. */
export type CreatedTenant = TenantEntry & Required<Pick<TenantEntry, 'credentials'>>

export const settings = {
  seed: wholeNumber(...seedBounds),
  count: wholeNumber(...countBounds),
  faults: faultRules,
  rateLimit: rateLimitOrSwitch,
}
/** The settings of a tenant. */
export const settingsShape = options<Told>(settings)
export const newTenant = options<NewTenant>({
  provider: needed(providerId),
  tenant: tenantName,
  scenario: scenarioWords,
  ...settings,
})

/** Makes a tenant of its own, with credentials for it. Throws OptionError, ControlError EXISTS. */
export function createTenant({ providers }: World, told: NewTenant, origin: string): CreatedTenant {
  const { provider: id, tenant, scenario = [], ...own } = told
  const provider = namedProvider(providers, id)
  const { tenantCredentials } = provider.client
  if (tenantCredentials === undefined) {
    throw badValue(['provider'], `must be one that has tenants with credentials of their own, which ${id} has not`)
  }
  const name = newTenantName(provider, tenant, [scenario].flat())
  if (provider.control.tenant(name) !== undefined) {
    throw new ControlError('EXISTS', `${id} has a tenant ${name} already: change it with PATCH, or delete it first`)
  }
  return { ...tenantEntry(provider, tellTenant(provider, name, own), origin), credentials: tenantCredentials(name) }
}

/** Throws OptionError for an error that the provider does not have. */
export function tellTenant(provider: Provider, name: string, told: Told, at: Place = []): TenantState {
  return provider.control.configure(name, settingsFor(provider, told, at))
}

type Told = {
  readonly [Name in keyof TenantSettings]?: Name extends 'rateLimit' ? RateLimit | boolean : TenantSettings[Name]
}

function settingsFor(provider: Provider, { seed, count, faults, rateLimit }: Told, at: Place = []): TenantSettings {
  const limit = rateLimit === undefined ? undefined : (limitFor(provider, rateLimit) ?? false)
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(count === undefined ? {} : { count }),
    ...(faults === undefined ? {} : { faults: rulesFor(provider, faults, (index) => [...at, 'faults', index]) }),
    ...(limit === undefined ? {} : { rateLimit: limit }),
  }
}

/** Throws ControlError NOT_FOUND. */
function stateAt(provider: Provider, path: Readonly<Record<string, string>>): TenantState {
  const name = path['tenant'] ?? ''
  const found = provider.control.tenant(name)
  if (found !== undefined) return found
  throw new ControlError(
    'NOT_FOUND',
    `${provider.id} has no tenant ${JSON.stringify(name)}: it has made no request and was told nothing`,
  )
}

const example = {
  provider: 'nirvana',
  tenant: 'checkout_empty',
  seed: 1,
  count: 0,
  requests: 0,
  settings: { faults: [{ code: 500, times: 1 }] },
  credentials: { apiKey: 'test_checkout_empty_0000000000000000000000' },
  baseUrl: 'http://localhost:8080/api.nirvanalabs.io',
  operationUrl: 'http://localhost:8080/api.nirvanalabs.io/v1/organizations',
}
const one = { description: 'The tenant then.', schema: ref('Tenant'), example }
const missing = { description: 'There is no such tenant.', schema: ref('Message') }
const at = '/tenants/{provider}/{tenant}'

export const tenantOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/tenants',
    id: 'listTenants',
    summary: 'tenants that have made a request or have settings',
    query: { provider: providerQuery },
    replies: { 200: { description: 'In no particular order.', schema: listOf(ref('Tenant')), example: [example] } },
    handle: ({ world, query, origin }) => ({
      status: 200,
      json: chosenProviders(world.providers, query.provider).flatMap((provider) =>
        provider.control.tenants().map((state) => tenantEntry(provider, state, origin)),
      ),
    }),
  }),
  operation({
    method: 'post',
    path: '/tenants',
    id: 'createTenant',
    summary: 'make a tenant of its own, with credentials for it',
    body: {
      shape: newTenant,
      examples: {
        random: { provider: 'nirvana' },
        named: { provider: 'cloudflare', tenant: 'checkout', seed: 7, count: 30 },
        scenario: { provider: 'cradl', tenant: 'slow-client', scenario: ['many', 'expiring-after-2'] },
        troubled: { provider: 'cekura', faults: [{ code: 429, after: 2, times: 1 }], rateLimit: true },
      },
    },
    replies: {
      201: { ...one, description: 'The tenant; Location is where it is changed.' },
      409: { description: 'There is such a tenant already.', schema: ref('Message') },
    },
    handle({ world, body, origin }) {
      const made = createTenant(world, body, origin)
      return { status: 201, json: made, location: `/__admin/tenants/${made.provider}/${made.tenant}` }
    },
  }),
  operation({
    method: 'get',
    path: at,
    id: 'readTenant',
    summary: 'one tenant',
    replies: { 200: one, 404: missing },
    handle({ world, path, origin }) {
      const provider = providerAt(world.providers, path)
      return { status: 200, json: tenantEntry(provider, stateAt(provider, path), origin) }
    },
  }),
  operation({
    method: 'put',
    path: at,
    id: 'configureTenant',
    summary: 'replace the settings of a tenant; its counts begin anew',
    body: { shape: settingsShape, examples: { small: { count: 3 }, plain: {} } },
    replies: { 200: one, 404: { ...missing, description: 'There is no such provider.' } },
    handle({ world, path, body, origin }) {
      const provider = providerAt(world.providers, path)
      const name = path['tenant'] ?? ''
      // Names of accounts that a provider has beside its tenants are known once they were seen.
      if (name !== 'ordinary' && provider.control.tenant(name) === undefined) tenantName.read(name, ['tenant'])
      return {
        status: 200,
        json: tenantEntry(provider, provider.control.configure(name, settingsFor(provider, body)), origin),
      }
    },
  }),
  operation({
    method: 'patch',
    path: at,
    id: 'changeTenant',
    summary: 'change some settings of a tenant (RFC 7396: null removes one); its counts begin anew',
    body: {
      shape: object({
        seed: orNull(settings.seed),
        count: orNull(settings.count),
        faults: orNull(settings.faults),
        rateLimit: orNull(settings.rateLimit),
      }),
      examples: { fail: { faults: [{ code: 500 }] }, recover: { faults: null } },
    },
    replies: { 200: one, 404: missing },
    handle({ world, path, body, origin }) {
      const provider = providerAt(world.providers, path)
      const { tenant, settings: before } = stateAt(provider, path)
      const kept = Object.entries({ ...before, ...body }).filter(([, value]) => value !== null)
      const after = settingsFor(provider, Object.fromEntries(kept) as Told)
      return { status: 200, json: tenantEntry(provider, provider.control.configure(tenant, after), origin) }
    },
  }),
  operation({
    method: 'post',
    path: `${at}/reset`,
    id: 'resetTenant',
    summary: 'forget what was counted of a tenant, and its requests',
    replies: { 204: { description: 'Done.' }, 404: missing },
    handle({ world, path }) {
      const provider = providerAt(world.providers, path)
      resetTenant(world, [provider], stateAt(provider, path).tenant)
      return { status: 204 }
    },
  }),
  operation({
    method: 'delete',
    path: at,
    id: 'deleteTenant',
    summary: 'forget a tenant, its settings included',
    replies: { 204: { description: 'Done.' }, 404: missing },
    handle({ world, path }) {
      const provider = providerAt(world.providers, path)
      const { tenant } = stateAt(provider, path)
      resetTenant(world, [provider], tenant)
      provider.control.remove(tenant)
      return { status: 204 }
    },
  }),
]
