import { type ErrataSubsets, type ProviderSpec, type Reading, rememberedWeakly } from '../../spec/index.ts'
import { replyIdentities } from '../reply-identity.ts'
import type { Check, ConformanceCount, ContractDefinition, Law } from '../types.ts'
import { createBodyJudge } from '../validator/index.ts'
import { bodySurveyor } from './body-survey.ts'
import { envelope } from './envelope.ts'
import { expectation } from './expectation.ts'
import { shapeBody } from './shape/body.ts'
import { shapeContentType } from './shape/content-type.ts'
import { shapeHeaders } from './shape/headers.ts'
import { shapeStatus } from './shape/status.ts'
import { shapeTimes } from './shape/times.ts'
import { shapeUndeclaredFields } from './shape/undeclared-fields.ts'
import { shapeWriteOnly } from './shape/write-only.ts'
import { wireBodyPresence } from './wire/body-presence.ts'
import { wireEncoding } from './wire/encoding.ts'
import { wireJson } from './wire/json.ts'
import { wireLength } from './wire/length.ts'
import { wireRefusalHeaders } from './wire/refusal-headers.ts'
import { wireSecret } from './wire/secret.ts'

export interface ChecksOptions {
  readonly spec: ProviderSpec
  /** The reading that decides. */
  readonly reading: Reading
  readonly contract: ContractDefinition
  /** Names the least errata of a body exactly; without it they are named by the clauses that they touch. */
  readonly subsets?: ErrataSubsets | undefined
  /** Of the credentials: no reply may hold one. */
  readonly secrets?: readonly string[]
}

export interface Checks {
  /** What judges every exchange of a law. They throw SchemaError when a schema is unusable. */
  forLaw(law: Law): readonly Check[]
  /** Of all bodies that were judged. */
  conformance(): ConformanceCount
}

/** Every check of one provider: what the request was meant for, what the spec says in the order in which a reply is read, and what the contract adds. */
export function createChecks({ spec, reading, contract, subsets, secrets = [] }: ChecksOptions): Checks {
  // Once for each exchange: three checks ask.
  const identityOf = rememberedWeakly(replyIdentities())
  const bodies = createBodyJudge({ spec, reading, subsets, identityOf })
  const operation = spec[reading]
  const setup = { spec, operation, contract, bodies, survey: bodySurveyor(operation, identityOf), identityOf, secrets }
  const shared = [
    wireLength(),
    wireEncoding(),
    wireBodyPresence(setup),
    shapeStatus(setup),
    shapeContentType(setup),
    shapeHeaders(setup),
    wireJson(setup),
    wireRefusalHeaders(setup),
    wireSecret(setup),
    shapeBody(setup),
    shapeWriteOnly(setup),
    shapeUndeclaredFields(setup),
    shapeTimes(setup),
    envelope(setup),
  ]
  return { forLaw: (law) => [expectation(law, contract), ...shared], conformance: bodies.conformance }
}
