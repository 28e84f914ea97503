import type { Paginator } from '../types.ts'

/** No pages: the whole list in one reply. */
export function wholeList(): Paginator<undefined> {
  return {
    paging: { style: 'whole-list' },
    paginate: (selection) => ({ ok: true, value: { from: 0, to: selection.count, info: undefined } }),
  }
}
