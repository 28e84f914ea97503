import type { LawContext, QueryRules } from '../types.ts'
import { asked, shown, words } from '../words.ts'
import type { List } from './query-lists.ts'

type Order = NonNullable<QueryRules['order']>

/** What a query with an order gave. */
export interface OrderedList {
  readonly column: string
  readonly direction: string
  readonly query: string
  readonly list: List
  readonly check: string
}

/** Every item stands behind those that the order puts before it. */
export function judgeOrder(
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
  const message = words`${asked(query)} does not hold at position ${wrong}`
  context.report(
    {
      check,
      basis,
      message,
      promised: words`${shown(before)} after ${shown(after)}`,
      came: words`${shown(before)} before ${shown(after)}`,
    },
    first,
  )
}

export function orderQuery({ parameter, direction: name }: Order, column: string, direction: string): string {
  return `${parameter}=${column}${direction === '' ? '' : `&${name}=${direction}`}`
}
