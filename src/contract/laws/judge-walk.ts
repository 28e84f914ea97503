import { fingerprint, walk } from '../page-walk.ts'
import { totalOf } from '../pagers.ts'
import type { LawContext } from '../types.ts'
import { pageSizes } from './page-sizes.ts'
import { effectiveSize, pageLimit } from './walk-limits.ts'

/** Judges one walk, of the ordinary account or of one whose number of organizations is known. */
export async function judgeWalk(
  context: LawContext,
  asked: number | undefined,
  account: { readonly name: string; readonly count: number } | undefined,
): Promise<void> {
  const { pager } = context.contract
  const size = effectiveSize(context, asked)
  const seen = new Set<number>()
  let total: number | undefined
  let maxPages = Number.POSITIVE_INFINITY
  const sizes = size === undefined ? undefined : pageSizes(context, size)
  let unfinished = false

  const options = {
    purpose: `a walk${asked === undefined ? '' : ` with pages of ${asked}`}`,
    maxPages: pageLimit(undefined, undefined),
    ...(asked === undefined ? {} : { size: asked }),
    ...(account === undefined ? {} : { account: account.name }),
  }
  for await (const page of walk(context, options)) {
    const { exchange, ids, number, next, lost } = page
    const stated = totalOf(pager, exchange)
    if (number === 0) {
      total = stated
      maxPages = pageLimit(account?.count ?? stated, size)
    } else if (stated !== total) {
      report(
        'pagination/total-steady',
        `the total changes from ${total} to ${stated} on page ${number + 1}`,
        `a total of ${total}`,
        `${stated}`,
      )
    }
    sizes?.(page)
    for (const id of ids) {
      const mark = fingerprint(id)
      if (seen.has(mark)) {
        report(
          'pagination/each-once',
          `organization ${id} comes a second time on page ${number + 1}`,
          'each organization once',
          'twice',
        )
      }
      seen.add(mark)
    }
    if (pager.cursor !== undefined && number > 0 && ids.length === 0) {
      // Cursors know where the list ends; numbers do not, and there the empty page is the end.
      const message = `page ${number + 1} is empty: the page before it was the last and leads on all the same`
      context.report(
        { check: 'pagination/empty-page', basis: 'assumed', message, promised: 'an end', came: 'an empty page' },
        exchange,
      )
    }
    if (lost !== undefined || (next !== undefined && number + 1 >= maxPages)) {
      unfinished = true
      report(
        'pagination/ends',
        lost === undefined ? `the walk goes on after ${number + 1} pages` : `page ${number + 1} ${lost}`,
        `an end after ${Number.isFinite(maxPages) ? maxPages : 'some'} pages`,
        'another page',
      )
      break
    }

    function report(check: string, message: string, promised: string, came: string): void {
      context.report({ check, basis: 'documented', message, promised, came }, exchange)
    }
  }
  if (unfinished) return
  const expected = account?.count ?? total
  if (expected !== undefined && seen.size !== expected) {
    context.report({
      check: 'pagination/complete',
      basis: 'documented',
      message: `the walk gives ${seen.size} organizations where there are ${expected}`,
      promised: `${expected} organizations`,
      came: `${seen.size}`,
    })
  }
  if (account !== undefined && total !== undefined && total !== account.count) {
    context.report({
      check: 'pagination/total-exact',
      basis: 'documented',
      message: `the total says ${total} for an account of ${account.count}`,
      promised: `a total of ${account.count}`,
      came: `${total}`,
    })
  }
}
