import type { Change } from '../shape/index.ts'
import type { Basis, ChangeSeverity, KnownDrift, OperationSpec, ProviderSpec, Reading } from '../spec/index.ts'
import type { Family } from './families.ts'
import type { Severity } from './severity.ts'
import { outlined, plain, type Words } from './words.ts'

// ---- what comes out

export type { Family, Severity, Words }

/** One thing that is not as promised. A value: an ordinary result of checking, never thrown. */
export interface Finding {
  /** Stable identifier, such as `shape/body` or `pagination/each-once`. */
  readonly check: string
  readonly severity: Severity
  /** Where the expectation comes from. */
  readonly basis: Basis
  /** One plain sentence. */
  readonly message: string
  readonly promised: string
  readonly came: string
  /** Number of the exchange in its law, from 0; absent for a finding about the law as a whole. */
  readonly exchange?: number
  /** JSON pointer into the body. */
  readonly at?: string
  /** JSON pointer into the spec's document of the reading that was checked. */
  readonly clause?: string
  readonly erratum?: string
  /** Filled in by the runner: the request to repeat it as a curl command, credentials redacted. */
  readonly request?: string
  /** Filled in by the runner: the head of the body that came, secrets redacted, at most 2 KB. */
  readonly excerpt?: string
  /** Filled in by the runner, of what breaks no contract: how often the same came again, in this law and in others. */
  readonly again?: number
  /** Filled in by the runner: where the clause stands. */
  readonly location?: { readonly file: string; readonly line: number; readonly column: number }
}

/** What may be broken: a field of the contract, an erratum, or one of `ownRules`. Where it comes from is a matter of the rule alone. */
export interface Rule {
  readonly basis: Basis
}

/**
 * What a check or a law hands over; the runner puts it into text, adds request, excerpt and location, takes the basis from the rule, and
 * lowers the severity where it must.
 */
export interface NewFinding
  extends Omit<
    Finding,
    'request' | 'excerpt' | 'location' | 'again' | 'exchange' | 'severity' | 'basis' | 'message' | 'promised' | 'came'
  > {
  /** The rule that is broken. */
  readonly rule: Rule
  readonly severity?: Severity
  /** The last name in `at` may be told, as in `placed`. */
  readonly lastIsName?: true
  /** The provider is known to have moved on here: drift, unless every rule counts. */
  readonly movedOn?: KnownDrift | undefined
  readonly message: Words
  readonly promised: Words
  readonly came: Words
}

export type Verdict = 'kept' | 'broken' | 'not-checked'

/** What came of one law. */
export interface LawResult {
  /** The law's id, such as `pagination/walk`. */
  readonly scenario: string
  readonly family: Family
  readonly title: string
  readonly verdict: Verdict
  /** Why it was not checked. */
  readonly reason?: string
  readonly findings: readonly Finding[]
  readonly requests: number
  readonly durationMs: number
}

/** How bodies fared against the two readings. */
export interface ConformanceCount {
  readonly conforms: number
  /** By the errata under which a body conforms, such as `E-CF-001 E-CF-004`. */
  readonly underErrata: Readonly<Record<string, number>>
  readonly violates: number
}

/** What was witnessed of what the spec declares, by JSON pointer into the spec. */
export interface Seen {
  readonly total: number
  readonly witnessed: number
  /** Pointers never witnessed, with what is missing: a property, a null, an enum member, a status. */
  readonly unseen: readonly { readonly pointer: string; readonly what: string }[]
}

/** What a comparison with a lock file found. */
export interface Changes {
  /** Worst first. */
  readonly changes: readonly Change[]
  /** What the lock has and the run could not see. */
  readonly notLookedAt: readonly string[]
}

export interface ProviderReport {
  readonly provider: string
  readonly title: string
  /** File of its OpenAPI document, relative to the repository of the run. */
  readonly document?: string
  /** Absent for the documents' edition. */
  readonly edition?: 'latest'
  readonly target: string
  readonly verdict: Verdict
  readonly reason?: string
  /** One entry for each law, in the order in which they ran. */
  readonly scenarios: readonly LawResult[]
  readonly conformance: ConformanceCount
  readonly seen: Seen
  /** Where the run was compared with a lock file that has this operation. */
  readonly sinceLock?: Changes
  readonly requests: number
  readonly errata: readonly {
    readonly id: string
    readonly basis: Basis
    readonly reason: string
    readonly source: string
  }[]
}

export interface Report {
  readonly tool: { readonly name: 'orgmock'; readonly version: string }
  readonly target: string
  readonly reading: Reading
  /** The mildest severity that breaks a contract. */
  readonly failOn: Severity
  /** How firm a rule must be for its breach to be more than a note, where not every rule counts. */
  readonly requireBasis?: Exclude<Basis, 'assumed'>
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly interrupted: boolean
  /** How much of the server's bodies is shown, where it is not all. */
  readonly bodies?: 'masked' | 'none'
  readonly providers: readonly ProviderReport[]
  /** Where there is a lock file. */
  readonly lock?: LockReport
  /** Providers that were left out, since they were not named and no credentials are given for them. */
  readonly skipped?: readonly SkippedProvider[]
}

/** What became of the lock file. */
export interface LockReport {
  /** As the user named it. */
  readonly file: string
  /**
   * `broken`: something changed that makes the run fail. `not-checked`: nothing of the lock was seen. A run that writes the lock fails on no
   * change.
   */
  readonly verdict: Verdict
  /** The mildest change that makes the run fail. */
  readonly failOnChange: ChangeSeverity
  /** Whether the run wrote the file. */
  readonly isWritten: boolean
  /** How many facts of the lock the run saw again; 0 at a run that writes the first lock. */
  readonly looked: number
  /** Providers and operations of the lock that are not in the run. */
  readonly notLookedAt: readonly string[]
}

export interface SkippedProvider {
  readonly provider: string
  readonly title: string
  readonly reason: string
}

/** One format: a whole report to text. */
export type Reporter = (report: Report) => string

// ---- what goes over the wire

/** Names and values as they come or go, in order, duplicates kept. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[]

/** What is laid on a request to identify the caller. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>
  /** Added to the query string, raw. */
  readonly query?: string
  /** Further ways that the document names, each of which opens as well. */
  readonly others?: readonly Authorization[]
}

/** A request that a law wants to send. */
export interface RequestPlan {
  /** Default GET. */
  readonly method?: string
  /** Path under the provider's base URL's origin and prefix, such as `/client/v4/nope`; default the operation's own. */
  readonly path?: string
  /** Raw, without `?`. */
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Default: the ordinary account. `none` sends no credential. */
  readonly authorization?: 'none' | Authorization
  /** An account with data of its own, by name, where the target has such (`empty`, `one`, `page`). */
  readonly account?: string
  /** Default `success`: judged by the success checks. A refusal is judged by what it says here. */
  readonly expect?: Expectation
  /** By which rule a success is due. Default: the document, which declares the request. */
  readonly rule?: Rule
  /** Id of the finding when the expectation is broken; default: the law's. */
  readonly check?: string
  /** Why the request is sent, in a few words that hold nothing of a reply; shown in reports and by --dry-run. */
  readonly purpose: string
}

/** What a reply should be. */
export type Expectation =
  | 'success'
  /** No expectation of its own: the law that sent it judges. Shape and wire are checked all the same. */
  | 'judged-by-law'
  | Refusal

/** How a provider says no. */
export interface Refusal {
  /** Any of these. */
  readonly status: readonly number[]
  readonly basis: Basis
  /** The rule by which a success is wrong, where that is firmer than the status. */
  readonly refusesBy?: Rule
  /** Further promises about the reply: a header, an error code. Each gives a sentence when broken. */
  readonly also?: readonly RefusalClause[]
}

export interface RefusalClause {
  readonly basis: Basis
  /** Such as `error code 9103`. */
  readonly promised: string
  /** The header that it is about, where it is about one. */
  readonly header?: string
  /** What came instead, or undefined when the promise is kept. */
  broken(exchange: Exchange): Words | undefined
}

export interface Exchange {
  readonly index: number
  readonly plan: RequestPlan
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: HeaderPairs
    readonly body?: string
  }
  readonly response: ResponseSeen
  /** The body as JSON, read once. */
  readonly json:
    | { readonly ok: true; readonly value: unknown }
    | { readonly ok: false; readonly reason: string; readonly isTooDeep?: true }
}

export interface ResponseSeen {
  readonly status: number
  readonly headers: HeaderPairs
  /** The first value of a header, by lower-case name. */
  header(name: string): string | undefined
  /** At most the client's limit, without content codings. */
  readonly body: Buffer
  /** Bytes of a body that came in a content coding, before it was decoded. */
  readonly encodedBytes?: number
  /** False when the connection ended before the promised length. */
  readonly complete: boolean
  /** Bytes that came after the body's promised end, or a body where none belongs (HEAD, 204). */
  readonly surplusBytes: number
}

/** The request could not be made or answered: the law is "not checked", not broken. */
export class CouldNotCheck extends Error {
  readonly code:
    | 'UNREACHABLE'
    | 'TIMEOUT'
    | 'TOO_LARGE'
    | 'BUDGET'
    | 'NO_CREDENTIALS'
    | 'THROTTLED'
    | 'SERVER_ERROR'
    /** The ordinary request is refused, as a credential is. */
    | 'REFUSED'
    /** What answers is not the provider's endpoint. */
    | 'WRONG_ENDPOINT'
    | 'TLS'
    | 'REDIRECT'
    | 'NOT_ALLOWED'
    | 'INTERRUPTED'
    | 'NOT_HTTP'
    | 'INTERNAL'

  /** The message with what it shows of a reply; `message` has an ellipsis there. */
  readonly words: Words

  constructor(code: CouldNotCheck['code'], message: string | Words, options?: ErrorOptions) {
    super(typeof message === 'string' ? message : outlined(message), options)
    this.name = 'CouldNotCheck'
    this.code = code
    this.words = typeof message === 'string' ? plain(message) : message
  }
}

// ---- what a provider's contract declares (contracts/<provider>.ts)

/** Credential parts by name, such as `{ apiKey }`. */
export type Credentials = Readonly<Record<string, string>>

export interface Authorizer {
  /** The vendor's own environment variable of each part. */
  readonly variables: Readonly<Record<string, string>>
  /** Sent with every request, one without a credential included: what is asked for together with it and is no secret. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * Makes the authorization of a credential. `requestToken` POSTs a form to the token endpoint (client credentials); a scheme
   * that needs no token ignores it.
   */
  authorize(credentials: Credentials, requestToken: TokenRequest): Promise<Authorization>
}

/** Sends one form to the token endpoint, such as `{ grant_type: 'client_credentials', … }`, and gives the JSON that came back. */
export type TokenRequest = (form: Readonly<Record<string, string>>) => Promise<unknown>

/** Makes another form of the one that would be sent. */
export type FormChange = (form: Readonly<Record<string, string>>) => Readonly<Record<string, string>>

/** The refusals that the authentication matrix expects, by what is wrong with the credential. */
export interface Refusals {
  /** Absent where no credential is asked for, as the next two. */
  readonly missing?: Refusal
  /** Present but not of the right form (empty, another scheme); absent too where the right form is not known. */
  readonly malformed?: Refusal
  /** Of the right form but not known (altered, another provider's). */
  readonly unknown?: Refusal
  /** Known, but without the right. */
  readonly forbidden?: Refusal
  readonly expired?: Refusal
  readonly notFound: Refusal
  readonly methodNotAllowed: Refusal
  readonly invalidParameter?: Refusal
  readonly invalidCursor?: Refusal
}

/** Where the list stands in a success body and what tells two organizations apart. */
export interface ListShape {
  /** JSON pointer; empty when the body is the list. */
  readonly items: string
  /** Property of an item, or a JSON pointer into it. */
  readonly id: string
}

/** One agreement between parts of a reply, or between request and reply. */
export interface EnvelopeRule {
  /** Behind `envelope/`. */
  readonly id: string
  readonly basis: Basis
  readonly promised: string
  /** JSON pointer into the spec (repaired reading), where a clause says so. */
  readonly clause?: string
  /** The place that states a fact of the page, where the rule is about one: a broken page that is not about it keeps it right. */
  readonly states?: { readonly at: string; readonly fact: 'rows' | 'page' }
  /** What came instead and where, or undefined when the rule is kept or does not apply. */
  broken(exchange: Exchange): { readonly came: Words; readonly at?: string } | undefined
  /** Proof that the rule can be broken: the self-test serves each of them, and this rule must find it. */
  readonly counterExamples: readonly CounterExample[]
}

/** A change to a right reply that breaks an envelope rule. */
export interface CounterExample {
  /** Such as `count-plus`; ends the id of the self-test's mutant. */
  readonly name: string
  /** What the server does wrong, in one sentence. */
  readonly description: string
  /** The replies that are changed; pages have rows. */
  readonly where: 'page' | 'first page' | 'last page' | 'empty page' | 'refusal'
  /** JSON pointer into the body. Nothing else is changed. */
  readonly at: string
  /** The value that comes there; undefined takes the member away. */
  came(was: unknown, facts: { readonly body: unknown; readonly query: URLSearchParams }): unknown
}

/**
 * How a provider's pages follow one another. What is data here, laws and self-test read: a pager without it gets neither the laws nor
 * the mutants that need it.
 */
export interface Pager {
  /**
   * Where it comes from that the parameters page the list: each organization comes once, the walk ends, the total counts what comes, and no
   * page has more than was asked for.
   */
  readonly basis: Basis
  readonly size?: {
    readonly parameter: string
    readonly minimum: number
    readonly maximum: number
    readonly fallback: number
    readonly basis: Basis
  }
  /** The query of the first page. */
  first(size?: number): string
  /** The query of the next page, or undefined at the end. `query` is the one that brought this page. */
  next(exchange: Exchange, query: string): string | undefined
  previous?(exchange: Exchange, query: string): string | undefined
  /** JSON pointer of the total that a page states, where the provider has one. */
  readonly total?: string
  /** Where a page has URLs of the next one: JSON pointers, or Link for the header. They lead to it, and the last page has none. */
  readonly leads?: readonly string[]
  /** Pages that begin after an item: the parameter, and the JSON pointer of a flag that says whether more follow. */
  readonly after?: { readonly parameter: string; readonly more?: string }
  /**
   * Pages that are addressed by number: of the page, or of the items before it, from `first`. `basis` is where it comes from that one past
   * the end is an empty list.
   */
  readonly numbered?: {
    readonly parameter: string
    readonly first: number
    readonly counts: 'pages' | 'items'
    readonly basis: Basis
  }
  /** Opaque cursors: the parameter, JSON pointers of the cursors on a page, and where it comes from that an end has none. */
  readonly cursor?: {
    readonly parameter: string
    readonly next: string
    readonly previous?: string
    /** A page has links, and the same page has the same cursor from either side. */
    readonly isLink?: true
    readonly basis: Basis
  }
}

/** Filters and orders. */
export interface QueryRules {
  readonly filters: readonly {
    readonly parameter: string
    readonly property: string
    readonly basis: Basis
    matches(itemValue: unknown, wanted: string): boolean
    /** Where the document leaves it open whether a value matches: `matches` is assumed there. */
    isDoubtful?(itemValue: unknown, wanted: string): boolean
  }[]
  /** The total that a page states counts what there is without any filter. */
  readonly totalIgnoresFilters?: { readonly basis: Basis }
  readonly match?: { readonly parameter: string; readonly any: string; readonly all: string; readonly basis: Basis }
  readonly order?: {
    readonly parameter: string
    /** Its own parameter; absent where the direction stands behind the column, as in `name:desc`. */
    readonly direction?: string
    readonly columns: readonly string[]
    readonly basis: Basis
  }
  /** A cursor is valid for the filters and the order that it was made for only. */
  readonly bindsCursors?: { readonly basis: Basis }
}

export interface HttpRules {
  /** `as-get`: served without a body. A refusal otherwise. */
  readonly head: 'as-get' | Refusal
  /** What an unsupported method gets; the method to try. */
  readonly wrongMethod: { readonly method: string; readonly refusal: Refusal }
  /** The operation's path with its final slash added or taken away. */
  readonly otherSlash:
    | Refusal
    | { readonly redirect: 301 | 308; readonly basis: Basis }
    | { readonly isTolerated: true; readonly basis: Basis }
  /** Harmless requests that provoke documented or known errors. */
  readonly probes: readonly { readonly id: string; readonly plan: RequestPlan }[]
}

/** What every request carries besides its credentials, where a request says nothing else: names and values. */
export interface Sends {
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** What one provider promised, beyond what its spec says by itself. */
export interface ContractDefinition {
  readonly authorizer: Authorizer
  /** Headers and parameters that the document requires. */
  readonly sends?: Sends
  readonly list: ListShape
  readonly refusals: Refusals
  readonly envelope: readonly EnvelopeRule[]
  readonly pager: Pager
  readonly query?: QueryRules
  readonly http: HttpRules
  /** Fields that the document does not declare but that are known to come; pointers into the body, `*` for any index. */
  readonly observedFields?: readonly string[]
  /** Statuses that mean that the operation itself is gone (Cloudflare's is deprecated). */
  readonly gone?: { readonly status: readonly number[]; readonly reason: string; readonly basis: Basis }
}

export type ContractFactory = (spec: OperationSpec) => ContractDefinition

// ---- checks and laws

/** Judges every exchange, whatever law sent it. Its id is the name of its file in checks/. */
export interface Check {
  readonly id: string
  readonly family: Family
  judge(exchange: Exchange): readonly NewFinding[]
}

/** Sends requests of its own and judges what comes. Its id is the name of its file in laws/. */
export interface Law {
  readonly id: string
  readonly family: Family
  readonly title: string
  run(context: LawContext): Promise<void>
}

export interface LawContext {
  readonly contract: ContractDefinition
  readonly spec: ProviderSpec
  /** The reading that bodies are held against. */
  readonly operation: OperationSpec
  /** True against the real API: harmless rows only, the largest page size. */
  readonly isLive: boolean
  /** True where a credential goes to its documented place only, and bad logins are few: the real API, and servers on other machines. */
  readonly isGuarded: boolean
  /** Sends one request; every check judges the reply. Throws CouldNotCheck. */
  send(plan: RequestPlan): Promise<Exchange>
  /** The ordinary credential's authorization, made once. */
  ordinary(): Promise<Authorization>
  /** The authorization of a further account that the target offers. */
  authorizationOf(account: string): Promise<Authorization>
  /**
   * Sends the ordinary account's token request with its form changed; the law judges what comes. Undefined where the credential needs no
   * token. Throws CouldNotCheck.
   */
  requestToken(purpose: string, change?: FormChange): Promise<Exchange | undefined>
  /** The token endpoint in use; undefined where the target has none. */
  readonly tokenUrl: string | undefined
  /** GETs a path of the token endpoint's host, without a credential; the law judges what comes. Throws CouldNotCheck. */
  askTokenHost(purpose: string, path: string): Promise<Exchange>
  /** Names of further accounts that the target offers, with the number of their organizations where it is told. */
  readonly accounts: Readonly<Record<string, number | undefined>>
  /** Why there is no account of a name (`expired`, `forbidden`, `foreign`), and how to give one; empty where the target itself would offer it. */
  readonly noAccount: Readonly<Record<string, string>>
  report(finding: NewFinding, exchange?: Exchange): void
  /** The rest of the law cannot be checked here; says why. */
  skip(reason: string): never
  /** The law has no meaning for this provider: it is left out of the report. */
  notApplicable(): never
}
