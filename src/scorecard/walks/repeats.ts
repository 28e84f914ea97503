import { shownBy } from '../sent.ts'
import type { Evidence } from '../types.ts'
import type { ClientWalk, Step } from './types.ts'

/** Steps that ask again for the page of the step before, although the client had the whole of it. */
function repeats({ steps }: ClientWalk): Step[] {
  return steps.filter((step, place) => step.isAgain && steps[place - 1]?.page === step.page)
}

/** A client that asks for the last page again and again does not stop; once more is a repetition like any other. */
export function loopsAtEnd(walk: ClientWalk): Evidence[] {
  const again = repeatsOfLast(walk)
  if (again.length < 2) return []
  return [shownBy(again, 'asked for the last page again and again instead of stopping there')]
}

/** Repetitions that are no sign of a client that does not stop. */
export function simpleRepeats(walk: ClientWalk): Step[] {
  const atEnd = repeatsOfLast(walk)
  return atEnd.length < 2 ? repeats(walk) : repeats(walk).filter((step) => !atEnd.includes(step))
}

function repeatsOfLast(walk: ClientWalk): Step[] {
  const last = walk.steps.at(-1)?.page
  return repeats(walk).filter(({ page, listed }) => {
    const isEnd =
      listed?.next === null || (listed !== undefined && listed.next === undefined && listed.to >= listed.count)
    return page === last && isEnd
  })
}
