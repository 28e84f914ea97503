import type { Listed } from '../../mock/index.ts'
import type { Sent } from '../sent.ts'

/** A request for one page, in the provider's own terms. */
export interface PageRequest {
  readonly sent: Sent
  /** What tells this page from the others of its list: its number, or its cursor; empty is the first one. */
  readonly page: string
  /** Its number, where pages have numbers. */
  readonly number: number
  /** As sent; empty when the client left it to the provider. */
  readonly size: string
  /** Filters and order, as one text. */
  readonly filters: string
}

/** One step of a walk. */
export interface Step extends PageRequest {
  /** The page, when the client has got it. */
  readonly listed?: Listed
  /** The client had the whole of this very page before, on this walk. */
  readonly isAgain: boolean
}

/** What one client asked for to read one list, as far as it can be known. */
export interface ClientWalk {
  readonly steps: readonly Step[]
  /** It went back by the cursor of a page before: somebody leafs through the list. */
  readonly isBrowsing: boolean
  /** Filters or order changed on the way. */
  readonly hasOtherFilters: boolean
  /** The size changed on the way, as far as numbered pages show it. */
  readonly hasOtherSize: boolean
}

/** A walk whose end is open. */
export class OpenWalk implements ClientWalk {
  readonly steps: Step[] = []
  isBrowsing = false
  hasOtherFilters = false
  hasOtherSize = false
  /** It met an empty page, which tells every client to stop. */
  isOver = false
  /** Pages that were asked for. */
  readonly asked = new Set<string>()
  /** Pages that the client has. */
  readonly got = new Set<string>()
  private readonly whole = new Set<string>()

  add(request: PageRequest): void {
    const { listed, outcome } = request.sent
    this.steps.push({
      ...request,
      ...(listed === undefined ? {} : { listed }),
      isAgain: listed !== undefined && this.whole.has(request.page),
    })
    this.asked.add(request.page)
    if (listed === undefined) return
    this.got.add(request.page)
    this.isOver ||= listed.from === listed.to
    if (outcome === 'good') this.whole.add(request.page)
  }
}
