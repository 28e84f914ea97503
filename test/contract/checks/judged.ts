import { createChecks } from '../../../src/contract/checks/index.ts'
import type { Check } from '../../../src/contract/types.ts'
import type { ProviderSpec, Reading } from '../../../src/spec/types.ts'
import { contract, law } from '../checked.ts'
import { exchangeOf, type HandMade } from '../hand-made.ts'
import { inFull } from '../in-full.ts'

/** The checks of shape and wire, and the tally of what they judged. */
export function shapeAndWire(spec: ProviderSpec, reading: Reading) {
  const { forLaw, conformance } = createChecks({ spec, reading, contract })
  const all: readonly Check[] = forLaw(law('http/any', async () => undefined))
  return { checks: all.filter(({ family }) => family === 'shape' || family === 'wire'), conformance }
}

/** What all checks of shape and wire find in one reply. */
export function findings(spec: ProviderSpec, reply: HandMade, reading: Reading = 'repaired') {
  const exchange = exchangeOf(reply)
  return shapeAndWire(spec, reading).checks.flatMap((check) => {
    const found = check.judge(exchange)
    for (const finding of found) if (finding.check !== check.id) throw new Error(`${check.id} finds ${finding.check}`)
    return found.map(inFull)
  })
}
