import type { ContractDefinition, ContractFactory, Credentials, Family, HeaderPairs } from '../contract/index.ts'
import type { OperationSpec, ProviderSpec } from '../spec/index.ts'
import type { Part } from './changes.ts'

/** A request as the proxy got it, before it goes on to the mock. */
export interface ProxiedRequest {
  readonly method: string
  /** The provider's host that it is addressed to, such as `auth.example.com`. */
  readonly host: string
  /** Raw, under that host. */
  readonly path: string
  /** Raw, without `?`. */
  readonly query: string
  /** Names as they came; without Host, Connection and Content-Length. */
  readonly headers: HeaderPairs
  readonly body: Buffer
}

/** A reply of the mock, or what a mutant made of it. */
export interface ProxiedReply {
  readonly status: number
  /** Without Content-Length, Date and Connection: the proxy writes those. */
  readonly headers: HeaderPairs
  readonly body: Buffer
  /** What the Content-Length header says; default the body's own length, null for none: the body comes in chunks. */
  readonly contentLength?: number | null
  /** Bytes that are written after the body, beyond the length that the header says. */
  readonly trailer?: Buffer
}

/** Passes a request on to the mock, as often as a mutant likes. */
export type Forward = (request: ProxiedRequest) => Promise<ProxiedReply>

/** One defect, in front of a mock that has none: sees every request, and answers it. */
export type Mutation = (request: ProxiedRequest, forward: Forward) => Promise<ProxiedReply>

/** One deliberately broken server. */
export interface Mutant {
  /** `<provider>/<class>/<what is broken>`. */
  readonly id: string
  readonly provider: string
  readonly class: Family
  /** What the server does wrong, in one sentence. */
  readonly description: string
  /** Checks of which each names the defect: a finding of another one does not count. */
  readonly expects: readonly string[]
  /** What the server changes; it must change some of it, and nothing else. */
  readonly changes: readonly Part[]
  /** The requests whose answers may change; default all. */
  meets?(request: ProxiedRequest): boolean
  /** The finding must also point at a place that was changed. */
  readonly isPlaced?: boolean
  /** The finding must also name one of these clauses, JSON pointers into the spec; of class `seen`, what the report must list as unseen. */
  readonly clauses?: readonly string[]
  /** Made anew for every run: a mutation may remember what it saw. */
  mutation(): Mutation
}

/** A defect that no check can see, and why that is right. */
export interface Equivalent extends Pick<Mutant, 'id' | 'provider' | 'class'> {
  readonly reason: string
  /** Where the difference can be made: a finding about it is a false alarm. */
  mutation?(): Mutation
}

/** A provider whose contract is to be proven. */
export interface TestedProvider {
  /** Of the provider that serves it, where the spec is of a further list. Default: the spec's. */
  readonly id?: string
  readonly spec: ProviderSpec
  readonly contract: ContractFactory
}

/** What a running mock server says of a provider that it serves. */
export interface MockedProvider {
  readonly id: string
  readonly credentials: Credentials
  /** Further accounts by name, such as `expired`. */
  readonly accounts: Readonly<Record<string, { readonly credentials: Credentials }>>
  readonly tokenUrl?: string | undefined
}

/** A mock server that serves every tested provider. */
export interface MockServer {
  /** Requests are addressed by host as first path segment. */
  readonly url: string
  readonly providers: readonly MockedProvider[]
  close(): Promise<void>
}

/** Starts a sound mock server. Handed in: this room knows what was promised, and nothing of what serves it. */
export type StartMocks = (options: { readonly count: number; readonly seed: number }) => Promise<MockServer>

/** Broken servers, and those that would be pointless. */
export interface MutantSet {
  readonly mutants: readonly Mutant[]
  readonly equivalents: readonly Equivalent[]
}

/** What mutants of one provider are made from: its promise, never its mock's code. */
export interface Subject {
  readonly provider: string
  /** The repaired reading. */
  readonly operation: OperationSpec
  readonly contract: ContractDefinition
  /** Raw path of the operation under the provider's host. */
  readonly path: string
  /** The headers that identify the ordinary account. A token changes from run to run: only its form is of use. */
  readonly credentialHeaders: Readonly<Record<string, string>>
  /** Accounts that are to be refused, such as `expired`, with their credentials. */
  readonly refusedAccounts: Readonly<Record<string, Credentials>>
}
