import type { Check, ConformanceCount, ContractDefinition, Law } from '../types.ts'
import { envelope } from './envelope.ts'
import { expectation } from './expectation.ts'
import { type ShapeAndWireOptions, shapeAndWire } from './shape-and-wire.ts'

export interface Checks {
  /** What judges every exchange of a law. */
  forLaw(law: Law): readonly Check[]
  conformance(): ConformanceCount
}

/** Every check of one provider: what the request was meant for, what the spec says, and what the contract adds. */
export function createChecks(options: ShapeAndWireOptions & { readonly contract: ContractDefinition }): Checks {
  const { checks, conformance } = shapeAndWire(options)
  const shared = [...checks.map((check) => exceptKnown(check, options.contract)), envelope(options.contract)]
  return {
    forLaw: (law) => [expectation(law, options.contract), ...shared],
    conformance,
  }
}

/** Leaves out what is said of fields that are known to come although the document does not declare them. */
function exceptKnown(check: Check, { observedFields = [] }: ContractDefinition): Check {
  if (check.id !== 'shape/undeclared-fields' || observedFields.length === 0) return check
  const known = new RegExp(`^(${observedFields.map((pointer) => pointer.replaceAll('*', '\\d+')).join('|')})$`)
  return {
    ...check,
    judge: (exchange) => check.judge(exchange).filter(({ at }) => at === undefined || !known.test(at)),
  }
}
