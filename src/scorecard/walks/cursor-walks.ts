import { walksToldApart } from '../tolerance.ts'
import { type ClientWalk, OpenWalk, type PageRequest } from './types.ts'

/**
 * Lists whose pages lead on by cursors: a request without one begins a walk, one with a cursor goes on with the newest walk that was given
 * it and has not used it yet.
 */
export function cursorWalks(requests: readonly PageRequest[]): ClientWalk[] {
  const walks: OpenWalk[] = []
  const byCursor = new Map<string, OpenWalk[]>()
  const backward = new Map<OpenWalk, Set<string>>()
  let last: OpenWalk | undefined

  function begin(): OpenWalk {
    last = new OpenWalk()
    walks.push(last)
    return last
  }

  function walkOf(request: PageRequest): OpenWalk {
    if (request.page === '') {
      const first = last?.steps[0]
      // A first page that did not come is asked for again.
      const isRetry = last?.got.size === 0 && first?.page === '' && first.sent.signature === request.sent.signature
      return isRetry && last !== undefined ? last : begin()
    }
    const given = (byCursor.get(request.page) ?? []).slice(-walksToldApart).reverse()
    // A cursor that came from nowhere is one from before the journal begins, or none at all.
    return given.find((walk) => !walk.got.has(request.page)) ?? given[0] ?? begin()
  }

  function hand(walk: OpenWalk, cursor: string | null | undefined): void {
    if (cursor === null || cursor === undefined) return
    const owners = byCursor.get(cursor)
    if (owners === undefined) byCursor.set(cursor, [walk])
    else if (!owners.includes(walk)) owners.push(walk)
  }

  for (const request of requests) {
    const walk = walkOf(request)
    const [first] = walk.steps
    if (first !== undefined && first.filters !== request.filters) walk.hasOtherFilters = true
    if (backward.get(walk)?.has(request.page) === true) walk.isBrowsing = true
    walk.add(request)
    const { listed } = request.sent
    hand(walk, listed?.next)
    hand(walk, listed?.previous)
    if (typeof listed?.previous !== 'string') continue
    const cursors = backward.get(walk) ?? new Set()
    backward.set(walk, cursors.add(listed.previous))
  }
  return walks
}
