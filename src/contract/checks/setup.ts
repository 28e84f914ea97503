import type { OperationSpec, ProviderSpec } from '../../spec/index.ts'
import type { ReplyIdentity } from '../reply-identity.ts'
import type { ContractDefinition } from '../types.ts'
import type { BodyJudge } from '../validator/index.ts'
import type { BodySurveyor } from './body-survey.ts'

/** What the checks of one provider are made of. */
export interface CheckSetup {
  readonly spec: ProviderSpec
  /** The reading that decides. */
  readonly operation: OperationSpec
  readonly contract: ContractDefinition
  /** Shared, so that each body is judged once. */
  readonly bodies: BodyJudge
  /** Shared, so that each body is walked once. */
  readonly survey: BodySurveyor
  readonly identityOf: ReplyIdentity
  /** Of the credentials. */
  readonly secrets: readonly string[]
}
