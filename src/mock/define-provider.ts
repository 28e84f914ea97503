import { badDays } from './bad-days.ts'
import { createCatalogue, generalCatalogue, sampleRequest } from './catalogue.ts'
import { after, type Eventually } from './eventually.ts'
import { listAnswers } from './list-answers.ts'
import { type Preferences, readPreferences } from './preferences.ts'
import { fixedWindow } from './rate-limit/fixed-window.ts'
import { tenantAccount } from './scenarios.ts'
import { isPath } from './steps.ts'
import { createTenants, type Tenant, tenantState } from './tenants.ts'
import type {
  Answer,
  CatalogueEntry,
  Fault,
  MockReply,
  MockRequest,
  Provider,
  ProviderContext,
  ProviderControl,
  ProviderDefinition,
  ProviderFactory,
  RateLimit,
  Step,
} from './types.ts'
import { walkOf } from './walk.ts'

/** For a provider whose own limit nobody knows. */
const plainLimit: RateLimit = { requests: 100, windowSeconds: 60 }

/**
 * Makes a provider from what its file declares. The order of decisions is the provider's: its `before` steps, authentication, what the
 * tenant is in for (an expiring credential, a limit, faults), its `after` steps, parameters, then the page. The first fault wins.
 */
export function defineProvider<Org, Info>(
  define: (context: ProviderContext) => ProviderDefinition<Org, Info>,
): ProviderFactory {
  return (context) => assemble(context, define(context))
}

function assemble<Org, Info>(context: ProviderContext, definition: ProviderDefinition<Org, Info>): Provider {
  const { spec } = context
  const [host = ''] = spec.hosts
  const endpoints = new Map(
    (definition.auth.endpoints ?? []).map((endpoint) => [`${endpoint.host}${endpoint.path}`, endpoint]),
  )
  const tenants = createTenants({
    seed: context.seed,
    count: context.count,
    largestCount: definition.largestCount ?? Number.POSITIVE_INFINITY,
    accountOf: tenantAccount,
  })
  const sample = sampleRequest(host, `${spec.basePath}${spec.path}`)
  const catalogue = createCatalogue(definition.errors ?? generalCatalogue(), (entry) => worded(entry, sample))
  const errors = { provider: spec.provider, names: catalogue.names, statuses: catalogue.statuses }
  const { limit: ownRateLimit, limiter } = definition.rateLimit ?? { limit: plainLimit, limiter: fixedWindow }

  const control: ProviderControl = {
    tenants: () => tenants.all().map(tenantState),
    tenant(name) {
      const found = tenants.get(name)
      return found === undefined ? undefined : tenantState(found)
    },
    configure: (name, settings) => tenantState(tenants.configure(name, settings)),
    reset: tenants.reset,
    remove: tenants.remove,
    faults: [],
    rateLimit: undefined,
    ownRateLimit,
    honoursPreferences: true,
  }
  const days = badDays({
    catalogue,
    control,
    limiter,
    // A host of their own is all theirs.
    isForEndpoint: (request) =>
      [...endpoints.values()].some(
        (endpoint) => endpoint.host === request.host && (endpoint.host !== host || isPath(request, endpoint.path)),
      ),
    withRate: definition.withRate,
    worded,
    refuse: fault,
  })
  const list = listAnswers(context, definition, fault)

  function worded({ fault: value }: CatalogueEntry, request: MockRequest): MockReply {
    return typeof value === 'function' ? value(request) : definition.faults(value, request)
  }

  function fault(value: Fault, request: MockRequest, tenant?: string): Answer {
    const reply = definition.faults(value, request)
    return { ...reply, fault: value.kind, ...(tenant === undefined ? {} : { tenant }) }
  }

  function firstOf(steps: readonly Step[], request: MockRequest, tenant?: string): Answer | undefined {
    for (const step of steps) {
      const result = step(request)
      if (result === undefined) continue
      if ('kind' in result) return fault(result, request, tenant)
      return tenant === undefined ? result : { ...result, tenant }
    }
    return undefined
  }

  const { before, after: later = [] } = definition

  function listed(tenant: Tenant, request: MockRequest): Eventually<Answer> {
    return firstOf(later, request, tenant.account.tenant) ?? list(tenant, request)
  }

  function answer(request: MockRequest): Eventually<Answer> {
    const endpoint = endpoints.get(`${request.host}${request.path}`)
    if (endpoint !== undefined) return endpoint.handle(request)
    const early = firstOf(before, request)
    if (early !== undefined) return days.uncounted(early)
    const caller = definition.auth.authenticate(request)
    if (!caller.ok) return days.uncounted(fault(caller.fault, request, caller.account?.tenant))
    const tenant = tenants.of(caller.value.account)
    tenant.requests += 1
    if (days.areGood(tenant)) return listed(tenant, request)
    return days.serve(caller.value, tenant, request, () => listed(tenant, request))
  }

  function preferred(request: MockRequest, { trouble, applied, query }: Preferences): Eventually<Answer> {
    const clean = query === request.query ? request : { ...request, query }
    return after(answer(clean), (made) => {
      const result = days.troubled(made, trouble, clean)
      return applied === '' ? result : { ...result, headers: [...result.headers, 'Preference-Applied', applied] }
    })
  }

  return {
    id: spec.provider,
    title: spec.title,
    hosts: spec.hosts,
    client: definition.client,
    parameters: spec.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    choices: new Set(spec.parameters.flatMap(({ schema }) => listOf(schema['enum'])).map(String)),
    secretHeaders: spec.security.flatMap((requirement) =>
      requirement.flatMap(({ scheme }) =>
        scheme.type === 'apiKey' && scheme.in === 'header' ? [scheme.name.toLowerCase()] : [],
      ),
    ),
    errors: catalogue.entries,
    walk: walkOf(spec, definition),
    control,
    hostOf: (path) => definition.auth.endpoints?.find((endpoint) => endpoint.path === path)?.host ?? host,
    takesBody: (at, path) =>
      (definition.auth.endpoints ?? []).some((endpoint) => endpoint.host === at && isPath({ path }, endpoint.path)),
    note: (request) => definition.note?.(request),
    urls(origin) {
      const baseUrl = `${origin}/${host}${spec.basePath}`
      const [endpoint] = endpoints.values()
      return {
        baseUrl,
        operationUrl: `${baseUrl}${spec.path}`,
        ...(endpoint === undefined ? {} : { tokenUrl: `${origin}/${endpoint.host}${endpoint.path}` }),
      }
    },
    handle(request) {
      const preferences = control.honoursPreferences ? readPreferences(request, errors) : undefined
      return preferences === undefined ? answer(request) : preferred(request, preferences)
    },
    refuse: fault,
    example: (entry) => worded(entry, sample),
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
