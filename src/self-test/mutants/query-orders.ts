import { notAsking, type Pages, parameterIn } from '../pages.ts'
import type { ProxiedRequest } from '../types.ts'
import { type Defect, onRequest } from './make.ts'
import { type Query, type Semantics, textOf } from './query-semantics.ts'

/** Orders that do not hold, or not in both directions. */
export function orderDefects(pages: Pages, query: Query): readonly Defect[] {
  const { emulated, right, rules } = query
  const { order, filters } = rules
  if (order === undefined) return []
  const { columns, parameter } = order
  function sorted(
    name: string,
    description: string,
    change: Semantics['sorted'],
    check = 'orders',
    meets = query.isOrdered,
  ): Defect {
    return emulated(
      `order-${name}`,
      description,
      [check],
      {
        sorted: (rows, column, direction) =>
          column === undefined ? right.sorted(rows, column, direction) : change(rows, column, direction),
      },
      meets,
    )
  }
  const isCombined = (request: ProxiedRequest) => query.isOrdered(request) && query.isFiltered(request)
  return [
    ...columns.flatMap((wanted): readonly Defect[] => {
      const one = (name: string, words: string, change: Semantics['sorted']) =>
        sorted(
          `${wanted}-${name}`,
          `the order by ${wanted} ${words}`,
          (rows, column, direction) => (column === wanted ? change : right.sorted)(rows, column, direction),
          'orders',
          (request) => parameterIn(request, parameter) === wanted,
        )
      return [
        one('ignored', 'is ignored', (rows, _column, direction) =>
          right.sorted(rows, undefined, direction === 'desc' ? undefined : 'desc'),
        ),
        one('reversed', 'runs the wrong way', (rows, column, direction) =>
          right.sorted(rows, column, direction === 'desc' ? 'asc' : 'desc'),
        ),
        one('falls', 'always falls', (rows, column) => right.sorted(rows, column, 'desc')),
        one('rises', 'always rises', (rows, column) => right.sorted(rows, column, 'asc')),
        ...(query.isFreeText(wanted)
          ? [
              one('by-length', 'goes by length', (rows, _column, direction) =>
                [...rows].sort(
                  (a, b) => (direction === 'desc' ? -1 : 1) * (textOf(a[wanted]).length - textOf(b[wanted]).length),
                ),
              ),
            ]
          : []),
        ...columns
          .filter((other) => query.isFreeText(wanted) && other !== wanted)
          .map((other) =>
            one(`by-${other}`, `is that by ${other}`, (rows, _column, direction) =>
              right.sorted(rows, other, direction),
            ),
          ),
      ]
    }),
    sorted(
      'default-falls',
      'an order without a direction falls',
      (rows, column, direction) => right.sorted(rows, column, direction ?? 'desc'),
      'orders',
      (request) => parameterIn(request, order.direction) === undefined,
    ),
    sorted('one-off', 'two neighbours of an order are swapped', (rows, column, direction) => {
      const all = [...right.sorted(rows, column, direction)]
      const at = all.findIndex((row, i) => i > 0 && textOf(row[column ?? '']) !== textOf(all[i - 1]?.[column ?? '']))
      const [one, two] = [all[at - 1], all[at]]
      return one === undefined || two === undefined ? all : all.with(at - 1, two).with(at, one)
    }),
    sorted(
      'loses-one',
      'an order drops the last row',
      (rows, column, direction) => right.sorted(rows, column, direction).slice(0, -1),
      'orders-complete',
    ),
    sorted(
      'twice',
      'an order shows the first row in place of the last',
      (rows, column, direction) => {
        const all = right.sorted(rows, column, direction)
        return all.map((row, i) => (i === all.length - 1 ? (all[0] ?? row) : row))
      },
      'orders-complete',
    ),
    {
      name: 'order-within-page',
      description: 'rows are ordered within each page only',
      expects: ['query/orders'],
      changes: [`?${parameter}`, `?${order.direction}`, ...pages.rowParts],
      mutation: onRequest(
        (request) =>
          pages.isList(request) && query.isOrdered(request)
            ? notAsking(notAsking(request, parameter), order.direction)
            : undefined,
        (reply, request) => {
          const rows = pages.rows(request, reply)
          const direction = parameterIn(request, order.direction)
          return rows === undefined
            ? reply
            : pages.withRows(reply, right.sorted(rows, parameterIn(request, parameter), direction))
        },
      ),
    },
    {
      name: 'order-drops-filter',
      description: 'an order switches the filters off',
      expects: ['query/combined'],
      changes: filters.map((filter) => `?${filter.parameter}` as const),
      mutation: onRequest((request) =>
        isCombined(request)
          ? filters.reduce((asked, filter) => notAsking(asked, filter.parameter), request)
          : undefined,
      ),
    },
    {
      name: 'filter-drops-order',
      description: 'a filter switches the order off',
      expects: ['query/combined'],
      changes: [`?${parameter}`],
      mutation: onRequest((request) => (isCombined(request) ? notAsking(request, parameter) : undefined)),
    },
  ]
}
