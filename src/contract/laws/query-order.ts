import { responseFor, type SchemaShape, shapesOf, splitPointer } from '../../spec/index.ts'
import { type Collation, collations, inOrderOf } from '../collations.ts'
import { exactAt } from '../exact-numbers.ts'
import { ownRules } from '../own-rules.ts'
import type { LawContext, QueryRules } from '../types.ts'
import { textOf } from '../value-text.ts'
import { asked, shown, words } from '../words.ts'
import { type List, listOf } from './query-lists.ts'

type Order = NonNullable<QueryRules['order']>

/** What a query with an order gave. */
export interface OrderedList {
  readonly column: string
  readonly direction: string
  readonly query: string
  readonly list: List
  readonly check: string
  /** Of the pages; default the largest. */
  readonly size?: number
}

/**
 * Every item comes behind those that the order puts before it, by at least one of the usual collations. Gives those by which it holds:
 * the same list in other pages, or turned round, has to hold by one of them. A list that breaks the order is asked for again.
 */
export async function judgeOrder(
  context: LawContext,
  order: Order,
  { column, direction, query, list, check, size }: OrderedList,
  usual = usualFor(context, column),
): Promise<readonly Collation[]> {
  const stated = context.operation.parameters.find(({ name }) => name === order.direction)?.schema['default']
  const isDescending = (direction || stated) === 'desc'
  const valuesOf = ({ items }: List) => items.map((item) => exactAt(item, column))
  const holding = (values: readonly unknown[], falls: boolean) =>
    usual.filter((collation) => disorder(values, collation, falls) === undefined)

  const found = holding(valuesOf(list), isDescending)
  const again = found.length > 0 ? list : await listOf(context, query, size)
  const values = valuesOf(again)
  const kept = found.length > 0 ? found : holding(values, isDescending)
  if (kept.length > 0) return kept
  // Where the document states no direction, that an order rises without one is our own reading.
  const isDoubtful = direction === '' && stated === undefined && holding(values, true).length > 0
  const position = disorder(values, usual[0] as Collation, isDescending) ?? 0
  const [before, after] = [values[position - 1], values[position]]
  context.report(
    {
      check,
      rule: isDoubtful ? ownRules.doubtful : order,
      message: words`${asked(query)} does not hold at position ${position}`,
      promised: words`${shown(before)} after ${shown(after)}`,
      came: words`${shown(before)} before ${shown(after)}`,
    },
    again.first,
  )
  return usual
}

/** The usual collations, and of a column with listed values the order in which the document lists them: databases keep such by number. */
function usualFor({ operation, contract }: LawContext, column: string): readonly Collation[] {
  const schemas = responseFor(operation, 200)?.content.filter(({ schema }) => schema !== undefined) ?? []
  const ofRow = [...splitPointer(contract.list.items), '0', column]
  const orders = schemas.flatMap(({ pointer }) => {
    let shape: SchemaShape | undefined = shapesOf(operation.document)(pointer)
    for (const name of ofRow) shape = shape?.properties.get(name)?.shape() ?? shape?.item(0)
    return (shape?.parts ?? []).flatMap(({ schema }) => (Array.isArray(schema['enum']) ? [schema['enum']] : []))
  })
  return [...collations, ...orders.map(inOrderOf)]
}

/** The first position whose value belongs before the one that comes before it. Values that are not there are first or last together. */
function disorder(values: readonly unknown[], collation: Collation, isDescending: boolean): number | undefined {
  const start = values.findIndex((value) => !isAbsent(value))
  if (start === -1) return undefined
  const end = values.findLastIndex((value) => !isAbsent(value)) + 1
  for (let i = start > 0 ? start : 1; i < values.length; i += 1) {
    const [before, after] = [values[i - 1], values[i]]
    if (i === start || (i >= end && start === 0)) continue
    if (isAbsent(before) || isAbsent(after)) return i
    const difference = compared(before, after, collation)
    if (isDescending ? difference < 0 : difference > 0) return i
  }
  return undefined
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function compared(one: unknown, other: unknown, collation: Collation): number {
  const areNumbers = [one, other].every((value) => typeof value === 'number' || typeof value === 'bigint')
  if (!areNumbers) return collation(textOf(one), textOf(other))
  const [a, b] = [one as number, other as number]
  return a < b ? -1 : a > b ? 1 : 0
}

export function orderQuery({ parameter, direction: name }: Order, column: string, direction: string): string {
  const behind = direction === '' ? '' : name === undefined ? `:${direction}` : `&${name}=${direction}`
  return `${parameter}=${column}${behind}`
}
