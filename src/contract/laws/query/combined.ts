import type { Law } from '../../types.ts'
import { compare, queryRules, wholeList } from '../query-lists.ts'
import { judgeOrder, orderQuery } from '../query-order.ts'
import { isAskable } from '../query-values.ts'
import { skipTooFew } from '../walk-limits.ts'

/** A filter and an order at once: neither puts the other out of force. */
export const queryCombined: Law = {
  id: 'query/combined',
  family: 'query',
  title: 'a filter and an order hold together',
  async run(context) {
    const { order, filters } = queryRules(context)
    if (order === undefined) return context.notApplicable()
    const whole = await wholeList(context)
    if (whole.items.length < 2) skipTooFew(context, whole.items.length, 'be in an order')
    for (const { parameter, property, matches, isDoubtful = () => false } of filters) {
      const value = whole.items[0]?.[property]
      if (typeof value !== 'string' || !isAskable(value)) continue
      for (const column of order.columns.filter((name) => name !== property)) {
        const query = `${parameter}=${encodeURIComponent(value)}&${orderQuery(order, column, 'desc')}`
        const check = 'query/combined'
        const list = await compare(context, whole, {
          query,
          select: (items) => items.filter((item) => matches(item[property], value)),
          check,
          rule: order,
          isDoubtful: (item) => isDoubtful(item[property], value),
        })
        await judgeOrder(context, order, { column, direction: 'desc', query, list, check })
      }
    }
  },
}
