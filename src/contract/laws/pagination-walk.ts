import type { Law, LawContext } from '../types.ts'
import { fingerprint, walk } from '../walk.ts'
import { effectiveSize, pageLimit, walkSize } from './walk-limits.ts'

/**
 * One walk over the whole list: it ends, every organization comes exactly once, every page but the last is full, and the counters
 * stay the same and agree with what came. Judged as it streams; of each organization a number is kept.
 */
export const paginationWalk: Law = {
  id: 'pagination/walk',
  family: 'pagination',
  title: 'a walk over all pages ends and gives each organization exactly once',
  run: (context) => judgeWalk(context, walkSize(context), undefined),
}

/** The same over one account; `expected` is the number of its organizations where it is known. */
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
  let short: { number: number; length: number } | undefined
  let unfinished = false

  const options = {
    purpose: `a walk${asked === undefined ? '' : ` with pages of ${asked}`}`,
    maxPages: pageLimit(undefined, undefined),
    ...(asked === undefined ? {} : { size: asked }),
    ...(account === undefined ? {} : { account: account.name }),
  }
  for await (const { exchange, ids, number, next, query } of walk(context, options)) {
    const stated = pager.total?.(exchange)
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
    if (short !== undefined && ids.length > 0) {
      report(
        'pagination/full-pages',
        `page ${short.number + 1} has ${short.length} organizations, yet more follow`,
        `${size} organizations on every page but the last`,
        `${short.length}`,
      )
      short = undefined
    }
    if (size !== undefined && ids.length < size) short ??= { number, length: ids.length }
    if (size !== undefined && ids.length > size) {
      report(
        'pagination/page-size',
        `page ${number + 1} has more organizations than asked for`,
        `at most ${size}`,
        `${ids.length}`,
      )
    }
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
    if (next !== undefined && (next === query || number + 1 >= maxPages)) {
      unfinished = true
      report(
        'pagination/ends',
        next === query ? `page ${number + 1} leads to itself` : `the walk goes on after ${number + 1} pages`,
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
