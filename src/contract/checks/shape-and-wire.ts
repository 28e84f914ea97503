import type { ErrataSubsets, ProviderSpec, Reading } from '../../spec/index.ts'
import { rememberedWeakly } from '../remember.ts'
import { replyIdentities } from '../reply-identity.ts'
import type { Check, ConformanceCount } from '../types.ts'
import { createBodyJudge } from '../validator/index.ts'
import { bodyPresence } from './body-presence.ts'
import { bodySchema } from './body-schema.ts'
import { bodySurveyor } from './body-survey.ts'
import { contentType } from './content-type.ts'
import { documentedHeaders } from './documented-headers.ts'
import { documentedStatus } from './documented-status.ts'
import { bodyEncoding } from './encoding.ts'
import { jsonText } from './json-text.ts'
import { bodyLength } from './length.ts'
import { undeclaredFields } from './undeclared-fields.ts'
import { writeOnlyFields } from './write-only.ts'

export interface ShapeAndWireOptions {
  readonly spec: ProviderSpec
  /** The reading that decides. */
  readonly reading: Reading
  /** Names the least errata of a body exactly; without it they are named by the clauses that they touch. */
  readonly subsets?: ErrataSubsets | undefined
}

export interface ShapeAndWire {
  readonly checks: readonly Check[]
  /** Of all bodies that the checks have judged. */
  conformance(): ConformanceCount
}

/** The checks that follow from the spec alone, in the order in which a reply is read. They throw SchemaError when a schema is unusable. */
export function shapeAndWire({ spec, reading, subsets }: ShapeAndWireOptions): ShapeAndWire {
  // Once for each exchange: three checks ask.
  const identityOf = rememberedWeakly(replyIdentities())
  const bodies = createBodyJudge({ spec, reading, subsets, identityOf })
  const operation = spec[reading]
  const setup = { spec, operation, bodies, survey: bodySurveyor(operation, identityOf), identityOf }
  return {
    checks: [
      bodyLength(),
      bodyEncoding(),
      bodyPresence(setup),
      documentedStatus(setup),
      contentType(setup),
      documentedHeaders(setup),
      jsonText(setup),
      bodySchema(setup),
      writeOnlyFields(setup),
      undeclaredFields(setup),
    ],
    conformance: bodies.conformance,
  }
}
