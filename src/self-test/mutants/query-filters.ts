import { type Part, wholeReply } from '../changes.ts'
import { notAsking, type Pages, parameterIn, partAt, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { Subject } from '../types.ts'
import { type Defect, onReply, onRequest, pageDefects } from './make.ts'
import { type Filter, type Query, type Semantics, textOf } from './query-semantics.ts'

/** Filters that lose, leak, or do not hold throughout. */
export function filterDefects(subject: Subject, pages: Pages, query: Query): readonly Defect[] {
  const { list, pager } = subject.contract
  const { filters, totalIgnoresFilters } = query.rules
  const described = pageDefects(subject, pages, 'query')
  return [
    ...filters.flatMap((filter) => defectsOf(filter, query, pages)),
    described(
      'filter-loses-one',
      'a filter drops the last row that matches',
      ['filters'],
      ({ request, reply, rows }) =>
        !query.isFiltered(request) ||
        rows.length === 0 ||
        (!pages.isLast(request, reply) && rows.length === pages.size(request))
          ? undefined
          : pages.withRows(reply, rows.slice(0, -1)),
    ),
    described(
      'filter-leaks-one',
      'a filter lets one row through that does not match',
      ['filters'],
      async ({ request, reply, rows, index, forward }) => {
        if (!query.isFiltered(request) || rows.length === 0 || index !== 0) return undefined
        const known = new Set(rows.map((row) => row[list.id]))
        const stranger = (await query.everyRow(request, forward)).find((row) => !known.has(row[list.id] ?? null))
        return stranger && pages.withRows(reply, [...rows.slice(0, pages.size(request) - 1), stranger])
      },
    ),
    described(
      'filter-after-paging',
      'a filter is applied to each page after it was cut',
      ['filters'],
      async ({ request, forward }) => {
        if (!query.isFiltered(request)) return undefined
        const plain = filters.reduce((asked, { parameter }) => notAsking(asked, parameter), request)
        const reply = await forward(plain)
        const rows = pages.rows(plain, reply)
        return rows && pages.withRows(reply, query.selected(query.right, request, rows))
      },
      [...pages.rowParts, ...filters.map(({ parameter }): Part => `?${parameter}`)],
    ),
    ...(pager.total === undefined || totalIgnoresFilters === undefined ? [] : [totalCounted(pager.total)]),
  ]

  function totalCounted(total: string): Defect {
    return described(
      'filter-total',
      'the total counts what the filter found only',
      ['total'],
      async ({ request, reply, forward }) => {
        if (!query.isFiltered(request)) return undefined
        const found = query.selected(query.right, request, await query.everyRow(request, forward))
        return withJson(reply, setAt(jsonOf(reply), total, found.length))
      },
      [partAt(total)],
    )
  }
}

function defectsOf(filter: Filter, { emulated, right, isFreeText }: Query, pages: Pages): readonly Defect[] {
  const { parameter: name, property } = filter
  /** Only this filter is compared in another way. */
  function compared(kind: string, words: string, expects: readonly string[], passes: Semantics['passes']): Defect {
    return emulated(
      `${name}-${kind}`,
      `the filter ${name} ${words}`,
      expects,
      { passes: (row, asked, wanted) => (asked === filter ? passes : right.passes)(row, asked, wanted) },
      (request) => parameterIn(request, name) !== undefined,
    )
  }
  return [
    ...(isFreeText(name)
      ? [
          compared(
            'letter-case',
            'finds nothing in another letter case',
            ['filters', 'refusals'],
            (row, _filter, wanted) => row[property] === wanted,
          ),
          compared('beginning', 'is satisfied with a beginning', ['filters'], (row, _filter, wanted) =>
            textOf(row[property]).startsWith(textOf(wanted)),
          ),
          compared('within', 'finds its text anywhere', ['filters'], (row, _filter, wanted) =>
            textOf(row[property]).includes(textOf(wanted)),
          ),
        ]
      : []),
    compared('ignored', 'is ignored', ['filters'], () => true),
    compared('reversed', 'keeps what it should drop', ['filters'], (...asked) => !right.passes(...asked)),
    compared('nothing', 'finds nothing', ['filters'], () => false),
    {
      name: `${name}-refused`,
      description: `the filter ${name} is refused`,
      expects: ['query/filters', 'query/match'],
      changes: wholeReply,
      mutation: onReply((reply, request) =>
        parameterIn(request, name) !== undefined && reply.status === 200
          ? { ...jsonReply(400, {}), headers: reply.headers }
          : undefined,
      ),
    },
    {
      name: `${name}-later`,
      description: `the filter ${name} counts for the first page only`,
      expects: ['query/filters'],
      changes: [`?${name}`],
      mutation: onRequest((request) =>
        (pages.pageNumber(request) ?? 1) > 1 && parameterIn(request, name) !== undefined
          ? notAsking(request, name)
          : undefined,
      ),
    },
  ]
}
