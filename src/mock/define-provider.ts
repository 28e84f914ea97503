import { boundedCache } from './bounded-cache.ts'
import { createCatalogue, generalCatalogue, sampleRequest } from './catalogue.ts'
import { changed } from './changing.ts'
import { dataset } from './dataset.ts'
import { delayOf, randomOf, troubleFor } from './fault-rules.ts'
import { type Preferences, readPreferences } from './preferences.ts'
import { fixedWindow } from './rate-limit/fixed-window.ts'
import { tenantAccount } from './scenarios.ts'
import { everything } from './selection.ts'
import { spoil } from './spoil.ts'
import { isPath } from './steps.ts'
import { createTenants, limiterOf, type Tenant, use } from './tenants.ts'
import type {
  Answer,
  Caller,
  CatalogueEntry,
  Dataset,
  Fault,
  Listed,
  MockReply,
  MockRequest,
  Parameters,
  Provider,
  ProviderContext,
  ProviderControl,
  ProviderDefinition,
  ProviderFactory,
  RateLimit,
  Selection,
  Step,
  TenantState,
  Trouble,
} from './types.ts'
import { walkOf } from './walk.ts'

/** Bytes of finished bodies that one provider keeps, in all and at most for one. */
const bodyCacheBytes = 12 * 1024 * 1024
const largestKeptBody = 8 * 1024 * 1024
/** Rows of a long list that are made before the event loop gets its turn. */
const sliceRows = 200
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
  // A body follows from the tenant and the query alone, so a page that was sent before is sent again as it was.
  const bodies = boundedCache<{ body: Buffer; listed: Listed }>(bodyCacheBytes, largestKeptBody)
  const tenants = createTenants<Dataset<Org>>({
    seed: context.seed,
    count: context.count,
    largestCount: definition.largestCount ?? Number.POSITIVE_INFINITY,
    accountOf: tenantAccount,
  })
  const sample = sampleRequest(host, `${spec.basePath}${spec.path}`)
  const catalogue = createCatalogue(definition.errors ?? generalCatalogue(), (entry) => worded(entry, sample))
  const asked = { provider: spec.provider, names: catalogue.names, statuses: catalogue.statuses }
  const { limit: ownRateLimit, limiter } = definition.rateLimit ?? { limit: plainLimit, limiter: fixedWindow }

  const control: ProviderControl = {
    tenants: () => tenants.all().map(stateOf),
    tenant(name) {
      const found = tenants.get(name)
      return found === undefined ? undefined : stateOf(found)
    },
    configure: (name, settings) => stateOf(tenants.configure(name, settings)),
    reset: tenants.reset,
    remove: tenants.remove,
    faults: [],
    rateLimit: undefined,
    ownRateLimit,
    honoursPreferences: true,
  }

  function datasetOf(tenant: Tenant<Dataset<Org>>): Dataset<Org> {
    tenant.data ??= dataset(spec.provider, tenant.seed, tenant.count, definition)
    return tenant.account.scenario?.isChanging === true ? changed(tenant.data, tenant.edits) : tenant.data
  }

  function worded({ fault: value }: CatalogueEntry, request: MockRequest): MockReply {
    return typeof value === 'function' ? value(request) : definition.faults(value, request)
  }

  function fault(value: Fault, request: MockRequest, tenant?: string): Answer {
    const reply = definition.faults(value, request)
    return { ...reply, fault: value.kind, ...(tenant === undefined ? {} : { tenant }) }
  }

  // A provider that reads no parameters has one body for every query.
  function bodyKey(tenant: Tenant<unknown>, indent: number, request: MockRequest): string {
    const whose = tenant.edits === 0 ? tenant.key : `${tenant.key}/${tenant.edits}`
    const key = definition.parameters === undefined ? whose : `${whose}\n${request.query}`
    return indent === 0 ? key : `${key}\n${indent}`
  }

  function success(body: Buffer, listed: Listed, tenant: Tenant<unknown>, request: MockRequest): Answer {
    if (tenant.account.scenario?.isChanging === true) tenant.edits += 1
    return { status: 200, headers: definition.headers(request), body, tenant: tenant.account.tenant, listed }
  }

  function page(
    selection: Selection,
    data: Dataset<Org>,
    parameters: Parameters,
    request: MockRequest,
    tenant: Tenant<Dataset<Org>>,
    indent: number,
  ): Answer | Promise<Answer> {
    const name = tenant.account.tenant
    const cut = definition.paginator.paginate(
      selection,
      parameters,
      `${spec.provider}\n${name}\n${selection.key}`,
      request.now,
    )
    if (!cut.ok) return fault(cut.fault, request, name)
    const { info, ...position } = cut.value
    const { from, to } = position
    const items: Org[] = []

    function finished(): Answer {
      const body = Buffer.from(JSON.stringify(definition.envelope({ items, info }), null, indent))
      const listed = { ...position, count: selection.count }
      // With a lifetime a cursor tells when it was made: a kept page would hand out an old one.
      if (context.cursorLifetimeSeconds === undefined) {
        bodies.set(bodyKey(tenant, indent, request), { body, listed }, body.length)
      }
      return success(body, listed, tenant, request)
    }
    async function slowly(): Promise<Answer> {
      for (let place = from; place < to; place += 1) {
        items.push(data.at(selection.at(place)))
        if (place % sliceRows === sliceRows - 1) await context.pause()
      }
      return finished()
    }
    if (to - from > sliceRows) return slowly()
    for (let place = from; place < to; place += 1) items.push(data.at(selection.at(place)))
    return finished()
  }

  function list(tenant: Tenant<Dataset<Org>>, request: MockRequest): Answer | Promise<Answer> {
    const indent = definition.indent?.(request) ?? 0
    const kept = bodies.get(bodyKey(tenant, indent, request))
    if (kept !== undefined) return success(kept.body, kept.listed, tenant, request)
    const read = definition.parameters?.(request.query)
    if (read !== undefined && !read.ok) return fault(read.fault, request, tenant.account.tenant)
    const parameters = read?.value ?? {}
    const data = datasetOf(tenant)
    const whole =
      tenant.account.scenario?.isChanging === true ? { ...everything(data), shift: tenant.edits } : everything(data)
    const selection = definition.query?.(data, parameters) ?? whole
    return selection instanceof Promise
      ? selection.then((ready) => page(ready, data, parameters, request, tenant, indent))
      : page(selection, data, parameters, request, tenant, indent)
  }

  function firstOf(steps: readonly Step[] | undefined, request: MockRequest, tenant?: string): Answer | undefined {
    for (const step of steps ?? []) {
      const result = step(request)
      if (result === undefined) continue
      if ('kind' in result) return fault(result, request, tenant)
      return tenant === undefined ? result : { ...result, tenant }
    }
    return undefined
  }

  /** What has been asked to go wrong, done to an answer. An error takes its place; anything else spoils or delays it. */
  function troubled(answer: Answer, trouble: Trouble, request: MockRequest): Answer {
    const { error, code, wire, delayMs } = trouble
    const entry =
      error !== undefined ? catalogue.byName(error) : code !== undefined ? catalogue.byStatus(code) : undefined
    let result = answer
    if (entry !== undefined) {
      const { tenant } = answer
      const kind = typeof entry.fault === 'function' ? undefined : entry.fault.kind
      result = {
        ...worded(entry, request),
        error: entry.name,
        ...(kind === undefined ? {} : { fault: kind }),
        ...(tenant === undefined ? {} : { tenant }),
      }
    }
    if (wire !== undefined) result = spoil(result, wire)
    const wait = delayOf(delayMs, randomOf(request.requestId))
    return wait === 0 ? result : { ...result, delayMs: (answer.delayMs ?? 0) + wait }
  }

  /** The list for a caller whose account does something besides, or is told to. */
  function serveWithTrouble(
    caller: Caller,
    tenant: Tenant<Dataset<Org>>,
    request: MockRequest,
  ): Answer | Promise<Answer> {
    const { scenario, tenant: name } = tenant.account
    if (scenario?.expiresAfter !== undefined && !use(tenant, caller.credential ?? '', scenario.expiresAfter)) {
      return fault({ kind: 'unauthenticated', reason: 'expired' }, request, name)
    }
    const verdict = limiterOf(tenant, control.rateLimit, limiter)?.take(request.now)
    const rated = (answer: Answer): Answer =>
      verdict === undefined || definition.withRate === undefined
        ? answer
        : { ...answer, ...definition.withRate(answer, verdict) }
    if (verdict?.isAllowed === false) {
      return rated(fault({ kind: 'throttled', retryAfterSeconds: verdict.retryAfterSeconds }, request, name))
    }
    const random = randomOf(request.requestId)
    const trouble =
      troubleFor(tenant.settings.faults ?? [], tenant, random) ??
      troubleFor(scenario?.faults ?? [], tenant, random) ??
      troubleFor(control.faults, tenant, random)
    if (trouble === undefined) return after(listed(tenant, request), rated)
    const isError = trouble.error !== undefined || trouble.code !== undefined
    const answer = isError ? { status: 200, headers: [], body: '', tenant: name } : listed(tenant, request)
    return after(answer, (made) => rated(troubled(made, trouble, request)))
  }

  function listed(tenant: Tenant<Dataset<Org>>, request: MockRequest): Answer | Promise<Answer> {
    return firstOf(definition.after, request, tenant.account.tenant) ?? list(tenant, request)
  }

  function answer(request: MockRequest): Answer | Promise<Answer> {
    const endpoint = endpoints.get(`${request.host}${request.path}`)
    if (endpoint !== undefined) return endpoint.handle(request)
    const early = firstOf(definition.before, request)
    if (early !== undefined) return early
    const caller = definition.auth.authenticate(request)
    if (!caller.ok) return fault(caller.fault, request, caller.account?.tenant)
    const tenant = tenants.of(caller.value.account)
    tenant.requests += 1
    const isOrdinary =
      tenant.account.scenario === undefined &&
      tenant.settings.faults === undefined &&
      tenant.settings.rateLimit === undefined &&
      control.rateLimit === undefined &&
      control.faults.length === 0
    return isOrdinary ? listed(tenant, request) : serveWithTrouble(caller.value, tenant, request)
  }

  function preferred(request: MockRequest, { trouble, applied, query }: Preferences): Answer | Promise<Answer> {
    const clean = query === request.query ? request : { ...request, query }
    return after(answer(clean), (made) => {
      const result = troubled(made, trouble, clean)
      return applied === '' ? result : { ...result, headers: [...result.headers, 'Preference-Applied', applied] }
    })
  }

  return {
    id: spec.provider,
    title: spec.title,
    hosts: spec.hosts,
    client: definition.client,
    parameters: spec.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
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
      const preferences = control.honoursPreferences ? readPreferences(request, asked) : undefined
      return preferences === undefined ? answer(request) : preferred(request, preferences)
    },
    refuse: fault,
    example: (entry) => worded(entry, sample),
  }
}

function stateOf({ account, seed, count, requests, settings }: Tenant<unknown>): TenantState {
  return { tenant: account.tenant, seed, count, requests, settings }
}

function after(answer: Answer | Promise<Answer>, change: (made: Answer) => Answer): Answer | Promise<Answer> {
  return answer instanceof Promise ? answer.then(change) : change(answer)
}
