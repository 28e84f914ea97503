import type { GradeDefinition } from '../grade-definition.ts'
import { type Sent, shownBy } from '../sent.ts'
import type { Evidence } from '../types.ts'
import { type ClientWalk, pageKey, type Step } from '../walks/index.ts'
import { loopsAtEnd } from '../walks/repeats.ts'
import { plural } from '../words.ts'
import { abandonedAfterFailure, lostPages, skippedPages } from './left-out-pages.ts'

/**
 * A walk of one page is no walk: many clients want the first page only, and nobody can blame them. From the second page on a client
 * that stops early is named, without blame, unless an error stopped it or it went on later. Walks with other filters or sizes on their way are other
 * grades' business.
 */
export const followsPages: GradeDefinition = {
  id: 'follows-pages',
  title: 'follows every page once and stops at the end',
  appliesTo: ({ listGuide: { paging } }) => paging !== undefined && paging.style !== 'whole-list',
  why: (style) =>
    style === 'page-number'
      ? 'a page that is left out is missing without a word, and one behind the end costs a request that says nothing'
      : 'the list ends where no next cursor is given, and nowhere before: a short page says nothing',
  basis: 'observed',
  judge({ provider, sent, walks }) {
    const isNumbered = provider.listGuide.paging?.page !== undefined
    const judged = walks.filter((walk) => !walk.isBrowsing && !walk.hasOtherFilters && !walk.hasOtherSize)
    const asked = latestAsked(walks)
    const evidence = judged.flatMap((walk) => [
      ...comingBack(walk),
      ...loopsAtEnd(walk),
      ...(isNumbered ? [...lostPages(walk, walks), ...skippedPages(walk, asked), ...goingBeyond(walk)] : []),
    ])
    return {
      isSeen: judged.some(({ steps }) => steps.some((step) => isLast(step))),
      evidence,
      leftEarly: judged.flatMap((walk) => [
        ...stoppingEarly(walk, isNumbered, asked, sent),
        ...abandonedAfterFailure(walk, walks),
      ]),
    }
  },
}

/** When each page of each list was asked for last. */
type Asked = ReadonlyMap<string, number>

function latestAsked(walks: readonly ClientWalk[]): Asked {
  const asked = new Map<string, number>()
  for (const { steps } of walks) {
    for (const step of steps) {
      const key = pageKey(step, step.page)
      asked.set(key, Math.max(asked.get(key) ?? 0, step.sent.seq))
    }
  }
  return asked
}

function comingBack({ steps }: ClientWalk): Evidence[] {
  return steps.flatMap((step, place) => {
    if (!step.isAgain || steps[place - 1]?.page === step.page) return []
    const first = steps.find(({ page, listed }) => page === step.page && listed !== undefined)
    return [shownBy([first ?? step, step], 'came back to a page that the walk had passed')]
  })
}

/** One empty page is how a client learns that there is no more, whatever total it could have read; the second one is for nothing. */
function goingBeyond({ steps }: ClientWalk): Evidence[] {
  const empty = steps.filter(({ listed, isAgain }) => !isAgain && listed !== undefined && listed.from === listed.to)
  if (empty.length < 2) return []
  const pages = plural(empty.length, 'page')
  return [shownBy(empty, `asked for ${pages} behind the end; the first empty one said that there is no more`)]
}

function stoppingEarly({ steps }: ClientWalk, isNumbered: boolean, asked: Asked, sent: readonly Sent[]): Evidence[] {
  const got = steps.filter(({ listed }) => listed !== undefined)
  if (new Set(got.map(({ page }) => page)).size < 2 || got.some((step) => isLast(step))) return []
  const last = isNumbered ? got.toSorted((a, b) => a.number - b.number).at(-1) : got.at(-1)
  if (last?.listed === undefined) return []
  const { next, count } = last.listed
  const page = next ?? String(last.number + 1)
  const at = asked.get(pageKey({ ...last, number: isNumbered ? last.number + 1 : 1 }, page))
  if (at !== undefined && at > (steps[0]?.sent.seq ?? 0)) return []
  // An error has stopped it: the client's own request, or the one for a new token.
  const following = sent.find(
    ({ seq, kind, outcome }) => seq > last.sent.seq && !(kind === 'token' && outcome === 'good'),
  )
  if (following !== undefined && following.outcome !== 'good') return []
  const pages = plural(new Set(got.map((step) => step.page)).size, 'page')
  const though = isNumbered ? `there are ${count} organizations` : 'the last answer gave another cursor'
  return [shownBy(got, `stopped after ${pages}, though ${though}; right if it had found what it looked for`)]
}

function isLast({ listed }: Step): boolean {
  if (listed === undefined) return false
  return listed.next === undefined ? listed.to >= listed.count : listed.next === null
}
