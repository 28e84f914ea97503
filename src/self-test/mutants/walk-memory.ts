import { type Pages, parameterIn, type Row } from '../pages.ts'
import type { Forward, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'

/** A page that passes by, and where it is in its walk. */
export interface PassingPage {
  readonly request: ProxiedRequest
  readonly reply: ProxiedReply
  readonly rows: readonly Row[]
  /** From 0; of a page that was reached backwards, undefined. */
  readonly index: number | undefined
  /** The rows of the page before, where that has passed by or can be asked for. */
  readonly before: readonly Row[] | undefined
  readonly isLast: boolean
  /** It was reached by a cursor that leads back. */
  readonly isBack: boolean
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
  /** By the query that leads to a page. */
  const known = new Map<string, { readonly index: number | undefined; readonly before: readonly Row[] }>()
  const scratch = new Map<string, unknown>()
  let visits = 0

  function cursorIn(query: string): string | undefined {
    return parameter === undefined ? undefined : parameterIn({ query }, parameter)
  }

  /** The number of a page that nobody led to: what it says itself, or the beginning. */
  function ownIndex(request: ProxiedRequest): number | undefined {
    const number = pages.pageNumber(request)
    if (number !== undefined) return number - 1
    return cursorIn(request.query) === undefined ? 0 : undefined
  }

  return {
    cursors,
    backward,
    async pass(request, forward) {
      const isBack = backward.has(cursorIn(request.query) ?? '')
      const reply = await forward(request)
      const rows = pages.rows(request, reply)
      if (rows === undefined) return { reply }
      visits += 1
      const from = known.get(inOrder(request.query))
      const index = from?.index ?? ownIndex(request)
      const next = pages.next(request, reply)
      if (next !== undefined) {
        known.set(inOrder(next), { index: index === undefined ? undefined : index + 1, before: rows })
        const cursor = cursorIn(next)
        if (cursor !== undefined) cursors.add(cursor)
      }
      const back = pages.back(request, reply)
      if (back !== undefined) backward.add(back)
      const isLast = pages.isLast(request, reply)
      return { request, reply, rows, index, before: from?.before, isLast, isBack, next, visits, scratch, forward }
    },
  }
}

/** The same text for the same parameters in whatever order. */
export function inOrder(query: string): string {
  const parameters = new URLSearchParams(query)
  parameters.sort()
  return parameters.toString()
}
