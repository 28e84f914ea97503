import type { GradeDefinition } from '../grade-definition.ts'
import { loopMs, loopRequests } from '../tolerance.ts'
import type { Evidence } from '../types.ts'
import type { ClientWalk, Step } from '../walks/index.ts'
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
          return {
            requests: [before.sent.seq, step.sent.seq],
            message: `asked again for the page it had got ${duration(step.sent.at - before.sent.at)} before`,
          }
        }),
      )
    const pages = walks.reduce((count, { steps }) => count + steps.length, 0)
    return { isSeen: pages > 1, evidence: [...evidence, ...loops(walks)] }
  },
}

/** Beginnings that lead nowhere, one right after the other. */
function loops(walks: readonly ClientWalk[]): Evidence[] {
  const bySignature = new Map<string, Step[]>()
  for (const { steps } of walks) {
    const [step, ...more] = steps
    if (step === undefined || more.length > 0 || step.listed === undefined || step.sent.outcome !== 'good') continue
    const equal = bySignature.get(step.sent.signature)
    if (equal === undefined) bySignature.set(step.sent.signature, [step])
    else equal.push(step)
  }
  return [...bySignature.values()].flatMap((steps) => {
    const place = steps.findIndex((step, i) => {
      const took = (steps[i + loopRequests - 1]?.sent.at ?? Number.POSITIVE_INFINITY) - step.sent.at
      return took >= 0 && took <= loopMs
    })
    if (place === -1) return []
    const requests = steps.slice(place, place + loopRequests).map(({ sent }) => sent.seq)
    return [
      {
        requests,
        message: `asked for the same ${loopRequests} times within a second; if these were separate runs, give each a tenant of its own`,
      },
    ]
  })
}
