import type { Answer, Basis, MockRequest, Walk } from '../mock/index.ts'

/** One request and its answer, as the journal keeps them. */
export interface Observation {
  /** Rises with every request of the server. */
  readonly seq: number
  /** When the request came, in milliseconds of the server's clock. */
  readonly at: number
  readonly provider: string
  readonly request: Pick<MockRequest, 'method' | 'host' | 'path' | 'query' | 'headers' | 'body'>
  readonly answer: Answer
}

/** What the scorecard needs to know of a provider. */
export interface GradedProvider {
  readonly id: string
  readonly title: string
  readonly walk: Walk
  /** Names of the query parameters that its document declares. */
  readonly parameters: readonly string[]
}

/** What shows a grade: the requests, by number, and what is wrong with them. */
export interface Evidence {
  readonly requests: readonly number[]
  readonly message: string
}

export type GradeVerdict = 'passed' | 'failed' | 'not-seen'

/** One thing that a client should do, and whether it did. */
export interface Grade {
  readonly id: string
  readonly title: string
  readonly verdict: GradeVerdict
  /** Why it matters with this provider. */
  readonly why: string
  readonly basis: Basis
  readonly evidence: readonly Evidence[]
}

/** How one client, as far as its tenant tells it apart, behaved toward one provider. */
export interface Scorecard {
  readonly provider: string
  readonly title: string
  /** Absent for requests that were nobody's. */
  readonly tenant?: string
  readonly requests: number
  readonly grades: readonly Grade[]
}
