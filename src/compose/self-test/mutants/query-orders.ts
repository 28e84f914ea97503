import { notAsking, type Pages, type Row } from '../pages.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onRequest } from './make.ts'
import { emulator, right, textOf } from './query-semantics.ts'

/** Orders that do not hold, or not in both directions. */
export function orderDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const emulated = emulator(subject, pages)
  const order = subject.contract.query?.order
  if (order === undefined) return []
  const { columns } = order
  return [
    ...columns.flatMap((column): readonly Defect[] => [
      emulated(`order-${column}-ignored`, `the order by ${column} is ignored`, ['orders'], {
        sorted: (rows, asked, direction) =>
          asked === column
            ? right.sorted(rows, null, direction === 'desc' ? null : 'desc')
            : right.sorted(rows, asked, direction),
      }),
      emulated(`order-${column}-reversed`, `the order by ${column} runs the wrong way`, ['orders'], {
        sorted: (rows, asked, direction) =>
          asked === column
            ? right.sorted(rows, asked, direction === 'desc' ? 'asc' : 'desc')
            : right.sorted(rows, asked, direction),
      }),
      emulated(`order-${column}-falls`, `the order by ${column} always falls`, ['orders'], {
        sorted: (rows, asked, direction) => right.sorted(rows, asked, asked === column ? 'desc' : direction),
      }),
      emulated(`order-${column}-rises`, `the order by ${column} always rises`, ['orders'], {
        sorted: (rows, asked, direction) => right.sorted(rows, asked, asked === column ? 'asc' : direction),
      }),
    ]),
    emulated('order-default-falls', 'an order without a direction falls', ['orders'], {
      sorted: (rows, column, direction) =>
        right.sorted(rows, column, column === null ? direction : (direction ?? 'desc')),
    }),
    emulated('order-name-by-id', 'the order by name is that by id', ['orders'], {
      sorted: (rows, column, direction) => right.sorted(rows, column === 'name' ? 'id' : column, direction),
    }),
    emulated('order-by-length', 'names are ordered by their length', ['orders'], {
      sorted: (rows, column, direction) =>
        column === 'name'
          ? [...rows].sort(
              (a, b) => (direction === 'desc' ? -1 : 1) * (textOf(a['name']).length - textOf(b['name']).length),
            )
          : right.sorted(rows, column, direction),
    }),
    emulated('order-one-off', 'two neighbours of an order are swapped', ['orders'], {
      sorted(rows, column, direction) {
        const sorted = [...right.sorted(rows, column, direction)]
        const at =
          column === null
            ? -1
            : sorted.findIndex((row, i) => i > 0 && textOf(row[column]) !== textOf(sorted[i - 1]?.[column]))
        const [one, two] = [sorted[at - 1], sorted[at]]
        return one === undefined || two === undefined ? sorted : sorted.with(at - 1, two).with(at, one)
      },
    }),
    emulated('order-loses-one', 'an order drops the last row', ['orders-complete'], {
      sorted: (rows, column, direction) =>
        column === null ? right.sorted(rows, column, direction) : right.sorted(rows, column, direction).slice(0, -1),
    }),
    emulated('order-twice', 'an order shows the first row in place of the last', ['orders-complete'], {
      sorted(rows, column, direction) {
        const sorted = right.sorted(rows, column, direction)
        return column === null ? sorted : sorted.map((row, i) => (i === sorted.length - 1 ? (sorted[0] ?? row) : row))
      },
    }),
    {
      name: 'order-within-page',
      description: 'rows are ordered within each page only',
      expects: ['query/orders'],
      mutation: onRowsOf(
        pages,
        (rows, parameters) =>
          parameters.has(order.parameter)
            ? right.sorted(rows, parameters.get(order.parameter), parameters.get(order.direction))
            : undefined,
        (request) => notAsking(notAsking(request, order.parameter), order.direction),
      ),
    },
    {
      name: 'order-drops-filter',
      description: 'an order switches the filters off',
      expects: ['query/combined'],
      mutation: onRequest((request) => {
        const parameters = new URLSearchParams(request.query)
        const filters = subject.contract.query?.filters.map(({ parameter }) => parameter) ?? []
        return parameters.has(order.parameter) && filters.some((name) => parameters.has(name))
          ? filters.reduce(notAsking, request)
          : undefined
      }),
    },
    {
      name: 'filter-drops-order',
      description: 'a filter switches the order off',
      expects: ['query/combined'],
      mutation: onRequest((request) => {
        const parameters = new URLSearchParams(request.query)
        const filters = subject.contract.query?.filters.map(({ parameter }) => parameter) ?? []
        return parameters.has(order.parameter) && filters.some((name) => parameters.has(name))
          ? notAsking(request, order.parameter)
          : undefined
      }),
    },
  ]
}

function onRowsOf(
  pages: Pages,
  change: (rows: readonly Row[], parameters: URLSearchParams) => readonly Row[] | undefined,
  ask: (request: ProxiedRequest) => ProxiedRequest,
): Defect['mutation'] {
  return (note) =>
    async (request, forward): Promise<ProxiedReply> => {
      const asked = ask(request)
      const reply = await forward(asked)
      const rows = pages.rows(asked, reply)
      const changed = rows === undefined ? undefined : change(rows, new URLSearchParams(request.query))
      if (changed === undefined) return asked.query === request.query ? reply : forward(request)
      note()
      return pages.withRows(reply, changed)
    }
}
