import type { Auth } from './auth.ts'
import type { Envelope } from './envelope.ts'
import type { Failures } from './failures.ts'
import type { Organization } from './fields.ts'
import type { SourceOperation } from './operation.ts'
import type { Pages } from './pages.ts'
import type { Sends } from './sends.ts'
import type { Shapes } from './shape.ts'

/** All that a provider's files are written from. */
export interface Plan {
  readonly id: string
  readonly title: string
  readonly operation: SourceOperation
  readonly auth: Auth
  readonly pages: Pages
  readonly sends: Sends
  readonly organization: Organization
  readonly envelope: Envelope
  readonly failures: Failures
  readonly shapes: Shapes
  /** JSON pointer and name, for the contract. */
  readonly items: string
  /** What the document does not say, with the flag that sets another, one line each. */
  readonly assumptions: readonly string[]
  readonly identity: string
}
