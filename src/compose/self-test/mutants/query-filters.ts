import { notAsking, type Pages } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { Subject } from '../types.ts'
import { type Defect, onReply, onRequest } from './make.ts'
import { emulator, everyRow, isFiltered, right, selected, textOf } from './query-semantics.ts'

/** Filters whose values a server may compare too closely or too loosely; those of an enum are refused when they are not listed. */
function isFreeText({ operation }: Subject, filter: string): boolean {
  return operation.parameters.some(({ name, schema }) => name === filter && schema['enum'] === undefined)
}

/** Filters that lose, leak, or do not hold throughout. */
export function filterDefects(subject: Subject, pages: Pages): readonly Defect[] {
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
