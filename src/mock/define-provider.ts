import { boundedCache } from './bounded-cache.ts'
import { dataset } from './dataset.ts'
import { everything } from './selection.ts'
import { isPath } from './steps.ts'
import type {
  Caller,
  Dataset,
  Fault,
  MockReply,
  MockRequest,
  Parameters,
  Provider,
  ProviderContext,
  ProviderDefinition,
  ProviderFactory,
  Selection,
  Step,
} from './types.ts'

/** Bytes of finished bodies that one provider keeps, in all and at most for one. */
const bodyCacheBytes = 12 * 1024 * 1024
const largestKeptBody = 8 * 1024 * 1024
/** Rows of a long list that are made before the event loop gets its turn. */
const sliceRows = 200
/** How many tenants' datasets are kept at hand; making one again is cheap. */
const datasetLimit = 1_000

/**
 * Makes a provider from what its file declares. The order of decisions is the provider's: its `before` steps, authentication, its
 * `after` steps, parameters, then the page. The first fault wins.
 */
export function defineProvider<Org, Info>(
  define: (context: ProviderContext) => ProviderDefinition<Org, Info>,
): ProviderFactory {
  return (context) => assemble(context, define(context))
}

function assemble<Org, Info>(context: ProviderContext, definition: ProviderDefinition<Org, Info>): Provider {
  const { spec } = context
  const endpoints = new Map(
    (definition.auth.endpoints ?? []).map((endpoint) => [`${endpoint.host}${endpoint.path}`, endpoint]),
  )
  // A body follows from the tenant and the query alone, so a page that was sent before is sent again as it was.
  const bodies = boundedCache<Buffer>(bodyCacheBytes, largestKeptBody)
  const datasets = new Map<string, Dataset<Org>>()

  function datasetOf({ account }: Caller): Dataset<Org> {
    let data = datasets.get(account.tenant)
    if (data === undefined) {
      if (datasets.size >= datasetLimit) datasets.clear()
      const count = Math.min(account.count ?? context.count, definition.largestCount ?? Number.POSITIVE_INFINITY)
      data = dataset(spec.provider, account.seed ?? context.seed, count, definition)
      datasets.set(account.tenant, data)
    }
    return data
  }

  function fault(value: Fault, request: MockRequest): MockReply {
    return definition.faults(value, request)
  }

  function success(body: Buffer, request: MockRequest): MockReply {
    return { status: 200, headers: definition.headers(request), body }
  }

  // A provider that reads no parameters has one body for every query.
  function bodyKey(tenant: string, indent: number, request: MockRequest): string {
    const key = definition.parameters === undefined ? tenant : `${tenant}\n${request.query}`
    return indent === 0 ? key : `${key}\n${indent}`
  }

  function page(
    selection: Selection,
    data: Dataset<Org>,
    parameters: Parameters,
    request: MockRequest,
    tenant: string,
    indent: number,
  ): MockReply | Promise<MockReply> {
    const cut = definition.paginator.paginate(selection, parameters, `${spec.provider}\n${tenant}\n${selection.key}`)
    if (!cut.ok) return fault(cut.fault, request)
    const { from, to, info } = cut.value
    const items: Org[] = []

    function finished(): MockReply {
      const body = Buffer.from(JSON.stringify(definition.envelope({ items, info }), null, indent))
      bodies.set(bodyKey(tenant, indent, request), body, body.length)
      return success(body, request)
    }
    async function slowly(): Promise<MockReply> {
      for (let position = from; position < to; position += 1) {
        items.push(data.at(selection.at(position)))
        if (position % sliceRows === sliceRows - 1) await context.pause()
      }
      return finished()
    }
    if (to - from > sliceRows) return slowly()
    for (let position = from; position < to; position += 1) items.push(data.at(selection.at(position)))
    return finished()
  }

  function list(caller: Caller, request: MockRequest): MockReply | Promise<MockReply> {
    const tenant = caller.account.tenant
    const indent = definition.indent?.(request) ?? 0
    const kept = bodies.get(bodyKey(tenant, indent, request))
    if (kept !== undefined) return success(kept, request)
    const read = definition.parameters?.(request.query)
    if (read !== undefined && !read.ok) return fault(read.fault, request)
    const parameters = read?.value ?? {}
    const data = datasetOf(caller)
    const selection = definition.query?.(data, parameters) ?? everything(data)
    return selection instanceof Promise
      ? selection.then((ready) => page(ready, data, parameters, request, tenant, indent))
      : page(selection, data, parameters, request, tenant, indent)
  }

  function firstOf(steps: readonly Step[] | undefined, request: MockRequest): MockReply | undefined {
    for (const step of steps ?? []) {
      const result = step(request)
      if (result !== undefined) return 'kind' in result ? fault(result, request) : result
    }
    return undefined
  }

  const [host = ''] = spec.hosts
  return {
    id: spec.provider,
    title: spec.title,
    hosts: spec.hosts,
    client: definition.client,
    parameters: spec.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
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
      const endpoint = endpoints.get(`${request.host}${request.path}`)
      if (endpoint !== undefined) return endpoint.handle(request)
      const early = firstOf(definition.before, request)
      if (early !== undefined) return early
      const caller = definition.auth.authenticate(request)
      if (!caller.ok) return fault(caller.fault, request)
      return firstOf(definition.after, request) ?? list(caller.value, request)
    },
    refuse: fault,
  }
}
