import { createHash } from 'node:crypto'
import { withoutRows } from '../json-pointer.ts'
import type { PlacedFinding } from './finding-order.ts'

/**
 * One fingerprint for each finding, the same in every run that finds the same: made of provider, law, check, clause and place in the
 * body, rows aside. Lines (they move) and sentences (they quote values) do not enter. The n-th finding of the same kind ends in `:n`.
 */
export function fingerprints(placed: readonly PlacedFinding[]): readonly string[] {
  const counts = new Map<string, number>()
  return placed.map(({ provider, law, finding }) => {
    const kind = [provider.provider, law.scenario, finding.check, finding.clause ?? '', withoutRows(finding.at ?? '')]
    const hash = createHash('sha256').update(JSON.stringify(kind)).digest('hex').slice(0, 32)
    const count = (counts.get(hash) ?? 0) + 1
    counts.set(hash, count)
    return `${hash}:${count}`
  })
}
