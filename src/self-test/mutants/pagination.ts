import { valueAt } from '../../contract/index.ts'
import { type Pages, pagesOf, partAt, setAt } from '../pages.ts'
import { jsonOf, withJson } from '../replies.ts'
import type { Mutant, Subject } from '../types.ts'
import { type Defect, mutantsFrom, pageDefects } from './make.ts'
import { accountDefects } from './pagination-accounts.ts'
import { cursorDefects } from './pagination-cursors.ts'
import { numberDefects } from './pagination-numbers.ts'
import { sizeDefects } from './pagination-sizes.ts'
import type { PassingPage } from './walk-memory.ts'

/** Walks that lose, repeat, never end, or say untrue things about themselves. */
export function paginationMutants(subject: Subject): readonly Mutant[] {
  const pages = pagesOf(subject)
  return mutantsFrom(subject, 'pagination', [
    ...rowDefects(subject, pages),
    ...totalDefects(subject, pages),
    ...accountDefects(subject, pages),
    ...sizeDefects(subject, pages),
    ...numberDefects(subject, pages),
    ...cursorDefects(subject, pages),
  ])
}

function rowDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { size } = subject.contract.pager
  const defect = pageDefects(subject, pages, 'pagination')
  const everywhere = [
    defect('row-twice', 'one page has a row twice, in place of another', ['each-once'], ({ reply, rows }) =>
      rows.length < 2 ? undefined : pages.withRows(reply, [rows[0], rows[0], ...rows.slice(2)]),
    ),
    defect(
      'row-twice-last',
      'the last page has a row twice, in place of another',
      ['each-once'],
      ({ reply, rows, isLast }) =>
        rows.length < 2 || !isLast ? undefined : pages.withRows(reply, [...rows.slice(0, -1), rows[0]]),
    ),
    defect('row-added-last', 'the first row comes again at the end', ['each-once'], ({ reply, rows, isLast }) =>
      rows.length > 0 && isLast ? pages.withRows(reply, [...rows, rows[0]]) : undefined,
    ),
    defect('row-lost-last', 'the last row of the list is missing', ['complete'], ({ reply, rows, isLast }) =>
      rows.length > 0 && isLast ? pages.withRows(reply, rows.slice(0, -1)) : undefined,
    ),
    defect(
      'unsteady',
      'the rows of a page come in another order each time',
      ['same-page'],
      ({ reply, rows, visits }) =>
        rows.length < 2 ? undefined : pages.withRows(reply, turned(rows, visits % rows.length)),
    ),
    defect('unsteady-row', 'every second time one row of a page differs', ['same-page'], ({ reply, rows, visits }) =>
      rows.length < 2 || visits % 2 === 0 ? undefined : pages.withRows(reply, [rows[1], rows[0], ...rows.slice(2)]),
    ),
  ]
  if (size === undefined) return everywhere
  return [
    ...everywhere,
    defect('page-repeated', 'the second page shows the rows of the first', ['each-once'], ({ reply, index, before }) =>
      index === 1 && before !== undefined ? pages.withRows(reply, before) : undefined,
    ),
    defect(
      'last-page-repeated',
      'the last page shows the rows of the one before',
      ['each-once'],
      ({ reply, rows, index, before, isLast }) =>
        isLast && index !== 0 && before !== undefined ? pages.withRows(reply, before.slice(0, rows.length)) : undefined,
    ),
    defect(
      'border-twice',
      'the last row of a page is the first of the next one too',
      ['each-once'],
      ({ reply, rows, before }) =>
        before === undefined || rows.length === 0
          ? undefined
          : pages.withRows(reply, [before.at(-1), ...rows.slice(1)]),
    ),
    defect(
      'border-lost',
      'the first row of every further page is missing',
      ['full-pages', 'complete'],
      ({ reply, rows, index }) => (index === 0 || rows.length === 0 ? undefined : pages.withRows(reply, rows.slice(1))),
    ),
    defect(
      'row-lost-first',
      'the last row of the first page is missing',
      ['full-pages', 'complete'],
      ({ reply, rows, index, isLast }) =>
        index !== 0 || isLast ? undefined : pages.withRows(reply, rows.slice(0, -1)),
    ),
    defect(
      'page-skipped',
      'the second page is left out',
      ['complete', 'same-list'],
      async ({ request, index, next, forward }) =>
        index === 1 && next !== undefined
          ? pages.numbered(await forward({ ...request, query: next }), request)
          : undefined,
      ['?', ...pages.pageParts],
    ),
    defect(
      'page-emptied',
      'the second page is empty, though it leads on',
      ['full-pages', 'complete'],
      ({ reply, index, isLast }) => (index === 1 && !isLast ? pages.withRows(reply, []) : undefined),
    ),
    defect(
      'order-by-size',
      'with the largest pages the list runs backwards',
      ['same-list'],
      ({ reply, request, rows }) =>
        pages.size(request) === size.maximum && rows.length > 1
          ? pages.withRows(reply, [...rows].reverse())
          : undefined,
    ),
    defect(
      'rows-mixed',
      'rows come in another order on further pages when pages are small',
      ['same-list'],
      ({ reply, request, rows, index }) =>
        pages.size(request) < size.fallback && index !== 0 && rows.length > 1
          ? pages.withRows(reply, turned(rows, 1))
          : undefined,
    ),
  ]
}

function turned<T>(rows: readonly T[], by: number): readonly T[] {
  return [...rows.slice(by), ...rows.slice(0, by)]
}

function totalDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { total: stated } = subject.contract.pager
  if (stated === undefined) return []
  const at: string = stated
  const changed = pageDefects(subject, pages, 'pagination', [partAt(at)])
  function defect(
    name: string,
    description: string,
    expects: readonly string[],
    value: (total: number, page: PassingPage) => number,
  ): Defect {
    return changed(`total-${name}`, description, expects, (page) => {
      const body = jsonOf(page.reply)
      return withJson(page.reply, setAt(body, at, value(Number(valueAt(body, at)), page)))
    })
  }
  return [
    defect('plus', 'the total is one too many', ['complete', 'total-exact'], (total) => total + 1),
    defect('minus', 'the total is one too few', ['complete', 'total-exact'], (total) => Math.max(0, total - 1)),
    defect('zero', 'the total is always 0', ['complete', 'total-exact'], () => 0),
    defect(
      'rows',
      'the total counts the rows of the page',
      ['total-steady', 'complete'],
      (_total, { rows }) => rows.length,
    ),
    defect(
      'rounded',
      'the total is rounded up to whole pages',
      ['complete', 'total-exact'],
      (total, { request }) => Math.ceil(total / pages.size(request)) * pages.size(request),
    ),
    defect(
      'unsteady',
      'the total grows from page to page',
      ['total-steady'],
      (total, { index }) => total + (index ?? 0),
    ),
    defect('last', 'the total is another one on the last page', ['total-steady'], (total, { isLast, index }) =>
      isLast && index !== 0 ? total + 1 : total,
    ),
    defect('capped', 'the total never exceeds 50', ['complete'], (total) => Math.min(50, total)),
  ]
}
