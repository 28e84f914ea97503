import { type KnownDrift, type ProviderSpec, splitPointer } from '../spec/index.ts'
import { withoutRows } from './json-pointer.ts'
import type { Exchange } from './types.ts'

/** The known drift that explains what came, or did not come, at a place of a body. */
export function knownDriftAt(
  { knownDrifts }: ProviderSpec,
  { response }: Exchange,
  pointer: string,
  change: KnownDrift['change'],
  came?: unknown,
): KnownDrift | undefined {
  const at = withoutRows(pointer)
  return knownDrifts.find((drift) => {
    if (drift.change !== change || (drift.of === 'refusals' && response.status < 400)) return false
    return isPlace(drift.at, at) && (drift.values?.some((value) => value === came) ?? true)
  })
}

function isPlace(wanted: string, at: string): boolean {
  if (wanted === at) return true
  const [names, came] = [wanted, at].map((pointer) => splitPointer(pointer)) as [readonly string[], readonly string[]]
  return names.at(-1) === '*' && names.length === came.length && names.slice(0, -1).every((name, i) => name === came[i])
}
