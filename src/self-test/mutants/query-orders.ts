import { notAsking, type Pages } from '../pages.ts'
import type { ProxiedRequest } from '../types.ts'
import { type Defect, onRequest } from './make.ts'
import { type Query, type Semantics, textOf } from './query-semantics.ts'

/** Orders that do not hold, or not in both directions. */
export function orderDefects(pages: Pages, query: Query): readonly Defect[] {
  const { emulated, right, rules } = query
  if (rules.order === undefined) return []
  const { columns } = rules.order
  const { orderParameters, orderIn } = query
  function sorted(
    name: string,
    description: string,
    check: string,
    change: Semantics['sorted'],
    meets = query.isOrdered,
  ): Defect {
    const changed: Semantics['sorted'] = (rows, column, direction) =>
      (column === undefined ? right.sorted : change)(rows, column, direction)
    return emulated(`order-${name}`, description, [check], { sorted: changed }, meets)
  }
  /** Requests that have both lose some parameters. */
  function forgets(name: string, description: string, parameters: readonly string[]): Defect {
    const isCombined = (request: ProxiedRequest) => query.isOrdered(request) && query.isFiltered(request)
    return {
      name,
      description,
      expects: ['combined'],
      changes: parameters.map((one) => `?${one}` as const),
      mutation: onRequest((request) => isCombined(request) && parameters.reduce(notAsking, request)),
    }
  }
  return [
    ...columns.flatMap((wanted): readonly Defect[] => {
      const one = (name: string, words: string, change: Semantics['sorted']) =>
        sorted(
          `${wanted}-${name}`,
          `the order by ${wanted} ${words}`,
          'orders',
          (rows, column, direction) => (column === wanted ? change : right.sorted)(rows, column, direction),
          (request) => orderIn(request)[0] === wanted,
        )
      return [
        one('ignored', 'is ignored', (rows, _column, direction) =>
          right.sorted(rows, undefined, direction === 'desc' ? undefined : 'desc'),
        ),
        one('falls', 'always falls', (rows, column) => right.sorted(rows, column, 'desc')),
        one('rises', 'always rises', (rows, column) => right.sorted(rows, column, 'asc')),
        ...(query.isFreeText(wanted)
          ? [
              // Listed values may come in the order of the list, which can be the alphabet turned round.
              one('reversed', 'runs the wrong way', (rows, column, direction) =>
                right.sorted(rows, column, direction === 'desc' ? 'asc' : 'desc'),
              ),
              one('by-length', 'goes by length', (rows, _column, direction) => {
                const sign = direction === 'desc' ? -1 : 1
                const lengthOf = (row: (typeof rows)[number]) => sign * textOf(row[wanted]).length
                return [...rows].sort((a, b) => lengthOf(a) - lengthOf(b))
              }),
              ...columns
                .filter((other) => other !== wanted)
                .map((other) =>
                  one(`by-${other}`, `is that by ${other}`, (rows, _, direction) =>
                    right.sorted(rows, other, direction),
                  ),
                ),
            ]
          : []),
      ]
    }),
    ...(rules.order.direction === undefined
      ? []
      : [
          sorted(
            'default-falls',
            'an order without a direction falls',
            'orders',
            (rows, column, direction = 'desc') => right.sorted(rows, column, direction),
            (request) => orderIn(request)[1] === undefined,
          ),
        ]),
    sorted('one-off', 'two neighbours of an order are swapped', 'orders', (rows, column = '', direction) => {
      const all = [...right.sorted(rows, column, direction)]
      const at = all.findIndex((row, i) => i > 0 && textOf(row[column]) !== textOf(all[i - 1]?.[column]))
      const [one, two] = [all[at - 1], all[at]]
      return one === undefined || two === undefined ? all : all.with(at - 1, two).with(at, one)
    }),
    sorted('loses-one', 'an order drops the last row', 'orders-complete', (...asked) =>
      right.sorted(...asked).slice(0, -1),
    ),
    sorted('twice', 'an order shows the first row in place of the last', 'orders-complete', (...asked) => {
      const all = right.sorted(...asked)
      return [...all.slice(0, -1), ...all.slice(0, 1)]
    }),
    {
      name: 'order-within-page',
      description: 'rows are ordered within each page only',
      expects: ['orders'],
      changes: [...orderParameters.map((name) => `?${name}` as const), ...pages.rowParts],
      mutation: onRequest(
        (request) => pages.isList(request) && query.isOrdered(request) && orderParameters.reduce(notAsking, request),
        (reply, request) => {
          const [column, direction] = orderIn(request)
          const rows = pages.rows(request, reply)
          return rows === undefined ? reply : pages.withRows(reply, right.sorted(rows, column, direction))
        },
      ),
    },
    forgets(
      'order-drops-filter',
      'an order switches the filters off',
      rules.filters.map((filter) => filter.parameter),
    ),
    forgets('filter-drops-order', 'a filter switches the order off', orderParameters.slice(0, 1)),
  ]
}
