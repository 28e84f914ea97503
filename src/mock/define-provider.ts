import {
  able,
  action,
  anyText,
  argument,
  call,
  list,
  map,
  needed,
  number,
  options,
  thing,
  wanted,
  wholeNumber,
} from '../options/index.ts'
import { arrayOf, countBounds, isObject, maxCount, type OperationSpec } from '../spec/index.ts'
import { errorCatalogue } from './error-catalogue.ts'
import { type Eventually, whenReady } from './eventually.ts'
import { ignoredParameters } from './ignored-parameters.ts'
import { limitsAndFaults } from './limits-and-faults.ts'
import { listAnswers } from './list-answers.ts'
import { listGuide } from './list-guide.ts'
import { type Preferences, readPreferences } from './preferences.ts'
import { parseQuery } from './query-string.ts'
import { fixedWindow } from './rate-limit/fixed-window.ts'
import { publishedScenarios, tenantAccount } from './scenarios.ts'
import { isPath } from './steps.ts'
import { createTenants, type Tenant, tenantState } from './tenants.ts'
import type {
  Answer,
  Asked,
  MockRequest,
  Provider,
  ProviderContext,
  ProviderControl,
  ProviderDefinition,
  ProviderFactory,
  RateLimit,
  Refusal,
  Step,
} from './types.ts'

/** Stands for a request where an error is printed. */
const plain: Omit<Asked, 'path'> = {
  method: 'GET',
  headers: {},
  requestId: '86610873f8d987a90000000000000000',
  now: Date.UTC(2026, 5, 1),
}

/** For a provider whose own limit is not known. */
const plainLimit: RateLimit = { requests: 100, windowSeconds: 60 }

/**
 * Makes a provider from what its file declares. The order of decisions is the provider's: its `beforeAuth` steps, authentication,
 * what the tenant's scenario and settings say (an expiring credential, a limit, faults), its `afterAuth` steps, parameters, then the page.
 * The first refusal wins.
 */
export function defineProvider<Org, Info>(
  define: (context: ProviderContext) => ProviderDefinition<Org, Info>,
): ProviderFactory {
  return (context) => checked(context, define(context))
}

const definition = options<ProviderDefinition<never, never>>({
  client: needed(able('an object with credentials, env and curl', 'env', 'curl')),
  auth: needed(able('a scheme such as bearer makes', 'authenticate')),
  beforeAuth: needed(list(action())),
  afterAuth: list(action()),
  parameters: action(),
  organization: needed(action()),
  columns: map(anyText, action()),
  query: action(),
  paginator: needed(able('a paginator such as pageNumber makes', 'paginate')),
  largestCount: wholeNumber(...countBounds),
  envelope: needed(action()),
  further: list(thing('a list with spec, paginator and envelope', isObject)),
  indent: action(),
  headers: needed(action()),
  pageHeaders: action(),
  errors: needed(thing('a list of errors', Array.isArray)),
  rateLimit: options({
    limit: needed(options({ requests: needed(number(1, maxCount)), windowSeconds: needed(number(0.001, 86_400)) })),
    limiter: needed(action()),
  }),
  withRate: action(),
  edge: options({ server: needed(anyText), headers: needed(action()) }),
  evidenced: thing('an object', isObject),
  evidencedFilters: options({ names: needed(list(anyText)), source: needed(anyText) }),
  reasons: thing('an object', isObject),
  note: action(),
})

/** The same for what a file declares: it is refused where it is not what a provider is made of. */
const checked = call(
  'defineProvider',
  [argument('context', thing<ProviderContext>('a context', isObject)), wanted(definition)],
  assemble,
) as unknown as typeof assemble

function assemble<Org, Info>(context: ProviderContext, definition: ProviderDefinition<Org, Info>): Provider {
  const { spec } = context
  const [host = ''] = spec.hosts
  const { endpoints = [] } = definition.auth
  const { tenantCredentials } = definition.client
  const endpointAt = (at: string, path: string) =>
    endpoints.find((endpoint) => endpoint.host === at && isPath({ path }, endpoint.path))
  const pageSize = defaultPageSize(definition)
  const tenants = createTenants({
    seed: context.seed,
    count: context.count,
    largestCount: definition.largestCount ?? Number.POSITIVE_INFINITY,
    pageSize,
    accountOf: tenantAccount,
  })
  const path = `${spec.basePath}${spec.path}`
  const onlyTheList = `only the list is served here: ${spec.method} ${path}`
  const catalogue = errorCatalogue(definition)
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
  const limits = limitsAndFaults({
    catalogue,
    control,
    limiter,
    // A host of their own is all theirs.
    isForEndpoint: (request) =>
      endpoints.some(
        (endpoint) => endpoint.host === request.host && (endpoint.host !== host || isPath(request, endpoint.path)),
      ),
    withRate: definition.withRate,
    edge: definition.edge,
    refuse,
  })
  const ignored = ignoredParameters(spec.provider, context.later)
  const secretParameters = keyNames(spec, 'query')
  const list = listAnswers(context, definition, refuse)
  const { query: _, parameters: __, ...shared } = definition
  const further = (definition.further ?? []).map((own) => ({
    path: `${own.spec.basePath}${own.spec.path}`,
    list: listAnswers({ ...context, spec: own.spec }, { ...shared, ...own }, refuse),
  }))

  function refuse(refusal: Refusal, request: MockRequest, tenant?: string): Answer {
    const met = catalogue.nameFor(refusal)
    return {
      ...catalogue.reply(refusal, request),
      ...(met === undefined ? {} : { met }),
      ...(refusal.kind === 'token' ? {} : { refusal: refusal.kind }),
      ...(tenant === undefined ? {} : { tenant }),
    }
  }

  function firstOf(steps: readonly Step[], request: MockRequest, tenant?: string): Answer | undefined {
    for (const step of steps) {
      const result = step(request)
      if (result === undefined) continue
      if ('kind' in result) return refuse(result, request, tenant)
      return tenant === undefined ? result : { ...result, tenant }
    }
    return undefined
  }

  const { beforeAuth, afterAuth = [] } = definition

  function listed(tenant: Tenant, request: MockRequest): Eventually<Answer> {
    const { list: asked = list } = further.find((one) => isPath(request, one.path)) ?? {}
    return firstOf(afterAuth, request, tenant.account.tenant) ?? asked(tenant, request)
  }

  function answer(request: MockRequest): Eventually<Answer> {
    const endpoint = endpointAt(request.host, request.path)
    if (endpoint !== undefined) {
      const outcome = endpoint.handle(request)
      return outcome.ok ? outcome.value : refuse(outcome.refusal, request, outcome.account?.tenant)
    }
    const early = firstOf(beforeAuth, request)
    if (early !== undefined) return limits.uncounted(early)
    const caller = definition.auth.authenticate(request)
    if (!caller.ok) return limits.uncounted(refuse(caller.refusal, request, caller.account?.tenant))
    const tenant = tenants.of(caller.value.account)
    tenant.requests += 1
    const asked = withoutParameters(request, secretParameters)
    return limits.serve(caller.value, tenant, asked, () => listed(tenant, asked))
  }

  function preferred(request: MockRequest, { fault, applied, query }: Preferences): Eventually<Answer> {
    const clean = query === request.query ? request : { ...request, query }
    return whenReady(answer(clean), (made) => {
      const result = limits.withFault(made, fault, clean)
      return applied === '' ? result : { ...result, headers: [...result.headers, 'Preference-Applied', applied] }
    })
  }

  return {
    id: spec.provider,
    title: spec.title,
    hosts: spec.hosts,
    client: {
      ...definition.client,
      ...(tenantCredentials && { accounts: publishedScenarios(tenantCredentials, pageSize) }),
    },
    edition: context.edition ?? 'documents',
    parameters: [spec, ...(definition.further ?? []).map((own) => own.spec)].flatMap(({ parameters }) =>
      parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    ),
    choices: new Set(spec.parameters.flatMap(({ schema }) => arrayOf(schema['enum'])).map(String)),
    secretHeaders: keyNames(spec, 'header').map((name) => name.toLowerCase()),
    secretParameters,
    errors: definition.errors,
    listGuide: listGuide(spec, definition),
    control,
    hostOf: (path) => endpoints.find((endpoint) => endpoint.path === path)?.host ?? host,
    takesBody: (at, path) => endpointAt(at, path) !== undefined,
    note: (request, { refusal }) =>
      definition.note?.(request) ??
      (refusal === 'not-found' && !isPath(request, path) ? onlyTheList : ignored(request.query)),
    urls(origin) {
      const baseUrl = `${origin}/${host}${spec.basePath}`
      const [endpoint] = endpoints
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
    refuse,
    example: (error) => catalogue.replyOf(error, { ...plain, path }),
  }
}

/** Names under which the document has keys in one place. */
function keyNames({ security }: OperationSpec, place: 'header' | 'query'): readonly string[] {
  const schemes = security.flat().map(({ scheme }) => scheme)
  return schemes.flatMap((scheme) => (scheme.type === 'apiKey' && scheme.in === place ? [scheme.name] : []))
}

/** A key in the query leads to no page: links do not repeat it. */
function withoutParameters(request: MockRequest, names: readonly string[]): MockRequest {
  if (names.length === 0 || request.query === '') return request
  const kept = request.query.split('&').filter((pair) => !names.includes(parseQuery(pair)[0]?.name ?? ''))
  return { ...request, query: kept.join('&') }
}

/** Of a request that names no size; 20 where the provider has no pages, or its paginator does not say how they are asked for. */
function defaultPageSize<Org, Info>({ parameters, paginator }: ProviderDefinition<Org, Info>): number {
  const defaults = parameters?.('')
  return defaults?.ok === true ? Number(defaults.value[paginator.paging?.size ?? ''] ?? 20) : 20
}
