import { wholeReply } from '../changes.ts'
import { type Pages, pagesOf } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { Mutant, Subject } from '../types.ts'
import { type Defect, mutantsFrom, pageDefects, placeDefects } from './make.ts'
import { cursorDefects } from './pagination-cursors.ts'
import { afterDefects, leadDefects } from './pagination-leads.ts'
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
    ...afterDefects(subject, pages),
    ...leadDefects(subject, pages),
  ])
}

function rowDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { size } = subject.contract.pager
  const defect = pageDefects(subject, pages)
  const everywhere = [
    defect(
      'row-twice',
      'one page has a row twice, in place of another',
      ['each-once'],
      ({ rows }) => rows.length > 1 && [rows[0], rows[0], ...rows.slice(2)],
    ),
    defect(
      'row-twice-last',
      'the last page has a row twice, in place of another',
      ['each-once'],
      ({ rows, isLast }) => rows.length > 1 && isLast && [...rows.slice(0, -1), rows[0]],
    ),
    defect(
      'row-added-last',
      'the first row comes again at the end',
      ['each-once'],
      ({ rows, isLast }) => rows.length > 0 && isLast && [...rows, rows[0]],
    ),
    defect(
      'row-lost-last',
      'the last row of the list is missing',
      ['complete'],
      ({ rows, isLast }) => rows.length > 0 && isLast && rows.slice(0, -1),
    ),
    defect(
      'unsteady',
      'the rows of a page come in another order each time',
      ['same-page'],
      ({ rows, visits }) => rows.length > 1 && turned(rows, visits % rows.length),
    ),
    defect(
      'unsteady-row',
      'every second time one row of a page differs',
      ['same-page'],
      ({ rows, visits }) => rows.length > 1 && visits % 2 === 1 && [rows[1], rows[0], ...rows.slice(2)],
    ),
  ]
  if (size === undefined) return everywhere
  return [
    ...everywhere,
    defect(
      'page-repeated',
      'the second page shows the rows of the first',
      ['each-once'],
      ({ index, before }) => index === 1 && before,
    ),
    defect(
      'last-page-repeated',
      'the last page shows the rows of the one before',
      ['each-once'],
      (page) => page.isLast && page.index !== 0 && page.before?.slice(0, page.rows.length),
    ),
    defect(
      'border-twice',
      'the last row of a page is the first of the next one too',
      ['each-once'],
      ({ rows, before }) => before !== undefined && rows.length > 0 && [before.at(-1), ...rows.slice(1)],
    ),
    defect(
      'border-lost',
      'the first row of every further page is missing',
      ['full-pages', 'complete'],
      ({ rows, index }) => index !== 0 && rows.length > 0 && rows.slice(1),
    ),
    defect(
      'row-lost-first',
      'the last row of the first page is missing',
      ['full-pages', 'complete'],
      (page) => page.index === 0 && !page.isLast && page.rows.slice(0, -1),
    ),
    defect(
      'page-skipped',
      'the second page is left out',
      ['complete', 'same-list'],
      async ({ request, index, next, forward }) =>
        index === 1 && next !== undefined && pages.numbered(await forward({ ...request, query: next }), request),
      ['?', ...pages.pageParts],
    ),
    defect(
      'page-emptied',
      'the second page is empty, though it leads on',
      ['full-pages', 'complete'],
      (page) => page.index === 1 && !page.isLast && [],
    ),
    defect(
      'order-by-size',
      'with the largest pages the list runs backwards',
      ['same-list'],
      ({ request, rows }) => pages.size(request) === size.maximum && rows.length > 1 && [...rows].reverse(),
    ),
    defect(
      'rows-mixed',
      'rows come in another order on further pages when pages are small',
      ['same-list'],
      ({ request, rows, index }) =>
        pages.size(request) < size.fallback && index !== 0 && rows.length > 1 && turned(rows, 1),
    ),
  ]
}

function turned<T>(rows: readonly T[], by: number): readonly T[] {
  return [...rows.slice(by), ...rows.slice(0, by)]
}

function totalDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { total } = subject.contract.pager
  if (total === undefined) return []
  const place = placeDefects(subject, pages, total, 'total-')
  const defect = (
    name: string,
    description: string,
    expects: readonly string[],
    value: (total: number, page: PassingPage) => number,
  ) => place(name, description, expects, (page, was) => value(Number(was), page))
  const exact = ['complete', 'total-exact']
  return [
    defect('plus', 'the total is one too many', exact, (total) => total + 1),
    defect('minus', 'the total is one too few', exact, (total) => Math.max(0, total - 1)),
    defect('zero', 'the total is always 0', exact, () => 0),
    defect('rows', 'the total counts the rows of the page', ['total-steady', 'complete'], (_, { rows }) => rows.length),
    defect('rounded', 'the total is rounded up to whole pages', exact, (total, { request }) => {
      const size = pages.size(request)
      return Math.ceil(total / size) * size
    }),
    defect('unsteady', 'the total grows from page to page', ['total-steady'], (total, { index = 0 }) => total + index),
    defect('last', 'the total is another one on the last page', ['total-steady'], (total, { isLast, index }) =>
      isLast && index !== 0 ? total + 1 : total,
    ),
    defect('capped', 'the total never exceeds 50', ['complete'], (total) => Math.min(50, total)),
  ]
}

/** What goes wrong with no organization, with one, and with a last page that is exactly full. */
function accountDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const defect = pageDefects(subject, pages)
  const isEmpty = ({ rows, index }: PassingPage) => rows.length === 0 && index === 0
  const isOne = ({ rows, index, isLast }: PassingPage) => rows.length === 1 && index === 0 && isLast
  const refused = (status: number, words: string) =>
    defect(
      `empty-${status}`,
      `an account without organizations is ${words}`,
      ['account-empty'],
      (page) => isEmpty(page) && jsonReply(status, { message: 'none', detail: 'none' }),
      wholeReply,
    )
  return [
    defect(
      'empty-shows-one',
      "an account without organizations shows somebody else's",
      ['complete', 'total-exact'],
      (page) => {
        const { rows, scratch } = page
        if (rows.length > 0) scratch.set('row', rows[0])
        return isEmpty(page) && [scratch.get('row')]
      },
    ),
    refused(404, 'not found'),
    refused(403, 'refused'),
    defect(
      'one-twice',
      'the only organization comes twice',
      ['each-once'],
      (page) => isOne(page) && [page.rows[0], page.rows[0]],
    ),
    defect('one-lost', 'the only organization is not shown', ['complete'], (page) => isOne(page) && []),
    defect(
      'full-last-lost',
      'a last page that is exactly full is empty',
      ['complete', 'full-pages'],
      (page) => page.isLast && page.index !== 0 && page.rows.length === pages.size(page.request) && [],
    ),
  ].filter(({ name }) => subject.contract.pager.size !== undefined || name !== 'full-last-lost')
}
