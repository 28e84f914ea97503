import { boundedCache } from './bounded-cache.ts'
import { changed } from './changing.ts'
import { dataset } from './dataset.ts'
import { type Eventually, whenReady } from './eventually.ts'
import { everything } from './selection.ts'
import type { Tenant } from './tenants.ts'
import type {
  Answer,
  Dataset,
  Listed,
  MockRequest,
  Parameters,
  ProviderContext,
  ProviderDefinition,
  Refusal,
  Selection,
} from './types.ts'

/** Bytes of finished bodies that one provider keeps, in all and at most for one. */
const bodyCacheBytes = 12 * 1024 * 1024
const largestKeptBody = 8 * 1024 * 1024
/** What a dataset takes, nearly all of it for faker (measured, rounded up), and how much of that one provider keeps. */
const datasetBytes = 24 * 1024
const datasetCacheBytes = 6 * 1024 * 1024
/** Rows of a long list that are made before the event loop gets its turn. */
const sliceRows = 200

type Refuse = (refusal: Refusal, request: MockRequest, tenant: string) => Answer

/** Answers with the page of a tenant's list that a request asks for. Refuses: those of the parameters and the paginator. */
export function listAnswers<Org, Info>(
  context: ProviderContext,
  definition: ProviderDefinition<Org, Info>,
  refuse: Refuse,
): (tenant: Tenant, request: MockRequest) => Eventually<Answer> {
  const { provider } = context.spec
  // A body follows from the tenant and the query alone, so a page that was sent before is sent again as it was.
  const bodies = boundedCache<{ body: Buffer; listed: Listed }>(bodyCacheBytes, largestKeptBody)
  // Tenants with one seed and count see the same organizations.
  const datasets = boundedCache<Dataset<Org>>(datasetCacheBytes)
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

  // A provider that reads no parameters has one body for every query.
  function bodyKey(tenant: Tenant, indent: number, request: MockRequest): string {
    const key = definition.parameters === undefined ? tenant.key : tenant.key + request.query
    return indent === 0 ? key : `${key}\n${indent}`
  }

  function success(body: Buffer, listed: Listed, tenant: Tenant, request: MockRequest): Answer {
    return { status: 200, headers: definition.headers(request), body, tenant: tenant.account.tenant, listed }
  }

  /** The organizations from one position to another. */
  function rows(data: Dataset<Org>, selection: Selection, from: number, to: number): Eventually<Org[]> {
    const found: Org[] = []
    async function slowly(): Promise<Org[]> {
      for (let position = from; position < to; position += 1) {
        found.push(data.at(selection.at(position)))
        if (position % sliceRows === sliceRows - 1) await context.pause()
      }
      return found
    }
    if (to - from > sliceRows) return slowly()
    for (let position = from; position < to; position += 1) found.push(data.at(selection.at(position)))
    return found
  }

  function select(data: Dataset<Org>, parameters: Parameters, tenant: Tenant): Eventually<Selection> {
    if (definition.query !== undefined) return definition.query(data, parameters)
    const whole = everything(data)
    return isChanging(tenant) ? { ...whole, shift: tenant.edits } : whole
  }

  function makePage(tenant: Tenant, request: MockRequest, indent: number, key: string): Eventually<Answer> {
    const { tenant: name } = tenant.account
    const read = definition.parameters?.(request.query)
    if (read !== undefined && !read.ok) return refuse(read.refusal, request, name)
    const parameters = read?.value ?? {}
    const whole = dataOf(tenant)
    const data = isChanging(tenant) ? changed(whole, tenant.edits) : whole

    return whenReady(select(data, parameters, tenant), (selection) => {
      const binding = `${provider}\n${name}\n${selection.key}`
      const cut = definition.paginator.paginate(selection, parameters, binding, request.now)
      if (!cut.ok) return refuse(cut.refusal, request, name)
      const { info, ...position } = cut.value
      return whenReady(rows(data, selection, position.from, position.to), (items) => {
        const body = Buffer.from(JSON.stringify(definition.envelope({ items, info }), null, indent))
        const listed = { ...position, count: selection.count }
        if (isChanging(tenant)) tenant.edits += 1
        else if (areCursorsTimeless) bodies.set(key, { body, listed }, body.length)
        return success(body, listed, tenant, request)
      })
    })
  }

  return function answerList(tenant, request) {
    const indent = definition.indent?.(request) ?? 0
    const key = bodyKey(tenant, indent, request)
    const kept = bodies.get(key)
    return kept === undefined
      ? makePage(tenant, request, indent, key)
      : success(kept.body, kept.listed, tenant, request)
  }
}

function isChanging({ account }: Tenant): boolean {
  return account.scenario?.isChanging === true
}
