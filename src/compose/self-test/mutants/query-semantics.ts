import type { Pages, Row } from '../pages.ts'
import type { Forward, ProxiedRequest, Subject } from '../types.ts'
import type { Defect } from './make.ts'

/** What a broken server makes of the filters and the order of one request. */
export interface Semantics {
  /** Rows that pass one filter. */
  passes(row: Row, name: string, wanted: string): boolean
  /** How several filters are joined. */
  joins(passed: readonly boolean[], match: string | null): boolean
  /** Rows in order; the list's own order where none is asked for. */
  sorted(rows: readonly Row[], column: string | null, direction: string | null): readonly Row[]
}

/** As the document has it. */
export const right: Semantics = {
  passes: (row, name, wanted) => String(row[name]).toLowerCase() === wanted.toLowerCase(),
  joins: (passed, match) => (match === 'any' ? passed.some(Boolean) : passed.every(Boolean)),
  sorted(rows, column, direction) {
    if (column === null) return direction === 'desc' ? [...rows].reverse() : rows
    const sign = direction === 'desc' ? -1 : 1
    return [...rows].sort((a, b) => sign * compareTexts(textOf(a[column]), textOf(b[column])))
  },
}

/** Makes mutants that answer list requests with filters or an order by semantics of their own, from the mock's unfiltered rows. */
export function emulator(subject: Subject, pages: Pages) {
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

/** The rows that pass the filters of a request. */
export function selected(
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
export async function everyRow(pages: Pages, request: ProxiedRequest, forward: Forward): Promise<readonly Row[]> {
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

/** Whether a request has any of these filters. */
export function isFiltered({ query }: ProxiedRequest, filters: readonly string[]): boolean {
  const parameters = new URLSearchParams(query)
  return filters.some((name) => parameters.has(name))
}

/** A value as it is compared. */
export function textOf(value: unknown): string {
  return String(value).toLowerCase()
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
