import { collations } from '../collations.ts'
import type { LawContext, QueryRules } from '../types.ts'
import { textOf } from '../value-text.ts'
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

/** Every item stands behind those that the order puts before it, by at least one of the usual collations. */
export function judgeOrder(
  context: LawContext,
  rule: Order,
  { column, direction, query, list: { items, first }, check }: OrderedList,
): void {
  const sign = direction === 'desc' ? -1 : 1
  const texts = items.map((item) => textOf(item[column]))
  const wrongs = collations.map((compare) =>
    texts.findIndex((text, i) => i > 0 && sign * compare(texts[i - 1] as string, text) > 0),
  )
  const [wrong = -1] = wrongs
  if (wrongs.includes(-1)) return
  const [before, after] = [items[wrong - 1]?.[column], items[wrong]?.[column]]
  const message = words`${asked(query)} does not hold at position ${wrong}`
  context.report(
    {
      check,
      rule,
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
