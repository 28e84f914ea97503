import { answerWord, shownBy } from '../sent.ts'
import type { Evidence } from '../types.ts'
import { type ClientWalk, effectiveSize, pageKey, type Step } from '../walks/index.ts'
import { ranges } from '../words.ts'

/** Pages that are told of; a client can ask for any number. */
const mostMissing = 1_000

/** Numbered pages that a walk never asked for, although it asked for later ones. `asked`: when each page was asked for last. */
export function skippedPages({ steps }: ClientWalk, asked: ReadonlyMap<string, number>): Evidence[] {
  const [start] = steps
  const answered = steps.filter(({ listed }) => listed !== undefined)
  if (start === undefined || new Set(answered.map(({ number }) => number)).size < 2) return []
  const numbers = [...new Set(steps.map(({ number }) => number))].sort((a, b) => a - b)
  const requested = new Set(numbers)
  const [least = 1] = numbers
  const latest = answered.reduce((number, step) => Math.max(number, step.number), 0)
  // A page behind the end shows that the client passed by all pages before the end.
  const most = Math.min(latest, lastPage(answered) + 1)
  const missing: number[] = []
  // Who begins at page 2 has counted wrongly; who begins at page 3 or later knows where it wants to go.
  for (let number = least === 2 ? 1 : least; number < most && missing.length < mostMissing; number += 1) {
    if (requested.has(number)) continue
    const at = asked.get(pageKey({ ...start, number }, String(number)))
    if (at === undefined || (number > 1 && at < start.sent.seq)) missing.push(number)
  }
  if (missing.length === 0) return []
  const behindGaps = numbers.flatMap((number, place) => {
    const before = numbers[place - 1] ?? 0
    return missing.some((page) => page > before && page < number)
      ? steps.filter((step) => step.number === number).slice(0, 1)
      : []
  })
  const word = missing.length === 1 ? 'page' : 'pages'
  return [shownBy(behindGaps, `left out ${word} ${ranges(missing)}`)]
}

/** Numbered pages that a walk never got, although it went on after the request for them had failed. */
export function lostPages(walk: ClientWalk, walks: readonly ClientWalk[]): Evidence[] {
  const { steps } = walk
  const answered = steps.filter(({ listed }) => listed !== undefined)
  const end = lastPage(answered)
  const latest = answered.filter(({ isAgain }) => !isAgain).at(-1)?.sent.seq ?? 0
  return [...triesWithoutAnswer(steps).values()].flatMap((tries) => {
    const [first] = tries
    const last = tries.at(-1)
    if (first === undefined || last === undefined || first.number > end || latest < last.sent.seq) return []
    if (walks.some((other) => other !== walk && areSideBySide(walk, other) && hasGot(other, first))) return []
    const often = tries.length === 1 ? '' : tries.length === 2 ? ' twice' : ` ${tries.length} times`
    return [
      shownBy(
        tries,
        `left out page ${first.number}: it got ${answerWord(last.sent)}${often} and was never asked for again`,
      ),
    ]
  })
}

/**
 * A walk whose next page failed, after which the client began another walk. It may have reported the failure, so that this is no fault.
 * A walk that begins the same list once more and gets farther has got the page in the end.
 */
export function abandonedAfterFailure(walk: ClientWalk, walks: readonly ClientWalk[]): Evidence[] {
  const { steps } = walk
  const last = steps.at(-1)
  const [start] = steps
  if (start === undefined || last === undefined || steps.every(({ listed }) => listed === undefined)) return []
  const tries = triesWithoutAnswer(steps).get(last.page)
  if (tries === undefined) return []
  const later = walks.filter(({ steps: [first] }) => first !== undefined && first.sent.seq > last.sent.seq)
  const reached = farthest(walk)
  const isRetried = later.some((one) => one.steps[0]?.filters === start.filters && farthest(one) > reached)
  const other = later[0]?.steps[0]
  if (other === undefined || isRetried || walks.some((one) => one !== walk && hasGot(one, last))) return []
  const message = `began another walk after a page got ${answerWord(last.sent)}, and never asked for that page again`
  return [shownBy([last, other], `${message}; right if it had reported the failure`)]
}

/** The requests for each page that were all answered without success. */
function triesWithoutAnswer(steps: readonly Step[]): Map<string, Step[]> {
  const tries = new Map<string, Step[]>()
  for (const step of steps) tries.set(step.page, [...(tries.get(step.page) ?? []), step])
  for (const [page, all] of tries) {
    const isLost = all.every(({ sent: { outcome } }) => outcome === 'failed' || outcome === 'refused')
    if (!isLost) tries.delete(page)
  }
  return tries
}

function hasGot({ steps }: ClientWalk, wanted: Step): boolean {
  const key = pageKey(wanted, wanted.page)
  return steps.some((step) => step.listed !== undefined && pageKey(step, step.page) === key)
}

/** How much of its list a walk has got, from 0 to 1: lists may grow and shrink. */
function farthest({ steps }: ClientWalk): number {
  return steps.reduce(
    (share, { listed }) => (listed === undefined ? share : Math.max(share, listed.to / Math.max(1, listed.count))),
    0,
  )
}

/** Requests of walks at the same time may have been taken for each other's. */
function areSideBySide(a: ClientWalk, b: ClientWalk): boolean {
  const [firstOfA = 0, firstOfB = 0] = [a.steps[0]?.sent.seq, b.steps[0]?.sent.seq]
  const [lastOfA = 0, lastOfB = 0] = [a.steps.at(-1)?.sent.seq, b.steps.at(-1)?.sent.seq]
  return firstOfA < lastOfB && firstOfB < lastOfA
}

/** The number of the last page with organizations, as far as the answers tell. */
function lastPage(answered: readonly Step[]): number {
  const size = answered.reduce<number | undefined>((known, step) => known ?? effectiveSize(step), undefined)
  const filled = answered.filter(({ listed }) => listed !== undefined && listed.from < listed.to)
  const seen = filled.reduce((number, step) => Math.max(number, step.number), 0)
  const count = answered.at(-1)?.listed?.count ?? 0
  return size === undefined || size < 1 ? seen : Math.max(seen, Math.ceil(count / size))
}
