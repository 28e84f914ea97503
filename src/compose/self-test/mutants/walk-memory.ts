import type { Pages, Row } from '../pages.ts'
import type { Forward, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'

/** A page that passes by, and where it stands in its walk. */
export interface PassingPage {
  readonly request: ProxiedRequest
  readonly reply: ProxiedReply
  readonly rows: readonly Row[]
  /** From 0; of a page that was reached backwards, undefined. */
  readonly index: number | undefined
  /** The rows of the page before, where that has passed by or can be asked for. */
  readonly before: readonly Row[] | undefined
  readonly isLast: boolean
  /** The query of the next page. */
  readonly next: string | undefined
  /** Pages that have passed by in this run, this one included. */
  readonly visits: number
  /** Notes of the mutant's own, for one run. */
  readonly scratch: Map<string, unknown>
  forward: Forward
}

/** Forwards requests for the list and remembers which cursor leads where. */
export interface WalkMemory {
  /** Undefined when the reply is no page. */
  pass(request: ProxiedRequest, forward: Forward): Promise<PassingPage | { readonly reply: ProxiedReply }>
  /** Cursors that the mock gave out, the latest last. */
  readonly cursors: ReadonlySet<string>
  /** Cursors that lead back. */
  readonly backward: ReadonlySet<string>
}

export function walkMemory({ contract: { pager } }: Subject, pages: Pages): WalkMemory {
  const parameter = pager.cursor?.parameter
  const cursors = new Set<string>()
  const backward = new Set<string>()
  const indexOf = new Map<string, number>()
  const rowsBefore = new Map<string, readonly Row[]>()
  const scratch = new Map<string, unknown>()
  let visits = 0

  function cursorIn(query: string | undefined): string | undefined {
    if (parameter === undefined || query === undefined) return undefined
    return new URLSearchParams(query).get(parameter) ?? undefined
  }

  async function numberedBefore(request: ProxiedRequest, forward: Forward): Promise<readonly Row[] | undefined> {
    const number = pages.pageNumber(request)
    if (pages.pageParameter === undefined || number < 2) return undefined
    const query = new URLSearchParams(request.query)
    query.set(pages.pageParameter, String(number - 1))
    const asked = { ...request, query: query.toString() }
    return pages.rows(asked, await forward(asked))
  }

  return {
    cursors,
    backward,
    async pass(request, forward) {
      const reply = await forward(request)
      const rows = pages.rows(request, reply)
      if (rows === undefined) return { reply }
      visits += 1
      const cursor = cursorIn(request.query)
      const index = cursor === undefined ? pages.pageNumber(request) - 1 : indexOf.get(cursor)
      const next = pages.next(request, reply)
      const nextCursor = cursorIn(next)
      if (nextCursor !== undefined) {
        cursors.add(nextCursor)
        if (index !== undefined) indexOf.set(nextCursor, index + 1)
        rowsBefore.set(nextCursor, rows)
      }
      const back = previousCursor(reply)
      if (back !== undefined) backward.add(back)
      const before = cursor === undefined ? await numberedBefore(request, forward) : rowsBefore.get(cursor)
      return {
        request,
        reply,
        rows,
        index,
        before,
        isLast: pages.isLast(request, reply),
        next,
        visits,
        scratch,
        forward,
      }
    },
  }
}

function previousCursor({ body }: ProxiedReply): string | undefined {
  return /"previous_cursor":"([^"]+)"/.exec(body.toString('utf8'))?.[1]
}
