import type { Json } from '../../../spec/index.ts'
import { splitPointer } from '../../../spec/index.ts'
import { pagesOf, setAt } from '../pages.ts'
import { jsonOf, withJson } from '../replies.ts'
import type { Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, mutantsFrom, onReply } from './make.ts'

type Where = 'page' | 'first page' | 'last page' | 'empty page' | 'refusal'

/** One disagreement: a value that stands at a place of certain replies. */
interface Edit {
  readonly name: string
  readonly description: string
  readonly where: Where
  /** JSON pointer into the body. */
  readonly at: string
  /** The value that comes; undefined takes the member away. */
  value(was: Json, request: ProxiedRequest, body: Json): unknown
  readonly expects: readonly string[]
}

/** Parts of a reply that disagree with each other, with the status or with the request. */
export function envelopeMutants(subject: Subject): readonly Mutant[] {
  const pages = pagesOf(subject)
  function isMeant(where: Where, request: ProxiedRequest, reply: ProxiedReply): boolean {
    if (where === 'refusal') return reply.status >= 400
    const rows = pages.rows(request, reply)
    if (rows === undefined) return false
    if (where === 'empty page') return rows.length === 0
    if (rows.length === 0) return false
    if (where === 'last page') return pages.isLast(request, reply)
    return where === 'page' || isFirst(subject, request)
  }
  const defects = (edits[subject.provider] ?? []).map(
    ({ where, at, value, ...rest }): Defect => ({
      ...rest,
      mutation: onReply((reply, request) => {
        const body = isMeant(where, request, reply) ? jsonOf(reply) : undefined
        if (body === undefined) return undefined
        const was = splitPointer(at).reduce<unknown>(
          (inner, token) => (inner as Record<string, unknown> | undefined)?.[token],
          body,
        )
        return withJson(reply, setAt(body, splitPointer(at), value(was as Json, request, body)))
      }),
    }),
  )
  return mutantsFrom(subject, 'envelope', defects)
}

function isFirst({ contract: { pager } }: Subject, { query }: ProxiedRequest): boolean {
  const { cursor } = pager
  return cursor === undefined || !new URLSearchParams(query).has(cursor.parameter)
}

function edit(
  name: string,
  description: string,
  where: Where,
  at: string,
  value: Edit['value'],
  ...expects: readonly string[]
): Edit {
  return { name, description, where, at, value, expects: expects.map((id) => `envelope/${id}`) }
}

const plus = (step: number) => (was: Json) => Number(was) + step
const anError = [{ code: 1000, message: 'something is wrong' }]

/** By provider: an envelope is its own. */
const edits: Readonly<Record<string, readonly Edit[]>> = {
  cloudflare: [
    edit('success-false', 'a page says success false', 'page', '/success', () => false, 'success-flag'),
    edit(
      'success-false-last',
      'the last page says success false',
      'last page',
      '/success',
      () => false,
      'success-flag',
    ),
    edit('success-true', 'a refusal says success true', 'refusal', '/success', () => true, 'success-flag'),
    edit('success-absent', 'a refusal says nothing of success', 'refusal', '/success', () => undefined, 'success-flag'),
    edit('errors-in-page', 'a page lists an error', 'page', '/errors', () => anError, 'errors'),
    edit('errors-in-empty-page', 'an empty page lists an error', 'empty page', '/errors', () => anError, 'errors'),
    edit('errors-empty', 'a refusal lists no error', 'refusal', '/errors', () => [], 'errors'),
    edit('errors-absent', 'a refusal has no list of errors', 'refusal', '/errors', () => undefined, 'errors'),
    edit('result-null', 'a page has null for its rows', 'page', '/result', () => null, 'result'),
    edit('result-null-empty', 'an empty page has null for its rows', 'empty page', '/result', () => null, 'result'),
    edit('result-object', 'a page has an object for its rows', 'page', '/result', () => ({}), 'result'),
    edit('result-in-refusal', 'a refusal has an empty list', 'refusal', '/result', () => [], 'result'),
    edit('result-absent', 'a refusal has no result', 'refusal', '/result', () => undefined, 'result'),
    edit('info-absent', 'a page comes without result_info', 'page', '/result_info', () => undefined, 'result-info'),
    edit('info-null', 'a page has null for result_info', 'page', '/result_info', () => null, 'result-info'),
    edit(
      'info-absent-empty',
      'an empty page comes without result_info',
      'empty page',
      '/result_info',
      () => undefined,
      'result-info',
    ),
    edit(
      'info-absent-last',
      'the last page comes without result_info',
      'last page',
      '/result_info',
      () => undefined,
      'result-info',
    ),
    edit('count-plus', 'count is one more than there are rows', 'page', '/result_info/count', plus(1), 'counter-count'),
    edit(
      'count-total',
      'count is the total',
      'page',
      '/result_info/count',
      (_was, _request, body) => infoOf(body).total_count,
      'counter-count',
    ),
    edit(
      'count-last',
      'count is the page size on the last page too',
      'last page',
      '/result_info/count',
      (_was, request) => sizeOf(request),
      'counter-count',
    ),
    edit('count-empty', 'count is 1 on an empty page', 'empty page', '/result_info/count', () => 1, 'counter-count'),
    edit('count-absent', 'count is missing', 'page', '/result_info/count', () => undefined, 'counter-count'),
    edit('page-zero', 'pages are echoed from 0', 'page', '/result_info/page', plus(-1), 'counter-page'),
    edit('page-one', 'every page is echoed as page 1', 'page', '/result_info/page', () => 1, 'counter-page'),
    edit('page-absent', 'the page is not echoed', 'page', '/result_info/page', () => undefined, 'counter-page'),
    edit(
      'per-page-default',
      'the page size is always echoed as 20',
      'page',
      '/result_info/per_page',
      () => 20,
      'counter-per_page',
    ),
    edit(
      'per-page-rows',
      'the number of rows is echoed as the page size',
      'last page',
      '/result_info/per_page',
      (_was, _request, body) => infoOf(body).count,
      'counter-per_page',
    ),
    edit(
      'per-page-text',
      'the page size is echoed as text',
      'page',
      '/result_info/per_page',
      (was) => String(was),
      'counter-per_page',
    ),
    edit('total-pages-plus', 'total_pages is one too many', 'page', '/result_info/total_pages', plus(1), 'total-pages'),
    edit(
      'total-pages-floor',
      'total_pages is rounded down',
      'page',
      '/result_info/total_pages',
      plus(-1),
      'total-pages',
    ),
    edit(
      'total-pages-empty',
      'total_pages is 0 on an empty page',
      'empty page',
      '/result_info/total_pages',
      () => 0,
      'total-pages',
    ),
  ],
  cradl: [
    edit('token-empty', 'nextToken is empty on the last page', 'last page', '/nextToken', () => '', 'next-token'),
    edit(
      'token-absent',
      'nextToken is missing on the last page',
      'last page',
      '/nextToken',
      () => undefined,
      'next-token',
    ),
    edit('token-absent-always', 'nextToken is missing', 'page', '/nextToken', () => undefined, 'next-token'),
    edit('token-false', 'nextToken is false on the last page', 'last page', '/nextToken', () => false, 'next-token'),
    edit('token-zero', 'nextToken is 0 on the last page', 'last page', '/nextToken', () => 0, 'next-token'),
    edit('token-number', 'nextToken is a number', 'first page', '/nextToken', () => 20, 'next-token'),
    edit('token-object', 'nextToken is an object', 'first page', '/nextToken', () => ({}), 'next-token'),
    edit('token-list', 'nextToken is a list on the last page', 'last page', '/nextToken', () => [], 'next-token'),
  ],
  nirvana: [
    edit(
      'previous-first',
      'the first page has a previous cursor',
      'first page',
      '/pagination/previous_cursor',
      () => 'A'.repeat(34),
      'first-page',
    ),
    edit(
      'previous-empty',
      'the previous cursor of the first page is empty',
      'first page',
      '/pagination/previous_cursor',
      () => '',
      'first-page',
    ),
    edit(
      'previous-absent',
      'the previous cursor of the first page is missing',
      'first page',
      '/pagination/previous_cursor',
      () => undefined,
      'first-page',
    ),
    edit(
      'previous-false',
      'the previous cursor of the first page is false',
      'first page',
      '/pagination/previous_cursor',
      () => false,
      'first-page',
    ),
    edit(
      'pagination-absent',
      'pages come without pagination',
      'first page',
      '/pagination',
      () => undefined,
      'first-page',
    ),
    edit(
      'personal-flag',
      'personal is false throughout',
      'page',
      '/items',
      (rows) => rowsWith(rows, { personal: false }),
      'personal',
    ),
    edit(
      'personal-true',
      'personal is true throughout',
      'page',
      '/items',
      (rows) => rowsWith(rows, { personal: true }),
      'personal',
    ),
    edit(
      'personal-type',
      'the type is company throughout',
      'page',
      '/items',
      (rows) => rowsWith(rows, { type: 'company' }),
      'personal',
    ),
    edit(
      'personal-last',
      'personal is wrong in the last row of the last page',
      'last page',
      '/items',
      lastFlagged,
      'personal',
    ),
  ],
}

function sizeOf({ query }: ProxiedRequest): number {
  return Number(new URLSearchParams(query).get('per_page') ?? 20)
}

function infoOf(body: Json): { readonly total_count?: number; readonly count?: number } {
  return (body as { readonly result_info?: { readonly total_count: number; readonly count: number } }).result_info ?? {}
}

function rowsWith(rows: Json, change: Readonly<Record<string, Json>>): unknown {
  return (rows as readonly object[]).map((row) => ({ ...row, ...change }))
}

function lastFlagged(rows: Json): unknown {
  const list = rows as readonly { readonly personal: boolean }[]
  return list.map((row, i) => (i === list.length - 1 ? { ...row, personal: !row.personal } : row))
}
