import type { OperationSpec } from '../spec/index.ts'
import type { PublishedAccount } from './accounts.ts'
import type { FakeSource } from './fake-source.ts'

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
}

/** One reply as it goes on the wire. */
export interface MockReply {
  readonly status: number
  /** Names and values in turn, in the order and letter case in which the provider sends them. Content-Length is the edge's. */
  readonly headers: readonly string[]
  readonly body: string | Uint8Array
}

export type CredentialFailure = 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked'

/** An expected refusal: a value, never thrown. Each provider words it in its own envelope. */
export type Fault =
  /** `detail` is a provider's own finer case, such as which header was malformed. */
  | { readonly kind: 'unauthenticated'; readonly reason: CredentialFailure; readonly detail?: string }
  | { readonly kind: 'forbidden'; readonly missingScope?: string; readonly detail?: string }
  /** `rule` says what is accepted, in words that fit behind the parameter's name: `must be a whole number from 1 to 100`. */
  | { readonly kind: 'invalid-parameter'; readonly parameter: string; readonly rule: string }
  | { readonly kind: 'invalid-cursor'; readonly parameter: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'not-acceptable' }
  | { readonly kind: 'unsupported-media-type'; readonly mediaType: string }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
  | { readonly kind: 'internal' }

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault }

/** Who a credential belongs to, and what data it sees. */
export interface Account {
  /** Names the data set; cursors of one tenant are refused for another. */
  readonly tenant: string
  /** Overrides the server's seed. */
  readonly seed?: number
  /** Overrides the server's number of organizations. */
  readonly count?: number
}

/** An authenticated client. */
export interface Caller {
  readonly account: Account
  readonly scopes: readonly string[]
}

/** A path that a scheme serves itself, such as an OAuth2 token endpoint. */
export interface AuthEndpoint {
  readonly host: string
  readonly path: string
  handle(request: MockRequest): MockReply
}

export interface AuthScheme {
  /** Faults: unauthenticated, forbidden. */
  authenticate(request: MockRequest): Outcome<Caller>
  readonly endpoints?: readonly AuthEndpoint[]
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
  at(position: number): number
}

/** Parameters by the provider's own names, read and checked; absent ones without a default are undefined. */
export type Parameters = Readonly<Record<string, string | number | undefined>>

export interface Cut<Info> {
  /** First position, included. */
  readonly from: number
  /** Last position, excluded. */
  readonly to: number
  readonly info: Info
}

export interface Paginator<Info> {
  /** `binding` ties cursors to one tenant's data and one list. Faults: invalid-parameter, invalid-cursor. */
  paginate(selection: Selection, parameters: Parameters, binding: string): Outcome<Cut<Info>>
}

export interface Page<Org, Info> {
  readonly items: readonly Org[]
  readonly info: Info
}

/** Looks at a request; a reply or a fault ends it, undefined passes it on. */
export type Step = (request: MockRequest) => MockReply | Fault | undefined

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
  /** Further accounts by name, such as `empty`. */
  readonly accounts?: Readonly<Record<string, PublishedAccount>>
  /** The vendor's own environment variables with values for this server. */
  env(urls: ProviderUrls): Readonly<Record<string, string>>
  /** A command that a user can paste. */
  curl(urls: ProviderUrls): string
}

/** What a provider's file is given to build on. */
export interface ProviderContext {
  /** The repaired reading. */
  readonly spec: OperationSpec
  /** The server's seed, 0 … 2^32-1. */
  readonly seed: number
  /** Organizations of the ordinary account. */
  readonly count: number
  /** Derives 32 key bytes from the seed, the provider and a purpose; the same in every replica. */
  deriveKey(purpose: string): Uint8Array
  /** Lets the event loop turn between two slices of a long piece of work. */
  pause(): Promise<void>
}

/** How one provider answers. Every function is pure: time and request identifiers come with the request. */
export interface ProviderDefinition<Org, Info> {
  readonly client: ClientInfo
  readonly auth: AuthScheme
  /** Decisions before authentication, in order: unknown path, wrong method, negotiation. */
  readonly before: readonly Step[]
  /** Decisions after authentication, in order. */
  readonly after?: readonly Step[]
  /** Reads the query string. Faults: invalid-parameter. Without it every parameter is ignored. */
  readonly parameters?: (query: string) => Outcome<Parameters>
  readonly organization: (source: FakeSource) => Org
  /** Cheap projections for filters and sorts; each must agree with `organization`. */
  readonly columns?: Readonly<Record<string, (source: FakeSource) => string>>
  /** Filters and sorts. Without it the list is the dataset itself. */
  readonly query?: (dataset: Dataset<Org>, parameters: Parameters) => Selection | Promise<Selection>
  readonly paginator: Paginator<Info>
  /** Organizations that one account has at most, for a provider that sends them all in one body. */
  readonly largestCount?: number
  /** The body of a success, ready for JSON.stringify. */
  readonly envelope: (page: Page<Org, Info>) => unknown
  /** Spaces by which a success's body is indented, 0 to 10; without it bodies are compact. */
  readonly indent?: (request: MockRequest) => number
  /** Headers of a success, in the provider's order and letter case. */
  readonly headers: (request: MockRequest) => readonly string[]
  readonly faults: (fault: Fault, request: MockRequest) => MockReply
  /** What is worth a remark about a request that is served all the same, such as a value that no real client has been seen to send. */
  readonly note?: (request: MockRequest) => string | undefined
}

/** A provider, ready to answer. */
export interface Provider {
  readonly id: string
  readonly title: string
  /** Every host name that this provider answers for. */
  readonly hosts: readonly string[]
  readonly client: ClientInfo
  /** Names of the query parameters that its document declares. */
  readonly parameters: readonly string[]
  /** Which of its hosts serves this path, for a request that names none. */
  hostOf(path: string): string
  /** Whether it reads the bodies of requests to this path; all others are answered without waiting for one. */
  takesBody(host: string, path: string): boolean
  /** What is worth a remark about a request that is served all the same; for the log. */
  note(request: MockRequest): string | undefined
  /** URLs under an origin such as `http://127.0.0.1:8080`, by the prefix rule. */
  urls(origin: string): ProviderUrls
  /** Never throws for anything that a client can send. */
  handle(request: MockRequest): MockReply | Promise<MockReply>
  /** The reply to a fault that is asked for by name instead of met on the way, such as throttled. */
  refuse(fault: Fault, request: MockRequest): MockReply
}

/** What a file in mocks/ exports by default. */
export type ProviderFactory = (context: ProviderContext) => Provider
