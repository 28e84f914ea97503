import type { GradeDefinition } from '../grade-definition.ts'
import { answerWord, type Sent, shownBy } from '../sent.ts'
import { atOnceMs, mostTries, slowGapMs } from '../tolerance.ts'
import type { Evidence } from '../types.ts'
import { duration } from '../words.ts'

/**
 * Failures that do not say how long to wait: 5xx, a 429 without Retry-After, answers that broke on their way. A client may give up or try again;
 * if it does, neither at once twice nor without end.
 */
export const backsOff: GradeDefinition = {
  id: 'backs-off',
  title: 'backs off after failures',
  appliesTo: () => true,
  why: 'a server in trouble gets well when its clients wait longer each time; retries at once keep it down',
  basis: 'observed',
  judge({ sent }) {
    const runs = runsOf(sent)
    return { isSeen: runs.some((run) => run.length > 1), evidence: runs.flatMap((run) => hammering(run) ?? []) }
  },
}

/** A failed request and every equal one up to the first that did not fail so. */
function runsOf(sent: readonly Sent[]): Sent[][] {
  const runs: Sent[][] = []
  const open = new Map<string, Sent[]>()
  for (const one of sent) {
    const run = open.get(one.signature)
    run?.push(one)
    const isFailure = one.outcome === 'failed' && one.waitMs === undefined
    if (!isFailure) open.delete(one.signature)
    else if (run === undefined) {
      const begun = [one]
      runs.push(begun)
      open.set(one.signature, begun)
    }
  }
  return runs
}

function hammering(run: readonly Sent[]): Evidence | undefined {
  const [first] = run
  const last = run.at(-1)
  if (first === undefined || last === undefined) return undefined
  for (let place = 2; place < run.length; place += 1) {
    const took = (run[place] as Sent).at - (run[place - 2] as Sent).at
    if (took < 0 || took >= atOnceMs) continue
    return shownBy(run, `was tried again twice within ${duration(took)} of ${answerWord(run[place - 2] as Sent)}`)
  }
  if (run.length <= mostTries || last.at - first.at >= (run.length - 1) * slowGapMs) return undefined
  return shownBy(run, `was tried ${run.length} times within ${duration(last.at - first.at)}, without waiting longer`)
}
