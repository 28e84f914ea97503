import { wholeReply } from '../changes.ts'
import { notAsking, parameterIn } from '../pages.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onReply } from './make.ts'
import type { Query } from './query-semantics.ts'

/** Servers that take a cursor with another filter or order than it was made for. */
export function boundCursorDefects({ contract: { pager, refusals } }: Subject, query: Query): readonly Defect[] {
  const { bindsCursors, filters } = query.rules
  const cursor = pager.cursor?.parameter
  if (bindsCursors === undefined || cursor === undefined || refusals.invalidCursor === undefined) return []
  const taken = (name: string, description: string, isMeant: (request: ProxiedRequest) => boolean): Defect => {
    const parameters = [...filters.map(({ parameter }) => parameter), ...query.orderParameters]
    return {
      name: `cursor-${name}`,
      description,
      expects: ['cursor-of-another-list'],
      changes: wholeReply,
      mutation: onReply((reply, request, forward) => {
        if (reply.status < 400 || parameterIn(request, cursor) === undefined || !isMeant(request)) return false
        return forward(parameters.reduce(notAsking, request))
      }),
    }
  }
  return [
    ...(filters.length === 0
      ? []
      : [taken('of-no-filter', 'a cursor of the whole list is taken with a filter', query.isFiltered)]),
    ...(query.orderParameters.length === 0
      ? []
      : [taken('of-no-order', 'a cursor of the whole list is taken with an order', query.isOrdered)]),
  ]
}
