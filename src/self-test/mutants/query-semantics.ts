import { caseless, type QueryRules } from '../../contract/index.ts'
import { type Pages, parameterIn, type Row } from '../pages.ts'
import type { Forward, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, pageDefects } from './make.ts'

export type Filter = QueryRules['filters'][number]

/** What a broken server makes of the filters and the order of one request. */
export interface Semantics {
  /** Whether a row passes one filter. */
  passes(row: Row, filter: Filter, wanted: string): boolean
  /** How several filters are joined. */
  joins(passed: readonly boolean[], match: string | undefined): boolean
  /** Rows in order; the list's own order where none is asked for. */
  sorted(rows: readonly Row[], column: string | undefined, direction: string | undefined): readonly Row[]
}

/** What mutants need of a provider's filters and orders. */
export interface Query {
  readonly rules: QueryRules
  /** As the contract has it. */
  readonly right: Semantics
  /**
   * Makes a mutant that answers list requests with filters or an order by semantics of its own, from the mock's unfiltered rows. These
   * must make a difference to the requests that it is about alone.
   */
  emulated(
    name: string,
    description: string,
    expects: readonly string[],
    semantics: Partial<Semantics>,
    meets: (request: ProxiedRequest) => boolean,
  ): Defect
  /** The rows that pass the filters of a request. */
  selected(semantics: Semantics, request: ProxiedRequest, rows: readonly Row[]): readonly Row[]
  /** The whole list, without filter or order. */
  everyRow(request: ProxiedRequest, forward: Forward): Promise<readonly Row[]>
  isFiltered(request: ProxiedRequest): boolean
  isOrdered(request: ProxiedRequest): boolean
  /** The column and the direction of the order that a request asks for. */
  orderIn(request: ProxiedRequest): readonly [column: string | undefined, direction: string | undefined]
  /** Parameters that ask for an order. */
  readonly orderParameters: readonly string[]
  /** Whether a parameter takes any text; values of an enum are refused when they are not listed. */
  isFreeText(parameter: string): boolean
}

export function queryOf(subject: Subject, pages: Pages, rules: QueryRules): Query {
  const { filters, order, match } = rules
  const { pager } = subject.contract
  const right: Semantics = {
    passes: (row, { property, matches }, wanted) => matches(row[property], wanted),
    joins: (passed, asked) =>
      asked === match?.any && asked !== undefined ? passed.some(Boolean) : passed.every(Boolean),
    sorted(rows, column, direction) {
      const rising =
        column === undefined ? rows : [...rows].sort((a, b) => caseless(textOf(a[column]), textOf(b[column])))
      // Ties are reversed too, as the mock does: a mutant must not differ in what is not its defect.
      return direction === 'desc' ? [...rising].reverse() : rising
    },
  }
  const described = pageDefects(subject, pages)
  const query: Query = {
    rules,
    right,
    emulated: (name, description, expects, semantics, meets) => {
      const mine = { ...right, ...semantics }
      const defect = described(name, description, expects, async ({ request, reply, index, forward }) => {
        if (index === undefined || (!query.isFiltered(request) && !query.isOrdered(request))) return undefined
        const kept = query.selected(mine, request, await query.everyRow(request, forward))
        const rows = order === undefined ? kept : mine.sorted(kept, ...query.orderIn(request))
        const size = pages.size(request)
        return pages.withRows(reply, rows.slice(index * size, (index + 1) * size))
      })
      return { ...defect, meets }
    },
    selected(semantics, request, rows) {
      const asked = filters.flatMap((filter) => {
        const wanted = parameterIn(request, filter.parameter)
        return wanted === undefined ? [] : [{ filter, wanted }]
      })
      if (asked.length === 0) return rows
      const joined = match && parameterIn(request, match.parameter)
      return rows.filter((row) =>
        semantics.joins(
          asked.map(({ filter, wanted }) => semantics.passes(row, filter, wanted)),
          joined,
        ),
      )
    },
    async everyRow(request, forward) {
      const rows: Row[] = []
      let asked: ProxiedRequest = { ...request, query: pager.first(pager.size?.maximum) }
      for (;;) {
        const reply = await forward(asked)
        rows.push(...(pages.rows(asked, reply) ?? []))
        const next = pages.next(asked, reply)
        if (next === undefined) return rows
        asked = { ...asked, query: next }
      }
    },
    orderIn(request) {
      const asked = order && parameterIn(request, order.parameter)
      if (order?.direction !== undefined) return [asked, parameterIn(request, order.direction)]
      const [column, direction] = asked?.split(':') ?? []
      return [column, direction]
    },
    orderParameters: [order?.parameter, order?.direction].filter((name) => name !== undefined),
    isFiltered: (request) => filters.some(({ parameter }) => parameterIn(request, parameter) !== undefined),
    isOrdered: (request) => order !== undefined && parameterIn(request, order.parameter) !== undefined,
    isFreeText: (parameter) =>
      subject.operation.parameters.some(({ name, schema }) => name === parameter && schema['enum'] === undefined),
  }
  return query
}

/** A value as it is compared. */
export function textOf(value: unknown): string {
  return String(value).toLowerCase()
}
