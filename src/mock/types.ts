import type { Edition, LaterParameter, OperationSpec } from '../spec/index.ts'
import type { ApiRefusal, Asked, ErrorReply, ProviderError, Refusal } from './error-types.ts'
import type { FakeSource } from './fake-source.ts'
import type { WireFault } from './wire-faults.ts'
import type { Client, Workshop } from './workshop.ts'

export type * from './error-types.ts'

/** One request as a provider sees it: no Express, no socket. */
export interface MockRequest {
  /** As sent, upper case. */
  readonly method: string
  /** The provider's host that was asked, lower case, without a port. */
  readonly host: string
  /** The raw path under that host, percent-encoding untouched, such as `/v1/organizations`. */
  readonly path: string
  /** The raw text behind `?`, empty when there is none. */
  readonly query: string
  /** Lower-case names, as node:http joins them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The whole body where a provider reads one, or else empty; undefined when it is too large or in an unknown coding. */
  readonly body: Uint8Array | undefined
  /** What stood before the provider's own path: `/api.cekura.ai`, or empty under the provider's own Host. */
  readonly prefix: string
  /** `http` or `https`, as this listener was reached. */
  readonly scheme: 'http' | 'https'
  /** 32 random lower-case hex digits, made by the edge; cf-ray and the like are cut from it. */
  readonly requestId: string
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  /** Absent for a client that waits for every answer. */
  readonly client?: Client
}

/** One reply as it goes on the wire. */
export interface MockReply {
  readonly status: number
  /** Names and values in turn, in the order and letter case in which the provider sends them. Content-Length is the edge's. */
  readonly headers: readonly string[]
  readonly body: string | Uint8Array
}

/** A reply and what is known of how it came about: for the edge, the journal and the scorecard; none of it is sent. */
export interface Answer extends MockReply {
  /** Whose credential it was, refused ones included; absent when it is nobody's. */
  readonly tenant?: string
  /** Why the provider says no, when it does; absent at a token endpoint. */
  readonly refusal?: ApiRefusal['kind']
  /** Name of the error in the provider's catalogue, when it was asked for. */
  readonly error?: string
  /** The same of an error that the request met by itself. */
  readonly met?: string
  /** The page, when the reply is one. */
  readonly listed?: Listed
  /** Why the mock itself refuses what the provider would serve, for the log. */
  readonly shortage?: string
  /** What the edge does to the connection. */
  readonly wire?: WireFault
  /** Milliseconds to wait before anything is sent. */
  readonly delayMs?: number
  /** Where the caller stands, when a limit is in force and the provider tells of it. */
  readonly rate?: RateVerdict
}

/** Which part of a list a reply holds. */
export interface Listed extends Position {
  /** Organizations on all pages of this (filtered) list. */
  readonly count: number
}

interface Position {
  /** First position, included. */
  readonly from: number
  /** Last position, excluded. */
  readonly to: number
  /** The cursor of the next page; null on the last one; absent where pages have numbers. */
  readonly next?: string | null
  /** The cursor of the page before; null on the first one; absent where there is no such thing. */
  readonly previous?: string | null
}

// ---- faults: trouble made on demand

export type { WireFault }

/** What goes wrong with one reply because somebody asked for it. */
export interface Fault {
  /** Name of an error in the provider's catalogue, such as `9103`. */
  readonly error?: string
  /** The first error of the catalogue with this status. */
  readonly code?: number
  readonly wire?: WireFault
  /** Milliseconds; two of them are the bounds of a random delay. */
  readonly delayMs?: number | readonly [number, number]
}

/**
 * A fault and the requests that it hits. Counted for each tenant, in each process. Rules that ask for different things (an
 * error, a fault of the wire, a delay) add up; of those that ask for the same the first that hits counts.
 */
export interface FaultRule extends Fault {
  /** Lets this many requests through first. */
  readonly after?: number
  /** Hits every how many-th request only. */
  readonly every?: number
  /** Hits this many requests and no more. */
  readonly times?: number
  /** Share of requests that are hit, 0 to 1. */
  readonly probability?: number
}

/** How an account behaves beside its data. */
export interface Scenario {
  /** Its credential is refused as this. */
  readonly credential?: 'expired' | 'revoked' | 'forbidden'
  readonly faults?: readonly FaultRule[]
  /** Requests that are served before the provider's 429; a wait of `blockSeconds` after the first refusal allows as many again. */
  readonly allowance?: { readonly requests: number; readonly blockSeconds: number }
  /** Requests for which a key, or each token, is good; then it counts as expired. Counted in each process. */
  readonly expiresAfter?: number
  /** With every page that is read an organization is added at the front of the list and the last one removed. */
  readonly isChanging?: boolean
}

/** Requests a caller may make in a time; what happens beyond that is the provider's own way. */
export interface RateLimit {
  readonly requests: number
  readonly windowSeconds: number
}

/** Where a caller stands. */
export interface RateVerdict {
  readonly isAllowed: boolean
  readonly limit: RateLimit
  readonly remaining: number
  /** Until the window is over or the bucket is full. */
  readonly resetSeconds: number
  /** Until the next request would be served; 0 when it was. */
  readonly retryAfterSeconds: number
}

/** One caller's bucket. */
export interface RateLimiter {
  /** Counts a request that comes at this time, in milliseconds. */
  take(now: number): RateVerdict
}

export type Basis = 'documented' | 'observed' | 'assumed'

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  /** `account`: whose credential was refused, where that is known. */
  | { readonly ok: false; readonly refusal: Refusal; readonly account?: Account }

/** Who a credential belongs to, and what data it sees. */
export interface Account {
  /** Names the data set; cursors of one tenant are refused for another. */
  readonly tenant: string
  /** Overrides the server's seed. */
  readonly seed?: number
  /** Overrides the server's number of organizations; `page` is one full page of the provider's default size. */
  readonly count?: number | 'page'
  readonly scenario?: Scenario
}

/** An account that is published beside the ordinary one, for a test that needs just such a day. */
export interface PublishedAccount {
  readonly credentials: Readonly<Record<string, string>>
  /** Organizations that it sees, where that is not the server's number. */
  readonly count?: number
  readonly description: string
  /** Whether what it does is counted by each process for itself. */
  readonly isCounted: boolean
}

/** An authenticated client. */
export interface Caller {
  readonly account: Account
  readonly scopes: readonly string[]
  /** Tells the credentials of one account apart, such as the `jti` of a token. */
  readonly credential?: string
}

/** A path that a scheme serves itself, such as an OAuth2 token endpoint. */
export interface AuthEndpoint {
  readonly host: string
  readonly path: string
  handle(request: MockRequest): Outcome<Answer>
}

export interface AuthScheme {
  /** Refuses: unauthenticated, forbidden. */
  authenticate(request: MockRequest): Outcome<Caller>
  readonly endpoints?: readonly AuthEndpoint[]
  /** Replies of its endpoints to what the provider's errors do not cover. */
  readonly errors?: readonly ErrorReply[]
}

/** The organizations of one tenant; the same seed and index give the same organization in any process. */
export interface Dataset<Org> {
  /** Names the data: provider, tenant, seed and count. */
  readonly key: string
  readonly count: number
  at(index: number): Org
  /** A cheap projection that a filter or a sort reads; a name that the provider did not declare is a ConfigError. */
  column(name: string): (index: number) => string
}

/** Positions of a (filtered, sorted) list, mapped to indices of the dataset. */
export interface Selection {
  readonly count: number
  /** How many organizations there are without any filter. */
  readonly unfilteredCount: number
  /** Distinguishes this list from every other one of the same tenant; cursors are bound to it. */
  readonly key: string
  /** Organizations put at the front since the beginning: a cursor stays with the organization that it points at. Default 0. */
  readonly shift?: number
  at(position: number): number
}

/** Parameters by the provider's own names, read and checked; absent ones without a default are undefined. */
export type Parameters = Readonly<Record<string, string | number | undefined>>

export interface Cut<Info> extends Position {
  readonly info: Info
}

/** How a client gets from page to page, in the names of parameters. */
export interface Paging {
  readonly style: 'whole-list' | 'page-number' | 'forward-token' | 'cursor'
  readonly page?: string
  /** Takes the cursors of every direction. */
  readonly cursor?: string
  readonly size?: string
}

/** What a paginator may know of the request for a page. */
export interface PageRequest {
  /** The list's own URL, as the client wrote it, without a query. */
  readonly url: string
  readonly query: string
  /** The identity of the item at a position; only for a paginator that names a column. */
  identityAt(position: number): string
  /** Where the item is that a parameter names. */
  positionOf(parameter: string): { readonly at: number } | undefined
}

export interface Paginator<Info> {
  /** Absent for pages of a kind of its own. */
  readonly paging?: Paging
  /** Seconds for which its cursors are good. Default: for ever. */
  readonly cursorLifetimeSeconds?: number | undefined
  /**
   * `binding` ties cursors to one tenant's data and one list; `now` is in milliseconds. Refuses: invalid-parameter, invalid-cursor.
   */
  paginate(
    selection: Selection,
    parameters: Parameters,
    binding: string,
    now: number,
    request: PageRequest,
  ): Outcome<Cut<Info>>
  /** For pages that are asked for by an item: the column of the identities, and the parameters that take one. */
  readonly identity?: { readonly column: string; readonly parameters: readonly string[] }
  /** Its replies hold URLs of the list, which differ with the host that was asked. */
  readonly hasLinks?: true
}

export interface Page<Org, Info> {
  readonly items: readonly Org[]
  readonly info: Info
}

/** Looks at a request; a reply or a refusal ends it, undefined passes it on. */
export type Step = (request: MockRequest) => MockReply | Refusal | undefined

/** Where a client finds this provider on this server. */
export interface ProviderUrls {
  /** What the provider's SDK wants as its base URL, without a trailing slash. */
  readonly baseUrl: string
  readonly operationUrl: string
  /** The OAuth2 token endpoint, where the provider has one. */
  readonly tokenUrl?: string
}

/** What a user needs to call the mock: the ordinary credential and the vendor's own variable names. */
export interface ClientInfo {
  /** The ordinary credential, part by part, such as `{ apiKey: '…' }`. */
  readonly credentials: Readonly<Record<string, string>>
  /** The published account of each scenario, by name, such as `empty`. */
  readonly accounts?: Readonly<Record<string, PublishedAccount>>
  /** The credential of the tenant with this name, made of words such as `seed-7` and `empty`; absent where there are no such tenants. */
  readonly tenantCredentials?: (tenant: string) => Readonly<Record<string, string>>
  /** The vendor's own environment variables with values for this server. */
  env(urls: ProviderUrls): Readonly<Record<string, string>>
  /** Variables with which the vendor's clients would send another credential beside these or in their place. */
  readonly unset?: readonly string[]
  /** A command that a user can paste. */
  curl(urls: ProviderUrls): string
  /** Programs that list the organizations of the ordinary account, with the vendor's own clients where there are any. */
  samples?(urls: ProviderUrls): readonly Sample[]
}

/** A program to copy. */
export interface Sample {
  readonly language: 'TypeScript' | 'Python'
  /** The client that it uses, and how to install it. */
  readonly client: string
  readonly code: string
}

/** What a provider's file is given to build on. */
export interface ProviderContext {
  /** The repaired reading. */
  readonly spec: OperationSpec
  /** The server's seed, 0 … 2^32-1. */
  readonly seed: number
  /** Organizations of the ordinary account. */
  readonly count: number
  /** Of the spec. Default: the documents'. */
  readonly edition?: Edition
  /** Query parameters that the latest edition has and this one has not. */
  readonly later?: readonly LaterParameter[]
  /** Lists that this edition has besides. */
  readonly further?: readonly OperationSpec[]
  /** Seconds for which a cursor is good. Default: for ever, since no document speaks of an end. */
  readonly cursorLifetimeSeconds?: number
  /** Derives 32 key bytes from the seed, the provider and a purpose; the same in every replica. */
  deriveKey(purpose: string): Uint8Array
  /** Does long work in slices, between which other requests are answered. */
  readonly work: Workshop
}

/** How one provider answers. Every function is pure: time and request identifiers come with the request. */
export interface ProviderDefinition<Org, Info> {
  /** Its accounts are made from `tenantCredentials`. */
  readonly client: Omit<ClientInfo, 'accounts'>
  readonly auth: AuthScheme
  /** Decisions before authentication, in order: unknown path, wrong method, negotiation. */
  readonly beforeAuth: readonly Step[]
  /** Decisions after authentication, in order. */
  readonly afterAuth?: readonly Step[]
  /** Reads the query string. Refuses: invalid-parameter. Without it every parameter is ignored. */
  readonly parameters?: (query: string) => Outcome<Parameters>
  readonly organization: (source: FakeSource) => Org
  /** Cheap projections for filters and sorts; each must agree with `organization`. */
  readonly columns?: Readonly<Record<string, (source: FakeSource) => string>>
  /** Filters and sorts. Without it the list is the dataset itself. */
  readonly query?: (
    dataset: Dataset<Org>,
    parameters: Parameters,
    client: Client | undefined,
  ) => Selection | Promise<Selection>
  readonly paginator: Paginator<Info>
  /** Organizations that one account has at most, for a provider that sends them all in one body. */
  readonly largestCount?: number
  /** The body of a success, ready for JSON.stringify; `url` is the one that was asked, for an envelope with links. */
  readonly envelope: (page: Page<Org, Info>, url: string) => unknown
  /** Lists of the same organizations at other paths, in pages of their own. */
  // biome-ignore lint/suspicious/noExplicitAny: each has an info of its own
  readonly further?: readonly FurtherList<Org, any>[]
  /** Spaces by which a body of JSON is indented, 0 to 10; without it bodies are compact. */
  readonly indent?: (asked: Asked) => number
  /** Headers of a success, in the provider's order and letter case. */
  readonly headers: (asked: Asked) => readonly string[]
  /** Headers of a success that say something of the page, after the others. */
  readonly pageHeaders?: (info: Info) => readonly string[]
  /** Every error that this mock can say. One must be of the kind `internal`: it answers what no other one covers. */
  readonly errors: readonly ProviderError[]
  /** The provider's own limit, and its way to count. Without it: 100 in a minute, in fixed windows. */
  readonly rateLimit?: { readonly limit: RateLimit; readonly limiter: (limit: RateLimit) => RateLimiter }
  /** Puts where the caller stands into the headers of a reply; only called while a limit is in force. */
  readonly withRate?: (reply: MockReply, verdict: RateVerdict) => MockReply
  /** What answers, by its name and headers, when the API itself is gone. Without it: nginx. */
  readonly edge?: { readonly server: string; readonly headers: (asked: Asked) => readonly string[] } | undefined
  /** Values of parameters that real clients were seen to keep to, narrower than what is served. */
  readonly evidenced?: Readonly<
    Record<string, { readonly minimum: number; readonly maximum: number; readonly source: string }>
  >
  /** Parameters that narrow or order the list and are not in the document, but were seen elsewhere. */
  readonly evidencedFilters?: { readonly names: readonly string[]; readonly source: string }
  /** Why a client's good manners matter with this provider, by the scorecard's grade, such as `waits-out-retry-after`. */
  readonly reasons?: Readonly<Record<string, Reason>>
  /** What is worth a remark about a request that is served all the same, such as a value that no real client has been seen to send. */
  readonly note?: (request: MockRequest) => string | undefined
}

/** What is different about a further list of a provider. */
export interface FurtherList<Org, Info>
  extends Pick<ProviderDefinition<Org, Info>, 'parameters' | 'query' | 'paginator' | 'envelope'> {
  readonly spec: OperationSpec
}

/** Why something matters with one provider, in a sentence. */
export interface Reason {
  readonly why: string
  readonly basis: Basis
}

/** A provider, ready to answer. */
export interface Provider {
  readonly id: string
  readonly title: string
  /** Every host name that this provider answers for. */
  readonly hosts: readonly string[]
  readonly client: ClientInfo
  readonly edition: Edition
  /** Names of the query parameters that its document declares. */
  readonly parameters: readonly string[]
  /** The values that the document lists for one of them. */
  readonly choices: ReadonlySet<string>
  /** Headers that carry a credential by its security schemes, in lower case. */
  readonly secretHeaders: readonly string[]
  /** Query parameters that do. */
  readonly secretParameters: readonly string[]
  /** Every error that this mock can say, in the catalogue's order. */
  readonly errors: readonly ProviderError[]
  /** What the scorecard needs to know to judge a walk. */
  readonly listGuide: ListGuide
  readonly control: ProviderControl
  /** Which of its hosts serves this path, for a request that names none. */
  hostOf(path: string): string
  /** Whether it reads the bodies of requests to this path; all others are answered without waiting for one. */
  takesBody(host: string, path: string): boolean
  /** What is worth a remark about a request: one that is served all the same, or one for a neighbour of the list; for log and journal. */
  note(request: MockRequest, answer: Pick<Answer, 'refusal'>): string | undefined
  /** URLs under an origin such as `http://127.0.0.1:8080`, by the prefix rule. */
  urls(origin: string): ProviderUrls
  /** Never throws for anything that a client can send. */
  handle(request: MockRequest): Answer | Promise<Answer>
  /** The reply to a refusal. */
  refuse(refusal: Refusal, request: MockRequest): Answer
  /** What a plain request would get for one of the errors; to print it. */
  example(error: ProviderError): MockReply
}

/** How a provider's list is read. */
export interface ListGuide extends Pick<ProviderDefinition<never, never>, 'evidencedFilters' | 'reasons'> {
  readonly paging: Paging | undefined
  /** Path of the operation. */
  readonly path: string
  /** Path and host of the token endpoint, where there is one. */
  readonly token?: { readonly host: string; readonly path: string }
  /** Page sizes that the document allows. */
  readonly sizes?: { readonly minimum: number; readonly maximum: number }
  /** Whether this mock serves a page size, given as in the query. */
  readonly servesSize?: (size: string) => boolean
  /** Page sizes that real clients were seen to keep to, where these are fewer. */
  readonly evidencedSizes?: { readonly minimum: number; readonly maximum: number; readonly source: string }
}

/** What a tenant is told to be, beyond what its credential says. */
export interface TenantSettings {
  readonly seed?: number
  readonly count?: number
  readonly faults?: readonly FaultRule[]
  /** False is none, whatever limit everybody else has. */
  readonly rateLimit?: RateLimit | false
}

/** A tenant as the admin API shows it. */
export interface TenantState {
  readonly tenant: string
  readonly seed: number
  readonly count: number
  /** Authenticated requests since the last reset. */
  readonly requests: number
  readonly settings: TenantSettings
}

/** What can be changed about a provider while it serves. */
export interface ProviderControl {
  /** Tenants that have made a request, and those that were told something. */
  tenants(): readonly TenantState[]
  tenant(name: string): TenantState | undefined
  /** Replaces what a tenant is told to be. The name is that of a test credential, or `ordinary`. */
  configure(name: string, settings: TenantSettings): TenantState
  /** Forgets what was counted, of one tenant or of all; false when there is no such tenant. */
  reset(name?: string): boolean
  /** Forgets all of a tenant, what it was told included; false when there is no such tenant. */
  remove(name: string): boolean
  /** Faults for every tenant, behind what its own settings and its scenario say. */
  faults: readonly FaultRule[]
  /** A limit for every tenant; undefined is none. */
  rateLimit: RateLimit | undefined
  /** The provider's own limit. */
  readonly ownRateLimit: RateLimit
  /** Whether `Prefer` and `?__code=` are honoured. */
  honoursPreferences: boolean
}

/** What a file in mocks/ exports by default. */
export type ProviderFactory = (context: ProviderContext) => Provider
