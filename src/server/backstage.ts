/** What the admin API shows beside the world. This room knows neither documents nor the contract: who puts the server together brings them. */
export interface Backstage {
  /** Of this program. */
  readonly version: string
  readonly documents: Documents
  readonly contract: ContractRuns
}

/** The forms of a provider's document: as published, with the errata applied, and with what has changed since. */
export const documentForms = ['published', 'repaired', 'latest'] as const
export type DocumentForm = (typeof documentForms)[number]

export interface DocumentName {
  readonly provider: string
  readonly form: DocumentForm
}

export interface Documents {
  /** Of the providers that are served. */
  list(): Promise<readonly DocumentName[]>
  /** An OpenAPI document; undefined when it is not in the list. */
  read(name: DocumentName): Promise<object | undefined>
}

/** What the contract is held against: this server, or one provider at a base URL. */
export type ContractTarget =
  | { readonly serverUrl: string; readonly provider?: string | undefined }
  | { readonly baseUrl: string; readonly provider: string }

export interface ContractProgress {
  /** Laws that were tried, of how many. */
  readonly done: number
  readonly of: number
  /** Provider and law. */
  readonly now: string
}

export interface ContractState {
  /** Number of the run; 0 before the first one. */
  readonly run: number
  readonly state: 'none' | 'running' | 'done' | 'failed'
  readonly progress?: ContractProgress
  /** The JSON report. */
  readonly report?: object
  /** Why there is no report, in a sentence. */
  readonly error?: string
}

/** Runs of the contract, one at a time; the last one is kept. */
export interface ContractRuns {
  /** Gives the number of the run. Throws ControlError EXISTS while another one goes on. */
  start(target: ContractTarget): number
  readonly state: ContractState
  /** The last report as a page; undefined without one. */
  page(): Promise<string | undefined>
  /** Stops the run; its report tells what was done until then. */
  stop(): void
}
