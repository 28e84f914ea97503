import type { GradeDefinition } from '../grade-definition.ts'
import { answerWord, type Sent, shownBy } from '../sent.ts'
import { inFlightMs, retryAfterSlackMs } from '../tolerance.ts'
import type { Evidence } from '../types.ts'
import { duration } from '../words.ts'

/**
 * Nothing but the wait that the answer asks for. The same request must not come again before, and no other one either, unless it can
 * have been on its way.
 */
export const waitsOutRetryAfter: GradeDefinition = {
  id: 'waits-out-retry-after',
  title: 'waits out Retry-After',
  appliesTo: () => true,
  why: 'whoever comes back before the time is refused again, and is often kept out for longer',
  basis: 'observed',
  judge({ sent }) {
    const evidence: Evidence[] = []
    let isSeen = false
    sent.forEach((told, place) => {
      if (told.waitMs === undefined || told.waitMs === 0) return
      const due = told.at + told.waitMs
      for (let next = place + 1; next < sent.length; next += 1) {
        const one = sent[next] as Sent
        if (one.at >= due - retryAfterSlackMs) {
          isSeen = true
          return
        }
        if (!isTooEarly(told, one)) continue
        const gap = duration(one.at - told.at)
        evidence.push(
          shownBy([told, one], `came ${gap} after ${answerWord(told)} that asks to wait ${duration(told.waitMs)}`),
        )
        return
      }
    })
    return { isSeen, evidence }
  },
}

function isTooEarly(told: Sent, one: Sent): boolean {
  const gap = one.at - told.at
  if (gap < 0 || one.kind !== told.kind) return false
  return one.signature === told.signature || gap > inFlightMs
}
