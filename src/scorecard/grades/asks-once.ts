import type { GradeDefinition } from '../grade-definition.ts'
import { loopEvidence } from '../loops.ts'
import { type Sent, shownBy } from '../sent.ts'
import { loopRequests } from '../tolerance.ts'
import type { Evidence } from '../types.ts'
import type { ClientWalk } from '../walks/index.ts'
import { simpleRepeats } from '../walks/repeats.ts'
import { duration } from '../words.ts'

/**
 * The same page with the same parameters, while the client has it. On a walk each repetition counts; a first page, or a list without
 * pages, may be another run's, so that only a loop counts. Answers that broke, failed or took long may be asked for again.
 */
export const asksOnce: GradeDefinition = {
  id: 'asks-once',
  title: 'does not ask again for what it has',
  appliesTo: ({ listGuide: { paging } }) => paging !== undefined,
  why: (style) =>
    style === 'whole-list'
      ? 'each answer is the whole list, and each request counts against the limit'
      : 'each request counts against the limit, and the answer is the same',
  basis: 'assumed',
  judge({ walks }) {
    const evidence = walks
      .filter(({ isBrowsing }) => !isBrowsing)
      .flatMap((walk) =>
        simpleRepeats(walk).map((step) => {
          const before = walk.steps[walk.steps.indexOf(step) - 1] ?? step
          const gap = duration(step.sent.at - before.sent.at)
          return shownBy([before, step], `asked again for the page it had got ${gap} before`)
        }),
      )
    const pages = walks.reduce((count, { steps }) => count + steps.length, 0)
    return { isSeen: pages > 1, evidence: [...evidence, ...loops(walks)] }
  },
}

/** Beginnings that lead nowhere, one right after the other. */
function loops(walks: readonly ClientWalk[]): Evidence[] {
  const bySignature = new Map<string, Sent[]>()
  for (const { steps } of walks) {
    const [step, ...more] = steps
    if (step === undefined || more.length > 0 || step.listed === undefined || step.sent.outcome !== 'good') continue
    const equal = bySignature.get(step.sent.signature) ?? []
    equal.push(step.sent)
    bySignature.set(step.sent.signature, equal)
  }
  return [...bySignature.values()].flatMap((sent) => loopEvidence(sent, `the same ${loopRequests} times`))
}
