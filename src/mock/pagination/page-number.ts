import { call, oneOf, options, wanted } from '../../options/index.ts'
import type { Paginator } from '../types.ts'
import { parameter } from './parameter.ts'

interface PageNumberOptions {
  readonly page: string
  readonly size: string
  /** A page past the end is refused, but for the first of an empty list. Default: it is empty. */
  readonly pastEnd?: 'refused'
}

/** What a numbered page says of itself. */
export interface PageNumberInfo {
  readonly page: number
  readonly size: number
  /** Items on this page. */
  readonly count: number
  /** Pages of the (filtered) list; 0 when it is empty. */
  readonly totalPages: number
  /** Items of the (filtered) list. */
  readonly filteredCount: number
  /** Items without any filter. */
  readonly unfilteredCount: number
}

/**
 * Cuts one numbered page. Pages start at 1; a page past the end is empty, no refusal, unless an option says so. Bounds are the parameter reader's work, and
 * both parameters need a default.
 */
export const pageNumber = call(
  'pageNumber',
  [wanted(options<PageNumberOptions>({ page: parameter, size: parameter, pastEnd: oneOf(['refused']) }))],
  paginator,
)

function paginator({ page, size, pastEnd }: PageNumberOptions): Paginator<PageNumberInfo> {
  return {
    paging: { style: 'page-number', page, size },
    paginate(selection, parameters) {
      const number = parameters[page] as number
      const perPage = parameters[size] as number
      if (pastEnd === 'refused' && number > 1 && (number - 1) * perPage >= selection.count) {
        return { ok: false, refusal: { kind: 'invalid-cursor', parameter: page } }
      }
      const from = Math.min((number - 1) * perPage, selection.count)
      const to = Math.min(from + perPage, selection.count)
      const info = {
        page: number,
        size: perPage,
        count: to - from,
        totalPages: Math.ceil(selection.count / perPage),
        filteredCount: selection.count,
        unfilteredCount: selection.unfilteredCount,
      }
      return { ok: true, value: { from, to, info } }
    },
  }
}
