import type { Basis, Paging } from '../mock/index.ts'
import type { Sent } from './sent.ts'
import type { Evidence, GradedProvider } from './types.ts'
import type { ClientWalk } from './walks/index.ts'

/** All that one tenant did with one provider, read for the judges. */
export interface Behaviour {
  readonly provider: GradedProvider
  /** In the order in which they came. */
  readonly sent: readonly Sent[]
  readonly walks: readonly ClientWalk[]
  /** Texts that were sent as credentials by anybody, where they belong. */
  readonly secrets: ReadonlySet<string>
}

interface Judgement {
  /** Whether there was anything to judge. */
  readonly isSeen: boolean
  readonly evidence: readonly Evidence[]
  /** Walks that stopped with more to come, perhaps on purpose. */
  readonly leftEarly?: readonly Evidence[]
  /** When it differs from the grade's own. */
  readonly basis?: Basis
}

/** One thing that a client should do: what it is, why, and how to tell. */
export interface GradeDefinition {
  readonly id: string
  /** Behind "the client": `waits out Retry-After`. */
  readonly title: string
  /** Whether a client of this provider can do it right or wrong at all. */
  readonly appliesTo: (provider: GradedProvider) => boolean
  /** Why it matters, where the provider's own file gives no reason. */
  readonly why: string | ((style: Paging['style'] | undefined) => string)
  readonly basis: Basis
  /** Each request is judged by itself, so that it does not matter how many clients share the tenant. */
  readonly isOfEachRequest?: true
  readonly judge: (behaviour: Behaviour) => Judgement
}
