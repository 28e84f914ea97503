import { credentialOf } from '../credentials.ts'
import type { GradeDefinition } from '../grade-definition.ts'
import { answerWord, type Sent, shownBy } from '../sent.ts'
import { isTokenRefusal } from '../tokens.ts'
import { refusedMs, refusedTries } from '../tolerance.ts'

/** Refused tokens are for another grade, which knows whether there was a new one. */
export const takesRefusals: GradeDefinition = {
  id: 'takes-refusals',
  title: 'takes no for an answer',
  appliesTo: () => true,
  why: 'a request that is wrong stays wrong: to repeat it counts against the limit, and with a wrong credential it looks like an attack',
  basis: 'assumed',
  judge({ provider, sent }) {
    const refusals = sent.filter(
      (one) => one.kind !== 'token' && one.outcome === 'refused' && !isTokenRefusal(one, provider),
    )
    const runs = runsOf(sent, new Set(refusals))
    return {
      isSeen: refusals.length > 0,
      evidence: runs.flatMap((run) => {
        const [first] = run
        if (first === undefined || run.length < refusedTries) return []
        return [shownBy(run, `was sent ${run.length} times, though ${answerWord(first)} had refused it`)]
      }),
    }
  },
}

/** Equal requests under equal credentials that were refused one after the other. */
function runsOf(sent: readonly Sent[], refusals: ReadonlySet<Sent>): Sent[][] {
  const runs: Sent[][] = []
  const open = new Map<string, Sent[]>()
  for (const one of sent) {
    const key = `${one.signature}\n${credentialOf(one.observation)}`
    const run = open.get(key)
    if (!refusals.has(one)) open.delete(key)
    else if (run !== undefined && one.at - (run[0]?.at ?? 0) <= refusedMs) run.push(one)
    else {
      const begun = [one]
      runs.push(begun)
      open.set(key, begun)
    }
  }
  return runs
}
