import { walksToldApart } from '../tolerance.ts'
import { type ClientWalk, OpenWalk, type PageRequest, type Step } from './types.ts'

/**
 * Lists whose pages have numbers. The order of pages says nothing, since they can be fetched side by side; the first page begins a walk,
 * any other one belongs to the newest walk of its list that it continues, or else that lacks it. A request that continues no walk but for its
 * filters or its size belongs to the walk under way whose next page it would be.
 */
export function numberedWalks(requests: readonly PageRequest[]): ClientWalk[] {
  const walks: OpenWalk[] = []
  const byList = new Map<string, OpenWalk[]>()
  const lists = new Map<OpenWalk, string>()
  let last: OpenWalk | undefined

  function move(walk: OpenWalk, list: string): void {
    lists.set(walk, list)
    const members = byList.get(list)
    if (members === undefined) byList.set(list, [walk])
    else members.push(walk)
  }

  function begin(list: string): OpenWalk {
    const walk = new OpenWalk()
    walks.push(walk)
    move(walk, list)
    return walk
  }

  function walkOf(request: PageRequest, list: string): OpenWalk {
    const { page, number } = request
    const recent = (byList.get(list) ?? []).slice(-walksToldApart).reverse()
    const open = recent.filter((walk) => lists.get(walk) === list)
    const [youngest] = open
    if (number === 1) return youngest !== undefined && !youngest.got.has(page) ? youngest : begin(list)
    const before = String(number - 1)
    const lacking = open.filter((walk) => !walk.got.has(page))
    const continued = lacking.filter((walk) => walk.asked.has(before))
    const found = continued.find(({ isOver }) => !isOver) ?? continued[0] ?? lacking[0] ?? youngest
    if (found !== undefined) return found
    if (last === undefined || !isNext(last, number)) return begin(list)
    const step = lastGot(last)
    if (step?.filters !== request.filters) last.hasOtherFilters = true
    else last.hasOtherSize ||= isOtherSize(step, request)
    move(last, list)
    return last
  }

  for (const request of requests) {
    const walk = walkOf(request, JSON.stringify([request.filters, request.size]))
    walk.add(request)
    last = walk
  }
  return walks
}

function lastGot({ steps }: ClientWalk): Step | undefined {
  return steps.findLast(({ listed }) => listed !== undefined)
}

/** Whether the walk has got as far as the page before, and there is more. */
function isNext(walk: OpenWalk, number: number): boolean {
  const step = lastGot(walk)
  return step?.listed !== undefined && step.number === number - 1 && step.listed.to < step.listed.count
}

function isOtherSize(before: PageRequest, after: PageRequest): boolean {
  const [a, b] = [effectiveSize(before), effectiveSize(after)]
  return a !== undefined && b !== undefined && a !== b
}

/** The size that was asked for, or that the page shows; undefined when neither tells. */
export function effectiveSize({ number, size, sent: { listed } }: PageRequest): number | undefined {
  if (/^\d+$/.test(size)) return Number(size)
  if (listed === undefined) return undefined
  const { from, to, count } = listed
  if (number > 1 && from < count) return from / (number - 1)
  return number === 1 && to < count ? to : undefined
}
