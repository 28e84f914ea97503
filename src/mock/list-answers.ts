import { boundedCache } from './bounded-cache.ts'
import { changed } from './changing.ts'
import { dataset } from './dataset.ts'
import { type Eventually, whenReady } from './eventually.ts'
import { ownBytes } from './own-text.ts'
import { everything, selector } from './selection.ts'
import type { Tenant } from './tenants.ts'
import type {
  Answer,
  Cut,
  Dataset,
  Listed,
  MockRequest,
  Parameters,
  ProviderContext,
  ProviderDefinition,
  Refusal,
  Selection,
} from './types.ts'
import { type Client, type EndSlice, TooMuchWork } from './workshop.ts'

/** Bytes of finished bodies that one provider keeps, in all and at most for one. */
const bodyCacheBytes = 12 * 1024 * 1024
const largestKeptBody = 8 * 1024 * 1024
/** What a dataset takes, nearly all of it for faker (measured, rounded up), and how much of that one provider keeps. */
const datasetBytes = 24 * 1024
const datasetCacheBytes = 6 * 1024 * 1024
/** Rows of a long list that are made, or written, in one slice of work. */
const sliceRows = 24
/** Memory that a row takes while its list is made. */
const rowBytes = 5_000
/** When to ask again for a list that there was no memory for. */
const retryAfterSeconds = 60

/** By the name of a parameter. */
type Located = Readonly<Record<string, { readonly at: number }>>

type Refuse = (refusal: Refusal, request: MockRequest, tenant: string) => Answer

/** Answers with the page of a tenant's list that a request asks for. Refuses: those of the parameters and the paginator. */
export function listAnswers<Org, Info>(
  context: ProviderContext,
  definition: ProviderDefinition<Org, Info>,
  refuse: Refuse,
): (tenant: Tenant, request: MockRequest) => Eventually<Answer> {
  const { provider, path } = context.spec
  const source = `${provider} ${path}`
  // A body follows from the tenant and the query alone, so a page that was sent before is sent again as it was.
  const bodies = boundedCache<{ body: Buffer; listed: Listed; info: Info }>('bodies', bodyCacheBytes, largestKeptBody)
  // Tenants with one seed and count see the same organizations.
  const datasets = boundedCache<Dataset<Org>>('datasets', datasetCacheBytes)
  const find = selector(context.work)
  // With a lifetime a cursor tells when it was made: a kept page would hand out an old one.
  const areCursorsTimeless = definition.paginator.cursorLifetimeSeconds === undefined

  function dataOf({ seed, count }: Tenant): Dataset<Org> {
    const key = `${seed}/${count}`
    const kept = datasets.get(key)
    if (kept !== undefined) return kept
    const made = dataset(provider, seed, count, definition)
    datasets.set(key, made, datasetBytes)
    return made
  }

  function success(body: Buffer, listed: Listed, info: Info, tenant: Tenant, request: MockRequest): Answer {
    const own = definition.headers(request)
    const headers = definition.pageHeaders === undefined ? own : [...own, ...definition.pageHeaders(info)]
    return { status: 200, headers, body, tenant: tenant.account.tenant, listed }
  }

  /** The finished body with the organizations from one position to another. */
  function bodyOf(
    data: Dataset<Org>,
    selection: Selection,
    { from, to, info }: Cut<Info>,
    indent: number,
    url: string,
    key: string,
    client: Client | undefined,
  ): Eventually<Buffer> {
    const items: Org[] = []
    if (to - from <= sliceRows) {
      for (let position = from; position < to; position += 1) items.push(data.at(selection.at(position)))
      return Buffer.from(JSON.stringify(definition.envelope({ items, info }, url), null, indent))
    }
    return context.work.do(`${source}\n${key}`, (to - from) * rowBytes, client, async (endSlice) => {
      // Where the list is the whole body, as with providers that have no pages, its organizations need not be kept.
      if (definition.envelope({ items, info }, url) === items) {
        return longList((position) => data.at(selection.at(position)), from, to, indent, endSlice)
      }
      for (let position = from; position < to; position += 1) {
        items.push(data.at(selection.at(position)))
        if (position % sliceRows === sliceRows - 1) await endSlice()
      }
      return Buffer.from(JSON.stringify(definition.envelope({ items, info }, url), null, indent))
    })
  }

  function select(
    data: Dataset<Org>,
    parameters: Parameters,
    tenant: Tenant,
    client: Client | undefined,
  ): Eventually<Selection> {
    if (definition.query !== undefined) return definition.query(data, parameters, client)
    const whole = everything(data)
    return isChanging(tenant) ? { ...whole, shift: tenant.edits } : whole
  }

  /** Where the item is that a parameter names by its identity. */
  function located(data: Dataset<Org>, parameters: Parameters, client: Client | undefined): Eventually<Located> {
    const { column = '', parameters: names = [] } = definition.paginator.identity ?? {}
    const [name, ...others] = names.filter((each) => parameters[each] !== undefined)
    if (name === undefined || others.length > 0) return {}
    const value = String(parameters[name])
    const query = { filters: [{ column, value }], match: 'all', order: undefined, direction: 'asc' } as const
    return whenReady(find(data, query, client), (found) => {
      const positions = Array.from({ length: found.count }, (_, position) => found.at(position))
      const at = positions.find((position) => data.column(column)(position) === value)
      return at === undefined ? {} : { [name]: { at } }
    })
  }

  function makePage(
    tenant: Tenant,
    request: MockRequest,
    indent: number,
    url: string,
    key: string,
  ): Eventually<Answer> {
    const { tenant: name } = tenant.account
    const read = definition.parameters?.(request.query)
    if (read !== undefined && !read.ok) return refuse(read.refusal, request, name)
    const parameters = read?.value ?? {}
    const whole = dataOf(tenant)
    const data = isChanging(tenant) ? changed(whole, tenant.edits) : whole

    const ready = whenReady(select(data, parameters, tenant, request.client), (selection) =>
      whenReady(located(data, parameters, request.client), (places) => ({ selection, places })),
    )
    return whenReady(ready, ({ selection, places }) => {
      const binding = `${provider}\n${name}\n${selection.key}`
      const cut = definition.paginator.paginate(selection, parameters, binding, request.now, {
        url: ownUrl(request),
        query: request.query,
        identityAt: (position) => data.column(definition.paginator.identity?.column ?? '')(selection.at(position)),
        positionOf: (parameter) => places[parameter],
      })
      if (!cut.ok) return refuse(cut.refusal, request, name)
      const { info, ...position } = cut.value
      const work = isChanging(tenant) ? `${key}\n${tenant.edits}` : key
      return whenReady(bodyOf(data, selection, cut.value, indent, url, work, request.client), (made) => {
        // The cache and the journal keep it.
        const body = made.length > largestKeptBody ? made : ownBytes(made)
        const listed = { ...position, count: selection.count }
        if (isChanging(tenant)) tenant.edits += 1
        else if (areCursorsTimeless) bodies.set(key, { body, listed, info }, body.length)
        return success(body, listed, info, tenant, request)
      })
    })
  }

  return function answerList(tenant, request) {
    const indent = definition.indent?.(request) ?? 0
    // A provider that reads no parameters has one body for every query.
    const query = definition.parameters === undefined ? '' : request.query
    const url = definition.paginator.hasLinks === true ? ownUrl(request) : ''
    const plain = url === '' ? tenant.key + query : `${tenant.key}${query}\n${url}`
    const key = indent === 0 ? plain : `${plain}\n${indent}`
    const kept = bodies.get(key)
    if (kept !== undefined) return success(kept.body, kept.listed, kept.info, tenant, request)
    const made = makePage(tenant, request, indent, `${url}?${query}`, key)
    return made instanceof Promise ? made.catch((error: unknown) => short(error, tenant, request)) : made
  }

  /** Assumed: a provider that has too much to do says so as it says that a client asks too often. */
  function short(error: unknown, { account }: Tenant, request: MockRequest): Answer {
    if (!(error instanceof TooMuchWork)) throw error
    const refusal = { kind: 'throttled', retryAfterSeconds } as const
    return { ...refuse(refusal, request, account.tenant), shortage: error.message }
  }
}

/** The URL of the list as the client wrote it, without the query. */
function ownUrl({ scheme, headers, host, prefix, path }: MockRequest): string {
  const asked = String(headers['host'] ?? '')
  return `${scheme}://${/^[\w.:[\]-]+$/.test(asked) ? asked : host}${prefix}${path}`
}

function isChanging({ account }: Tenant): boolean {
  return account.scenario?.isChanging === true
}

/** The text of a list as JSON.stringify writes it, in bytes, made slice by slice. */
async function longList(
  at: (position: number) => unknown,
  from: number,
  to: number,
  indent: number,
  endSlice: EndSlice,
): Promise<Buffer> {
  const [open, close] = indent === 0 ? ['[', ']'] : ['[\n', '\n]']
  let bytes = Buffer.allocUnsafeSlow(sliceRows * rowBytes)
  let length = 0
  for (let first = from; first < to; first += sliceRows) {
    const rows: unknown[] = []
    for (let position = first; position < Math.min(first + sliceRows, to); position += 1) rows.push(at(position))
    const begin = first === from ? open : `,${open.slice(1)}`
    const text = begin + JSON.stringify(rows, null, indent).slice(open.length, -close.length)
    if (length + text.length * 3 + close.length > bytes.length) {
      const expected = (length + text.length * 3) * Math.min(2, 1 + (to - first) / (first - from + sliceRows))
      bytes = Buffer.concat([bytes.subarray(0, length)], Math.ceil(expected) + sliceRows * rowBytes)
    }
    length += bytes.write(text, length)
    await endSlice()
  }
  length += bytes.write(close, length)
  return bytes.subarray(0, length)
}
