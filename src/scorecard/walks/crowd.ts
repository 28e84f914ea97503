import { shownBy } from '../sent.ts'
import { crowdWalks } from '../tolerance.ts'
import type { Evidence } from '../types.ts'
import type { ClientWalk } from './types.ts'

/** The first walks that were so many side by side that nothing is judged but each request by itself. */
export function crowdEvidence(walks: readonly ClientWalk[]): Evidence | undefined {
  let open: ClientWalk[] = []
  for (const walk of walks) {
    const start = walk.steps[0]?.sent.seq ?? 0
    const goesOn = walk.steps.some(({ page }) => page !== walk.steps[0]?.page)
    if (!goesOn) continue
    open = [...open.filter(({ steps }) => (steps.at(-1)?.sent.seq ?? 0) > start), walk]
    if (open.length < crowdWalks) continue
    const starts = open.flatMap(({ steps }) => steps.slice(0, 1))
    return shownBy(starts, `began ${open.length} walks or more side by side; ${oneTenantEach}`)
  }
  return undefined
}

const oneTenantEach = 'they cannot be told apart in one tenant: give each a tenant of its own'
