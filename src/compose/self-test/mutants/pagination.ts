import { getAt, type Pages, pagesOf, setAt } from '../pages.ts'
import { jsonOf, withJson } from '../replies.ts'
import type { Mutant, ProxiedReply, Subject } from '../types.ts'
import { type Defect, mutantsFrom } from './make.ts'
import { onPage, type PageChange } from './on-page.ts'
import { accountDefects } from './pagination-accounts.ts'
import { cursorDefects } from './pagination-cursors.ts'
import { numberDefects } from './pagination-numbers.ts'
import { sizeDefects } from './pagination-sizes.ts'
import type { PassingPage } from './walk-memory.ts'

/** Walks that lose, repeat, never end, or say untrue things about themselves. */
export function paginationMutants(subject: Subject): readonly Mutant[] {
  const pages = pagesOf(subject)
  const { pager } = subject.contract
  return mutantsFrom(subject, 'pagination', [
    ...rowDefects(subject, pages),
    ...totalDefects(subject, pages),
    ...accountDefects(subject, pages),
    ...(pager.size === undefined ? [] : sizeDefects(subject, pages)),
    ...(pager.numbered === undefined ? [] : numberDefects(subject, pages)),
    ...(pager.cursor === undefined ? [] : cursorDefects(subject, pages)),
  ])
}

function rowDefects(subject: Subject, pages: Pages): readonly Defect[] {
  function defect(name: string, description: string, expects: readonly string[], change: PageChange): Defect {
    return {
      name,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      mutation: onPage(subject, pages, change),
    }
  }
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
  if (subject.contract.pager.size === undefined) return everywhere
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
          ? echoed(subject, pages, await forward({ ...request, query: next }), 2)
          : undefined,
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
        pages.size(request) === subject.contract.pager.size?.maximum && rows.length > 1
          ? pages.withRows(reply, [...rows].reverse())
          : undefined,
    ),
    defect(
      'rows-mixed',
      'rows come in another order on further pages when pages are small',
      ['same-list'],
      ({ reply, request, rows, index }) =>
        pages.size(request) < 20 && index !== 0 && rows.length > 1 ? pages.withRows(reply, turned(rows, 1)) : undefined,
    ),
  ]
}

/** Moves the page's number back to what was asked for, where pages have numbers. */
function echoed({ provider }: Subject, pages: Pages, reply: ProxiedReply, number: number): ProxiedReply {
  if (pages.pageParameter === undefined || provider !== 'cloudflare') return reply
  return withJson(reply, setAt(jsonOf(reply), ['result_info', 'page'], number))
}

function turned<T>(rows: readonly T[], by: number): readonly T[] {
  return [...rows.slice(by), ...rows.slice(0, by)]
}

/** Where a provider states how many organizations there are. */
const totals: Readonly<Record<string, readonly string[]>> = {
  cloudflare: ['result_info', 'total_count'],
  nirvana: ['pagination', 'total_count'],
}

function totalDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const found = totals[subject.provider]
  if (found === undefined) return []
  const tokens: readonly string[] = found
  function defect(
    name: string,
    description: string,
    expects: readonly string[],
    value: (total: number, page: PassingPage) => number | undefined,
  ): Defect {
    return {
      name: `total-${name}`,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      mutation: onPage(subject, pages, (page) => {
        const body = jsonOf(page.reply)
        const total = value(Number(getAt(body, tokens)), page)
        return total === undefined ? undefined : withJson(page.reply, setAt(body, tokens, total))
      }),
    }
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
      isLast && index !== 0 ? total + 1 : undefined,
    ),
    defect('capped', 'the total never exceeds 50', ['complete'], (total) => Math.min(50, total)),
  ]
}
