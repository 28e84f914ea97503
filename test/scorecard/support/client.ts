import { hostOf, type ProviderId, pathOf, tokenForm } from '../../support/providers.ts'
import type { Rig } from './rig.ts'

export type Query = Readonly<Record<string, string>>

/** An answer as a client reads it. */
export interface Reply {
  readonly status: number
  readonly ids: readonly string[]
  /** The cursor of the next page; null where there is none. */
  readonly next: string | null
  readonly previous: string | null
  readonly retryAfter: string | null
}

export interface SendOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of the operation's. */
  readonly path?: string
  readonly body?: string
}

/** A client of one provider under one credential. Its `send` has no manners; its `get` and `walk` have all that there are. */
export interface Client {
  send(query?: Query | string, options?: SendOptions): Promise<Reply>
  /** Fetches a token, where the provider has such a thing. */
  renew(): Promise<number>
  get(query?: Query, options?: SendOptions): Promise<Reply>
  /** Every organization, page by page. */
  walk(query?: Query): Promise<string[]>
}

export function clientOf(rig: Rig, id: ProviderId, tenant?: string): Client {
  const credentials = credentialsOf(rig, id, tenant)
  let token: string | undefined

  async function headers(): Promise<Record<string, string>> {
    switch (id) {
      case 'cekura':
        return { 'X-CEKURA-API-KEY': credentials['apiKey'] ?? '' }
      case 'cloudflare':
        return { 'X-Auth-Email': credentials['apiEmail'] ?? '', 'X-Auth-Key': credentials['apiKey'] ?? '' }
      case 'cradl':
        if (token === undefined) await renew()
        return { Authorization: `Bearer ${token}` }
      case 'nirvana':
        return { Authorization: `Bearer ${credentials['apiKey']}` }
    }
  }

  async function renew(): Promise<number> {
    const { clientId = '', clientSecret = '' } = credentials
    const response = await fetch(`${rig.url}/auth.cradl.ai/oauth2/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: tokenForm({ CRADL_CLIENT_ID: clientId, CRADL_CLIENT_SECRET: clientSecret }),
    })
    token = ((await response.json()) as { access_token?: string }).access_token
    return response.status
  }

  async function send(query: Query | string = {}, options: SendOptions = {}): Promise<Reply> {
    const { method = 'GET', path = pathOf(id), body } = options
    const text = typeof query === 'string' ? query : new URLSearchParams(query).toString()
    const init = { method, headers: options.headers ?? (await headers()), ...(body === undefined ? {} : { body }) }
    const response = await fetch(`${rig.url}/${hostOf(id)}${path}${text === '' ? '' : `?${text}`}`, init)
    return replyOf(response, await response.text())
  }

  async function get(query: Query = {}, options: SendOptions = {}): Promise<Reply> {
    for (let retry = 0; ; retry += 1) {
      const reply = await send(query, options).catch(() => undefined)
      const isRefused = id === 'cradl' && reply?.status === 403
      const isFailure = reply === undefined || reply.status === 429 || reply.status >= 500
      if ((!isFailure && !isRefused) || retry === 4) return reply ?? noReply
      if (isRefused) await renew()
      else await rig.clock.sleep(waitMs(reply, retry))
    }
  }

  async function walk(query: Query = {}): Promise<string[]> {
    const ids: string[] = []
    for (let page = 1, cursor: string | null = null; ; page += 1) {
      const reply: Reply = await get({ ...query, ...pageQuery(id, page, cursor) })
      if (reply.status !== 200) throw new Error(`page ${page} got ${reply.status}`)
      ids.push(...reply.ids)
      cursor = reply.next
      const isLast = id === 'cloudflare' ? reply.ids.length === 0 : cursor === null
      if (isLast) return ids
    }
  }

  return { send, renew, get, walk }
}

const noReply: Reply = { status: 0, ids: [], next: null, previous: null, retryAfter: null }

export function credentialsOf(rig: Rig, id: ProviderId, tenant?: string): Readonly<Record<string, string>> {
  const { client } = rig.providers[id]
  return tenant === undefined ? client.credentials : (client.tenantCredentials?.(tenant) ?? {})
}

/** What asks for the next page; the first one is asked for by nothing. */
export function pageQuery(id: ProviderId, page: number, cursor: string | null): Query {
  if (id === 'cloudflare') return page === 1 ? {} : { page: String(page) }
  return cursor === null ? {} : { [cursorName(id)]: cursor }
}

export function cursorName(id: ProviderId): string {
  return id === 'cradl' ? 'nextToken' : 'cursor'
}

function waitMs(reply: Reply | undefined, retry: number): number {
  if (reply?.retryAfter == null) return 500 * 2 ** retry
  return Number(reply.retryAfter) * 1_000
}

interface Row {
  readonly id?: unknown
  readonly organizationId?: unknown
}

/** What any of the four providers sends. */
interface Body {
  readonly result?: readonly Row[] | null
  readonly organizations?: readonly Row[]
  readonly items?: readonly Row[]
  readonly nextToken?: string | null
  readonly pagination?: { readonly next_cursor: string | null; readonly previous_cursor: string | null }
}

function replyOf(response: Response, text: string): Reply {
  const given = parsed(text)
  const body: Body = Array.isArray(given) ? { items: given as Row[] } : ((given ?? {}) as Body)
  const rows = body.result ?? body.organizations ?? body.items ?? []
  return {
    status: response.status,
    ids: rows.map((row) => String(row.id ?? row.organizationId)),
    next: body.nextToken ?? body.pagination?.next_cursor ?? null,
    previous: body.pagination?.previous_cursor ?? null,
    retryAfter: response.headers.get('retry-after'),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
