import type { Collation } from '../../collations.ts'
import type { Law, LawContext } from '../../types.ts'
import { compare, type List, queryRules, wholeList } from '../query-lists.ts'
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
    const whole = await wholeList(context)
    if (whole.items.length < 2) skipTooFew(context, whole.items.length, 'be in an order')
    for (const column of order.columns) {
      let usual: readonly Collation[] | undefined
      for (const { direction, size } of ways(context, whole, order.direction !== undefined)) {
        const query = orderQuery(order, column, direction)
        const paged = size === undefined ? {} : { size }
        const check = { check: 'query/orders-complete', rule: order, ...paged }
        const list = await compare(context, whole, { query, select: (items) => items, ...check })
        usual = await judgeOrder(
          context,
          order,
          { column, direction, query, list, check: 'query/orders', ...paged },
          usual,
        )
      }
    }
  },
}

interface Way {
  readonly direction: string
  readonly size?: number
}

/** Both directions and, where requests cost nothing, no direction where there can be none, and pages of which there are several. */
function ways({ isLive, contract: { pager } }: LawContext, { items }: List, isFree: boolean): readonly Way[] {
  const turned = [{ direction: 'asc' }, { direction: 'desc' }]
  if (isLive) return turned
  const size = Math.max(pager.size?.minimum ?? items.length, Math.ceil(items.length / 3))
  const isSmaller = pager.size !== undefined && size < Math.min(items.length, pager.size.maximum)
  return [...(isFree ? [{ direction: '' }] : []), ...turned, ...(isSmaller ? [{ direction: 'asc', size }] : [])]
}
