import type { Law } from '../../types.ts'
import { compare, queryRules, wholeList } from '../query-lists.ts'
import { judgeOrder, orderQuery } from '../query-order.ts'
import { skipTooFew } from '../walk-limits.ts'

/** Every order, in both directions and without one. */
export const queryOrders: Law = {
  id: 'query/orders',
  family: 'query',
  title: 'every order holds in both directions',
  async run(context) {
    const { order } = queryRules(context)
    if (order === undefined) return context.notApplicable()
    const { items } = await wholeList(context)
    if (items.length < 2) skipTooFew(context, items.length, 'be in an order')
    for (const column of order.columns) {
      // Without a direction an order is one of the two.
      for (const direction of context.isLive ? ['asc', 'desc'] : ['', 'asc', 'desc']) {
        const query = orderQuery(order, column, direction)
        const list = await compare(context, { query, items, check: 'query/orders-complete', rule: order })
        judgeOrder(context, order, { column, direction, query, list, check: 'query/orders' })
      }
    }
  },
}
