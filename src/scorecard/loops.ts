import { type Sent, shownBy } from './sent.ts'
import { loopMs, loopRequests } from './tolerance.ts'
import type { Evidence } from './types.ts'

/** The first of these requests that came so fast one after the other that it is a loop. `what` they asked for, as in `5 tokens`. */
export function loopEvidence(sent: readonly Sent[], what: string): Evidence[] {
  const first = sent.findIndex(({ at }, place) => {
    const tookMs = (sent[place + loopRequests - 1]?.at ?? Number.POSITIVE_INFINITY) - at
    return tookMs >= 0 && tookMs <= loopMs
  })
  if (first === -1) return []
  const advice = 'if these were separate runs, give each a tenant of its own'
  return [shownBy(sent.slice(first, first + loopRequests), `asked for ${what} within a second; ${advice}`)]
}
