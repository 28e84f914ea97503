// What the admin API answers with, as far as the page shows it. /__admin/openapi.json describes all of it.

export type Named = Readonly<Record<string, string>>

export interface HeaderLine {
  readonly name: string
  readonly value: string
}

/** One request and its answer; a value that may be a secret is `[41 characters, #3f9a2c]`. */
export interface Entry {
  readonly seq: number
  readonly time: string
  readonly provider: string
  readonly tenant?: string
  readonly request: {
    readonly method: string
    readonly host: string
    readonly path: string
    readonly query: string
    readonly headers: readonly HeaderLine[]
    readonly body: string | null
  }
  readonly answer: {
    readonly status: number
    readonly headers: readonly HeaderLine[]
    readonly body: string
    readonly bodyBytes: number
  }
  readonly fault?: string
  readonly error?: string
  readonly wire?: string
  readonly delayMs?: number
  readonly listed?: {
    readonly from: number
    readonly to: number
    readonly count: number
    readonly next?: string | null
    readonly previous?: string | null
  }
  readonly note?: string
  readonly elapsedMs: number
  /** Why it was answered so, in words. */
  readonly decided?: {
    /** Name of the account. */
    readonly credential?: string
    readonly scenario?: string
    readonly fault?: string
    readonly page?: string
    /** Id of the error in the catalogue. */
    readonly error?: string
  }
}

/** A program that calls the provider, for one language. */
export interface Sample {
  readonly language: string
  /** The client that it uses, and how to install it. */
  readonly client: string
  readonly code: string
}

export interface Provider {
  readonly id: string
  readonly title: string
  readonly edition: string
  readonly baseUrl: string
  readonly operationUrl: string
  readonly tokenUrl?: string
  readonly credentials: Named
  readonly env: Named
  readonly unset: readonly string[]
  readonly samples?: readonly Sample[]
}

export interface Account {
  readonly name: string
  readonly credentials: Named
  readonly description: string
}

export interface Credentials {
  readonly provider: string
  readonly curl: string
  readonly accounts: readonly Account[]
  readonly tenants?: {
    readonly rule: string
    readonly words: readonly { readonly word: string; readonly description: string }[]
    readonly example: { readonly tenant: string; readonly credentials: Named }
  }
}

export interface ErrorEntry {
  readonly id: string
  readonly provider: string
  readonly status: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: string
  readonly basis: string
  readonly source: string
  readonly meaning: string
  readonly cause: string
  readonly advice: string
  readonly scenarios: readonly string[]
}

export interface FaultRule {
  readonly error?: string
  readonly code?: number
  readonly wire?: string
  readonly delayMs?: number | readonly [number, number]
  readonly after?: number
  readonly every?: number
  readonly times?: number
  readonly probability?: number
}

export interface Tenant {
  readonly provider: string
  readonly tenant: string
  readonly seed: number
  readonly count: number
  readonly requests: number
  readonly settings: { readonly faults?: readonly FaultRule[] }
  readonly credentials?: Named
}

export interface Clock {
  readonly now: string
  readonly isFrozen: boolean
  readonly isTouched: boolean
  readonly offsetMs: number
}

export interface Settings {
  readonly provider: string
  readonly rateLimit: RateLimit | null
  readonly ownRateLimit: RateLimit
}

interface RateLimit {
  readonly requests: number
  readonly windowSeconds: number
}

export interface Grade {
  readonly id: string
  readonly title: string
  readonly verdict: 'passed' | 'failed' | 'left-early' | 'not-seen'
  readonly why: string
  readonly basis: string
  readonly evidence: readonly { readonly requests: readonly number[]; readonly message: string }[]
  readonly findings: number
}

export interface Scorecard {
  readonly provider: string
  readonly title: string
  readonly tenant?: string
  readonly requests: number
  readonly grades: readonly Grade[]
}

export interface ContractRun {
  readonly run: number
  readonly state: 'none' | 'running' | 'done' | 'failed'
  readonly progress?: { readonly done: number; readonly of: number; readonly now?: string }
  readonly report?: Report
  readonly error?: string
}

export type Verdict = 'kept' | 'broken' | 'not-checked'

/** The JSON report of `orgmock check`. */
export interface Report {
  readonly tool: { readonly version: string }
  readonly target: string
  readonly startedAt: string
  readonly durationMs: number
  readonly interrupted: boolean
  readonly providers: readonly ProviderReport[]
}

export interface ProviderReport {
  readonly provider: string
  readonly title: string
  readonly target: string
  readonly verdict: Verdict
  readonly reason?: string
  readonly requests: number
  readonly seen: { readonly total: number; readonly witnessed: number }
  readonly scenarios: readonly LawResult[]
}

export interface LawResult {
  readonly scenario: string
  readonly family: string
  readonly title: string
  readonly verdict: Verdict
  readonly reason?: string
  readonly findings: readonly Finding[]
}

export interface Finding {
  readonly check: string
  readonly severity: 'violation' | 'drift' | 'note'
  readonly basis: string
  readonly message: string
  readonly promised: string
  readonly came: string
  readonly at?: string
  readonly clause?: string
  readonly erratum?: string
  readonly request?: string
  readonly excerpt?: string
  readonly again?: number
}

export interface DocumentLink {
  readonly provider: string
  readonly form: string
  readonly href: string
}

/** Of an OpenAPI document, what the page itself reads. */
export interface OpenApi {
  readonly components?: {
    readonly schemas?: {
      readonly FaultRule?: {
        readonly properties?: {
          readonly wire?: { readonly oneOf?: readonly { readonly const: string; readonly description: string }[] }
        }
      }
    }
  }
}
