import type { Answer, Basis, ListGuide, MockRequest } from '../mock/index.ts'

/**
 * One request and its answer, as the journal keeps them. Secrets may be taken out of it where equal texts stay equal and `expires_in` of a
 * token's answer stays readable; parameters' names must stay.
 */
export interface Observation {
  /** Rises with every request of the server. */
  readonly seq: number
  /** When the request came, in milliseconds of the server's clock. */
  readonly at: number
  /** The same by a clock that nobody moves, in milliseconds since anything: a server's clock may be frozen while its clients wait. */
  readonly machineMs?: number
  readonly provider: string
  readonly request: Pick<MockRequest, 'method' | 'host' | 'path' | 'query' | 'headers' | 'body'>
  readonly answer: Answer
}

/** What the scorecard needs to know of a provider. */
export interface GradedProvider {
  readonly id: string
  readonly title: string
  readonly listGuide: ListGuide
  /** Names of the query parameters that its document declares. */
  readonly parameters: readonly string[]
  /** Those that carry a credential. */
  readonly secretParameters?: readonly string[]
}

/** What shows a grade: the requests, by number, and what is wrong with them. */
export interface Evidence {
  readonly requests: readonly number[]
  /** Behind "request 7", such as `came 3 ms after a 429 that asks to wait 1 s`. */
  readonly message: string
}

/**
 * Every verdict. `left-early`: a walk stopped with more to come, which is right for a client that had found what it looked for; the evidence
 * shows it. `not-seen`: nothing happened that would show it, or so many walks ran side by side that they cannot be
 * distinguished (the evidence then says so); never a pass.
 */
export const gradeVerdicts = ['passed', 'failed', 'left-early', 'not-seen'] as const
export type GradeVerdict = (typeof gradeVerdicts)[number]

/** One thing that a client should do, and whether it did. */
export interface Grade {
  readonly id: string
  readonly title: string
  readonly verdict: GradeVerdict
  /** Why it matters with this provider. */
  readonly why: string
  readonly basis: Basis
  /** The first findings, at most ten. */
  readonly evidence: readonly Evidence[]
  /** How many there are in all. */
  readonly findings: number
}

/** How one client, as far as its tenant tells it apart, behaved toward one provider. */
export interface Scorecard {
  readonly provider: string
  readonly title: string
  /** Absent for requests that were nobody's. */
  readonly tenant?: string
  readonly requests: number
  /** Those that can apply to this provider, in a fixed order. */
  readonly grades: readonly Grade[]
}
