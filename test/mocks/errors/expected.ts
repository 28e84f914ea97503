import type { Basis } from '../../../src/mock/index.ts'

/** A request that meets an error by itself. */
export interface Cause {
  readonly method?: string
  /** Behind the server's origin, such as `/api.cradl.ai/v1/organisations`. */
  readonly target: string
  /** With the ordinary credentials beside `headers`. Default: without. */
  readonly authorized?: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The whole body of the answer, where it differs from the one that is asked for by name. */
  readonly says?: string
}

/** What is known of one error from the documents and threads, written by hand. */
export interface ExpectedError {
  readonly name: string
  readonly status: number
  readonly basis: Basis
  /** Headers that make the difference, by lower-case name; null: is not sent. */
  readonly headers?: Readonly<Record<string, string | null>>
  /** As sent when it is asked for by name, to the operation's own path by GET. */
  readonly body: string
  /** Requests that lead to it; absent where nothing but a scenario, or a wish, does. */
  readonly causes?: readonly Cause[]
  /** Published accounts that meet it within four requests. */
  readonly scenarios?: readonly string[]
}

export const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
