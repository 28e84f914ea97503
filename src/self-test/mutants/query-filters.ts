import type { Pager } from '../../contract/index.ts'
import { type Part, wholeReply } from '../changes.ts'
import { notAsking, type Pages, parameterIn } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, pageDefects, parameterDefects, placeDefects, replyDefects } from './make.ts'
import { type Filter, type Query, type Semantics, textOf } from './query-semantics.ts'
import { changing } from './reply-changes.ts'

/** Filters that lose, leak, or do not hold throughout. */
export function filterDefects(subject: Subject, pages: Pages, query: Query): readonly Defect[] {
  const { list, pager } = subject.contract
  const { filters, totalIgnoresFilters } = query.rules
  const described = pageDefects(subject, pages)
  const parameters = filters.map(({ parameter }) => parameter)
  return [
    ...filters.flatMap((filter) => defectsOf(filter, query, pages, pager)),
    described('filter-loses-one', 'a filter drops the last row that matches', ['filters'], (page) => {
      const { request, reply, rows } = page
      const isEnd = pages.isLast(request, reply) || rows.length < pages.size(request)
      return query.isFiltered(request) && rows.length > 0 && isEnd && rows.slice(0, -1)
    }),
    described('filter-leaks-one', 'a filter lets one row through that does not match', ['filters'], async (page) => {
      const { request, rows, index, forward } = page
      if (!query.isFiltered(request) || rows.length === 0 || index !== 0) return undefined
      const known = new Set(rows.map((row) => row[list.id]))
      const stranger = (await query.everyRow(request, forward)).find((row) => !known.has(row[list.id] ?? null))
      return stranger && [...rows.slice(0, pages.size(request) - 1), stranger]
    }),
    ...(pager.size === undefined ? [] : [afterPaging()]),
    ...(pager.total === undefined || totalIgnoresFilters === undefined ? [] : [totalCounted(pager.total)]),
  ]

  function afterPaging(): Defect {
    return described(
      'filter-after-paging',
      'a filter is applied to each page after it was cut',
      ['filters'],
      async ({ request, forward }) => {
        if (!query.isFiltered(request)) return undefined
        const plain = parameters.reduce(notAsking, request)
        const reply = await forward(plain)
        const rows = pages.rows(plain, reply)
        return rows && pages.withRows(reply, query.selected(query.right, request, rows))
      },
      [...pages.rowParts, ...parameters.map((parameter): Part => `?${parameter}`)],
    )
  }

  function totalCounted(total: string): Defect {
    const counted = placeDefects(subject, pages, total, 'filter-')
    return counted('total', 'the total counts what the filter found only', ['total'], async (page) => {
      const { request, forward } = page
      if (!query.isFiltered(request)) return undefined
      return query.selected(query.right, request, await query.everyRow(request, forward)).length
    })
  }
}

function defectsOf(
  filter: Filter,
  { emulated, right, isFreeText, rules: { bindsCursors } }: Query,
  pages: Pages,
  { cursor, size }: Pager,
): readonly Defect[] {
  const { parameter: name, property } = filter
  const findsParts = filter.matches('text', 'ex')
  const isLater = (request: ProxiedRequest) =>
    (pages.pageNumber(request) ?? 1) > 1 ||
    (cursor !== undefined && parameterIn(request, cursor.parameter) !== undefined)
  /** Only this filter is compared in another way. */
  function compared(kind: string, words: string, passes: Semantics['passes'], expects = ['filters']): Defect {
    return emulated(
      `${name}-${kind}`,
      `the filter ${name} ${words}`,
      expects,
      { passes: (row, asked, wanted) => (asked === filter ? passes : right.passes)(row, asked, wanted) },
      (request) => parameterIn(request, name) !== undefined,
    )
  }
  const likeText = (kind: string, words: string, isLike: (text: string, wanted: string) => boolean) =>
    compared(kind, words, (row, _filter, wanted) => isLike(textOf(row[property]), textOf(wanted)))
  const refused = replyDefects(
    (reply, request) => parameterIn(request, name) !== undefined && reply.status === 200,
    `${name}-`,
  )
  const refusal = changing(wholeReply, ({ headers }) => ({ ...jsonReply(400, {}), headers }))
  return [
    ...(isFreeText(name)
      ? [
          compared(
            'letter-case',
            'finds nothing in another letter case',
            (row, _, wanted) => row[property] === wanted,
            ['filters', 'refusals'],
          ),
          likeText('beginning', 'is satisfied with a beginning', (text, wanted) => text.startsWith(wanted)),
          findsParts
            ? likeText('whole', 'finds whole texts only', (text, wanted) => text === wanted)
            : likeText('within', 'finds its text anywhere', (text, wanted) => text.includes(wanted)),
        ]
      : []),
    compared('ignored', 'is ignored', () => true),
    compared('reversed', 'keeps what it should drop', (...asked) => !right.passes(...asked)),
    compared('nothing', 'finds nothing', () => false),
    refused('refused', `the filter ${name} is refused`, ['filters', 'match'], refusal),
    // A cursor that is good for one list leads to no other.
    ...(bindsCursors === undefined && size !== undefined
      ? [
          parameterDefects(pages, name, `${name}-`)(
            'later',
            `the filter ${name} counts for the first page only`,
            ['filters'],
            (given, request) => (given !== undefined && isLater(request) ? null : undefined),
          ),
        ]
      : []),
  ]
}
