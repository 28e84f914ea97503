import { shapeAndWire } from '../../../src/contract/checks/shape-and-wire.ts'
import type { NewFinding } from '../../../src/contract/types.ts'
import type { ProviderSpec, Reading } from '../../../src/spec/types.ts'
import { exchangeOf, type HandMade } from '../hand-made.ts'

/** What all checks of shape and wire find in one reply. */
export function findings(spec: ProviderSpec, reply: HandMade, reading: Reading = 'repaired'): readonly NewFinding[] {
  const exchange = exchangeOf(reply)
  return shapeAndWire({ spec, reading }).checks.flatMap((check) => {
    const found = check.judge(exchange)
    for (const finding of found) if (finding.check !== check.id) throw new Error(`${check.id} finds ${finding.check}`)
    return found
  })
}
