import { itemsAt, valueAt } from '../../json-pointer.ts'
import type { Law } from '../../types.ts'
import { queryRules } from '../query-lists.ts'
import { orderQuery } from '../query-order.ts'
import { isAskable } from '../query-values.ts'

/** A cursor that was made for one list is refused where a filter or an order asks for another. */
export const queryCursorOfAnotherList: Law = {
  id: 'query/cursor-of-another-list',
  family: 'query',
  title: 'a cursor is refused with another filter or order than it was made for',
  async run(context) {
    const { filters, order, bindsCursors } = queryRules(context)
    const { pager, refusals, list } = context.contract
    const { invalidCursor } = refusals
    if (bindsCursors === undefined || pager.cursor === undefined || invalidCursor === undefined) {
      return context.notApplicable()
    }
    const query = pager.first(pager.size?.minimum)
    const first = await context.send({ query, purpose: 'a page with a cursor' })
    const next = pager.next(first, query)
    if (next === undefined) return context.skip('there is one page only, so no cursor of its list')
    const expect = { ...invalidCursor, refusesBy: bindsCursors }
    const rows = first.json.ok ? itemsAt(first.json.value, list.items) : undefined
    const others = [
      ...filters.flatMap(({ parameter, property }) => {
        const value = valueAt(rows?.[0], `/${property}`)
        const isAsked = typeof value === 'string' && isAskable(value)
        return isAsked ? [{ parameter, further: `${parameter}=${encodeURIComponent(value)}` }] : []
      }),
      ...(order?.columns ?? [])
        .slice(0, 1)
        .flatMap((column) =>
          order ? [{ parameter: order.parameter, further: orderQuery(order, column, 'desc') }] : [],
        ),
    ]
    for (const { parameter, further } of others) {
      const purpose = `the cursor of the whole list with ${parameter}`
      await context.send({ query: `${next}&${further}`, purpose, expect, check: 'query/cursor-of-another-list' })
    }
  },
}
