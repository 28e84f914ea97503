import { asking, notAsking, type Pages, pagesOf, type Row } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { Forward, Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, mutantsFrom, onReply, onRequest } from './make.ts'

/** What a broken server makes of the filters and the order of one request. */
export interface Semantics {
  /** Rows that pass one filter. */
  passes(row: Row, name: string, wanted: string): boolean
  /** How several filters are joined. */
  joins(passed: readonly boolean[], match: string | null): boolean
  /** Rows in order; the list's own order where none is asked for. */
  sorted(rows: readonly Row[], column: string | null, direction: string | null): readonly Row[]
}

const right: Semantics = {
  passes: (row, name, wanted) => String(row[name]).toLowerCase() === wanted.toLowerCase(),
  joins: (passed, match) => (match === 'any' ? passed.some(Boolean) : passed.every(Boolean)),
  sorted(rows, column, direction) {
    if (column === null) return direction === 'desc' ? [...rows].reverse() : rows
    const sign = direction === 'desc' ? -1 : 1
    return [...rows].sort((a, b) => sign * compareTexts(textOf(a[column]), textOf(b[column])))
  },
}

/** Filters and orders that are not what the document says (for a provider that has them). */
export function queryMutants(subject: Subject): readonly Mutant[] {
  const { query } = subject.contract
  if (query === undefined) return []
  const pages = pagesOf(subject)
  return mutantsFrom(subject, 'query', [
    ...filterDefects(subject, pages),
    ...matchDefects(subject, pages),
    ...orderDefects(subject, pages),
    ...refusalDefects(subject, pages),
  ])
}

/** Filters whose values a server may compare too closely or too loosely; those of an enum are refused when they are not listed. */
function isFreeText({ operation }: Subject, filter: string): boolean {
  return operation.parameters.some(({ name, schema }) => name === filter && schema['enum'] === undefined)
}

function filterDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const emulated = emulator(subject, pages)
  const filters = subject.contract.query?.filters.map(({ parameter }) => parameter) ?? []
  return [
    ...filters
      .filter((filter) => isFreeText(subject, filter))
      .flatMap((filter): readonly Defect[] => [
        emulated(
          `${filter}-letter-case`,
          `the filter ${filter} finds nothing in another letter case`,
          ['filters', 'refusals'],
          {
            passes: (row, name, wanted) => (name === filter ? row[name] === wanted : right.passes(row, name, wanted)),
          },
        ),
        emulated(`${filter}-beginning`, `the filter ${filter} is satisfied with a beginning`, ['filters'], {
          passes: (row, name, wanted) =>
            name === filter ? textOf(row[name]).startsWith(wanted.toLowerCase()) : right.passes(row, name, wanted),
        }),
        emulated(`${filter}-within`, `the filter ${filter} finds its text anywhere`, ['filters'], {
          passes: (row, name, wanted) =>
            name === filter ? textOf(row[name]).includes(wanted.toLowerCase()) : right.passes(row, name, wanted),
        }),
      ]),
    ...filters.flatMap((filter): readonly Defect[] => [
      emulated(`${filter}-ignored`, `the filter ${filter} is ignored`, ['filters'], {
        passes: (row, name, wanted) => name === filter || right.passes(row, name, wanted),
      }),
      emulated(`${filter}-reversed`, `the filter ${filter} keeps what it should drop`, ['filters'], {
        passes: (row, name, wanted) => (name === filter) !== right.passes(row, name, wanted),
      }),
      emulated(`${filter}-nothing`, `the filter ${filter} finds nothing`, ['filters'], {
        passes: (row, name, wanted) => name !== filter && right.passes(row, name, wanted),
      }),
      {
        name: `${filter}-refused`,
        description: `the filter ${filter} is refused`,
        expects: ['query/filters', 'query/match'],
        mutation: onReply((reply, { query }) =>
          new URLSearchParams(query).has(filter) && reply.status === 200
            ? { ...jsonReply(400, {}), headers: reply.headers }
            : undefined,
        ),
      },
      {
        name: `${filter}-later`,
        description: `the filter ${filter} counts for the first page only`,
        expects: ['query/filters'],
        mutation: onRequest((request) =>
          pages.pageNumber(request) > 1 && new URLSearchParams(request.query).has(filter)
            ? notAsking(request, filter)
            : undefined,
        ),
      },
    ]),
    {
      name: 'filter-loses-one',
      description: 'a filter drops the last row that matches',
      expects: ['query/filters'],
      mutation: onReply((reply, request) => {
        const rows = isFiltered(request, filters) ? pages.rows(request, reply) : undefined
        return rows === undefined ||
          rows.length === 0 ||
          (!pages.isLast(request, reply) && rows.length === pages.size(request))
          ? undefined
          : pages.withRows(reply, rows.slice(0, -1))
      }),
    },
    {
      name: 'filter-leaks-one',
      description: 'a filter lets one row through that does not match',
      expects: ['query/filters'],
      mutation: (note) => async (request, forward) => {
        const reply = await forward(request)
        const rows = isFiltered(request, filters) ? pages.rows(request, reply) : undefined
        if (rows === undefined || rows.length === 0 || pages.pageNumber(request) > 1) return reply
        const all = await everyRow(pages, request, forward)
        const stranger = all.find(({ id }) => !rows.some((row) => row['id'] === id))
        if (stranger === undefined) return reply
        note()
        return pages.withRows(reply, [...rows.slice(0, pages.size(request) - 1), stranger])
      },
    },
    {
      name: 'filter-after-paging',
      description: 'a filter is applied to each page after it was cut',
      expects: ['query/filters'],
      mutation: (note) => async (request, forward) => {
        if (!isFiltered(request, filters) || !pages.isList(request)) return forward(request)
        const plain = filters.reduce(notAsking, request)
        const reply = await forward(plain)
        const rows = pages.rows(plain, reply)
        if (rows === undefined) return forward(request)
        note()
        return pages.withRows(reply, selected(right, request, rows, filters))
      },
    },
    {
      name: 'filter-total',
      description: 'the total counts what the filter found only',
      expects: ['query/total'],
      mutation: (note) => async (request, forward) => {
        const reply = await forward(request)
        if (!isFiltered(request, filters) || pages.rows(request, reply) === undefined) return reply
        const found = selected(right, request, await everyRow(pages, request, forward), filters)
        note()
        const body = JSON.parse(reply.body.toString('utf8')) as { result_info: { total_count: number } }
        body.result_info.total_count = found.length
        return { ...reply, body: Buffer.from(JSON.stringify(body)) }
      },
    },
  ]
}

function matchDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const emulated = emulator(subject, pages)
  return [
    emulated('match-any-as-all', 'match any is treated as all', ['match-any'], {
      joins: (passed) => passed.every(Boolean),
    }),
    emulated('match-all-as-any', 'match all is treated as any', ['match-all'], {
      joins: (passed, match) => (match === null ? passed.every(Boolean) : passed.some(Boolean)),
    }),
    emulated('match-default-any', 'without match one filter is enough', ['match-default'], {
      joins: (passed, match) => (match === 'all' ? passed.every(Boolean) : passed.some(Boolean)),
    }),
    emulated('match-swapped', 'match any and all are swapped', ['match-any', 'match-all'], {
      joins: (passed, match) => (match === 'any' ? passed.every(Boolean) : passed.some(Boolean)),
    }),
    emulated('match-first', 'only the first filter counts under match all', ['match-all'], {
      joins: (passed, match) => (match === 'any' ? passed.some(Boolean) : passed[0] === true),
    }),
    emulated('match-last', 'only the last filter counts', ['match-all', 'match-any', 'match-default'], {
      joins: (passed) => passed.at(-1) === true,
    }),
    emulated('match-one', 'match any wants exactly one filter to pass', ['match-any'], {
      joins: (passed, match) =>
        match === 'any' && passed.length > 1 ? passed.filter(Boolean).length === 1 : right.joins(passed, match),
    }),
    {
      name: 'match-twice',
      description: 'match any gives a row once for every filter that it passes',
      expects: ['query/match-any'],
      mutation: (note) => async (request, forward) => {
        const reply = await forward(request)
        const rows = pages.rows(request, reply)
        const parameters = new URLSearchParams(request.query)
        const filters = subject.contract.query?.filters.map(({ parameter }) => parameter) ?? []
        if (
          rows === undefined ||
          rows.length < 2 ||
          parameters.get('match') !== 'any' ||
          !filters.every((name) => parameters.has(name))
        )
          return reply
        const double = rows.find((row) => filters.every((name) => right.passes(row, name, parameters.get(name) ?? '')))
        if (double === undefined) return reply
        note()
        return pages.withRows(reply, [...rows.slice(0, pages.size(request) - 1), double])
      },
    },
  ]
}

function orderDefects(subject: Subject, pages: Pages): readonly Defect[] {
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

function refusalDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const listed = subject.operation.parameters.filter(({ schema }) => Array.isArray(schema['enum']))
  const limited = subject.operation.parameters.filter(({ schema }) => typeof schema['maxLength'] === 'number')
  function bad(request: ProxiedRequest, name: string, isBad: (value: string) => boolean): boolean {
    const value = new URLSearchParams(request.query).get(name)
    return pages.isList(request) && value !== null && isBad(value)
  }
  const outside = (members: unknown) => (value: string) => !(members as readonly unknown[]).includes(value)
  return [
    ...listed.flatMap(({ name, schema }): readonly Defect[] => {
      const isOutside = outside(schema['enum'])
      const members = schema['enum'] as readonly string[]
      return [
        refused(
          `${name}-any`,
          `${name} takes any value and ignores it`,
          onRequest((request) =>
            bad(request, name, (value) => isOutside(value) && value !== '') ? notAsking(request, name) : undefined,
          ),
        ),
        refused(
          `${name}-empty`,
          `${name} takes an empty value and ignores it`,
          onRequest((request) => (bad(request, name, (value) => value === '') ? notAsking(request, name) : undefined)),
        ),
        refused(
          `${name}-capitals`,
          `${name} takes its values in capitals`,
          onRequest((request) => {
            const value = new URLSearchParams(request.query).get(name) ?? ''
            const member = members.find((one) => one !== value && one === value.toLowerCase())
            return member === undefined ? undefined : asking(request, name, member)
          }),
        ),
        refused(
          `${name}-500`,
          `an unlisted ${name} brings the server down`,
          onReply((reply, request) => (bad(request, name, isOutside) ? { ...reply, status: 500 } : undefined)),
        ),
        refused(`${name}-nothing`, `an unlisted ${name} gives an empty page`, (note) => async (request, forward) => {
          if (!bad(request, name, isOutside)) return forward(request)
          note()
          return pages.withRows(await forward(notAsking(request, name)), [])
        }),
      ]
    }),
    ...limited.flatMap(({ name, schema }): readonly Defect[] => {
      const maximum = Number(schema['maxLength'])
      return [
        refused(
          `${name}-long`,
          `${name} takes more than ${maximum} characters`,
          onRequest((request) =>
            bad(request, name, (value) => value.length > maximum) ? asking(request, name, 'x') : undefined,
          ),
        ),
        {
          name: `${name}-limit`,
          description: `${name} of exactly ${maximum} characters is refused`,
          expects: ['query/limits'],
          mutation: onRequest((request) =>
            bad(request, name, (value) => value.length === maximum)
              ? asking(request, name, 'x'.repeat(maximum + 1))
              : undefined,
          ),
        },
      ]
    }),
  ]
}

function refused(name: string, description: string, mutation: Defect['mutation']): Defect {
  return { name: `takes-${name}`, description, expects: ['query/refusals'], mutation }
}

/** Makes mutants that answer list requests with filters or an order by semantics of their own, from the mock's unfiltered rows. */
function emulator(subject: Subject, pages: Pages) {
  const { filters = [], order } = subject.contract.query ?? {}
  const names = filters.map(({ parameter }) => parameter)
  return (name: string, description: string, expects: readonly string[], semantics: Partial<Semantics>): Defect => ({
    name,
    description,
    expects: expects.map((id) => `query/${id}`),
    mutation: (note) => {
      let all: readonly Row[] | undefined
      return async (request, forward) => {
        const parameters = new URLSearchParams(request.query)
        const isAsked = isFiltered(request, names) || (order !== undefined && parameters.has(order.parameter))
        const reply = await forward(request)
        if (!isAsked || pages.rows(request, reply) === undefined) return reply
        all ??= await everyRow(pages, request, forward)
        const mine = { ...right, ...semantics }
        const kept = selected(mine, request, all, names)
        const rows =
          order === undefined
            ? kept
            : mine.sorted(kept, parameters.get(order.parameter), parameters.get(order.direction))
        const size = pages.size(request)
        const from = (pages.pageNumber(request) - 1) * size
        note()
        return pages.withRows(reply, rows.slice(from, from + size))
      }
    },
  })
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

function selected(
  semantics: Semantics,
  { query }: ProxiedRequest,
  rows: readonly Row[],
  filters: readonly string[],
): readonly Row[] {
  const parameters = new URLSearchParams(query)
  const asked = filters.flatMap((name) => {
    const wanted = parameters.get(name)
    return wanted === null ? [] : [[name, wanted] as const]
  })
  if (asked.length === 0) return rows
  return rows.filter((row) =>
    semantics.joins(
      asked.map(([name, wanted]) => semantics.passes(row, name, wanted)),
      parameters.get('match'),
    ),
  )
}

/** The whole list, without filter or order. */
async function everyRow(pages: Pages, request: ProxiedRequest, forward: Forward): Promise<readonly Row[]> {
  const rows: Row[] = []
  let asked: ProxiedRequest = { ...request, query: 'per_page=50' }
  for (;;) {
    const reply = await forward(asked)
    rows.push(...(pages.rows(asked, reply) ?? []))
    const next = pages.next(asked, reply)
    if (next === undefined) return rows
    asked = { ...asked, query: next }
  }
}

function isFiltered({ query }: ProxiedRequest, filters: readonly string[]): boolean {
  const parameters = new URLSearchParams(query)
  return filters.some((name) => parameters.has(name))
}

function textOf(value: unknown): string {
  return String(value).toLowerCase()
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
