import type { Law, LawContext, QueryRules } from '../types.ts'
import { compare, type List, queryRules, wholeList } from './query-lists.ts'

type Order = NonNullable<QueryRules['order']>

/** Every order, in both directions and without one. */
export const queryOrders: Law = {
  id: 'query/orders',
  family: 'query',
  title: 'every order holds in both directions',
  async run(context) {
    const { order } = queryRules(context)
    if (order === undefined) return context.notApplicable()
    const { items } = await wholeList(context)
    for (const column of order.columns) {
      // Without a direction an order is one of the two.
      for (const direction of context.isLive ? ['asc', 'desc'] : ['', 'asc', 'desc']) {
        const query = orderQuery(order, column, direction)
        const list = await compare(context, { query, items, check: 'query/orders-complete', basis: order.basis })
        judgeOrder(context, order, { column, direction, query, list, check: 'query/orders' })
      }
    }
  },
}

/** A filter and an order at once: neither puts the other out of force. */
export const queryCombined: Law = {
  id: 'query/combined',
  family: 'query',
  title: 'a filter and an order hold together',
  async run(context) {
    const { order, filters } = queryRules(context)
    if (order === undefined) return context.notApplicable()
    const { items } = await wholeList(context)
    for (const { parameter, property, matches } of filters) {
      const value = items[0]?.[property]
      if (typeof value !== 'string') continue
      const wanted = items.filter((item) => matches(item[property], value))
      for (const column of order.columns.filter((name) => name !== property)) {
        const query = `${parameter}=${encodeURIComponent(value)}&${orderQuery(order, column, 'desc')}`
        const check = 'query/combined'
        const list = await compare(context, { query, items: wanted, check, basis: order.basis })
        judgeOrder(context, order, { column, direction: 'desc', query, list, check })
      }
    }
  },
}

interface OrderedList {
  readonly column: string
  readonly direction: string
  readonly query: string
  readonly list: List
  readonly check: string
}

function judgeOrder(
  context: LawContext,
  { basis, compare: compareValues }: Order,
  { column, direction, query, list: { items, first }, check }: OrderedList,
): void {
  const sign = direction === 'desc' ? -1 : 1
  const wrong = items.findIndex(
    (item, i) => i > 0 && sign * compareValues(column, items[i - 1]?.[column], item[column]) > 0,
  )
  if (wrong < 1) return
  const [before, after] = [items[wrong - 1]?.[column], items[wrong]?.[column]]
  const message = `${query} does not hold at position ${wrong}`
  context.report(
    { check, basis, message, promised: `${before} after ${after}`, came: `${before} before ${after}` },
    first,
  )
}

function orderQuery({ parameter, direction: name }: Order, column: string, direction: string): string {
  return `${parameter}=${column}${direction === '' ? '' : `&${name}=${direction}`}`
}
