import { ownRules } from '../own-rules.ts'
import { walk } from '../page-walk.ts'
import { totalOf } from '../pagers.ts'
import type { LawContext } from '../types.ts'
import { fingerprint } from '../value-text.ts'
import { plain, shown, type Words, words } from '../words.ts'
import { pageSizes } from './page-sizes.ts'
import { effectiveSize, pageLimit, skipTooFew, usualSizes } from './walk-limits.ts'

/** Organizations of a walk that are told apart: so many of their numbers fit into 100 MB. */
const mostOrganizations = 1_000_000

/** The walk from which on what a moving list would explain as well is a finding, unless the list moved between the two before it. */
const firstCertain = 3
const mostWalks = 6

type Account = { readonly name: string; readonly count: number }
type Report = LawContext['report']

/** What a walk saw of the list as a whole. */
interface Sight {
  readonly total: number | undefined
  /** The same for the same organizations in any order. */
  readonly sum: number
  /** Pages that have organizations, the first one at least; absent where the walk did not come to its end. */
  readonly walked?: { readonly pages: number; readonly organizations: number }
}

/**
 * Judges a walk, of the ordinary account or of one whose number of organizations is known. What an organization that comes or goes meanwhile
 * would explain as well is a finding only when it happens in several walks, over a list that is the same before and after.
 */
export async function judgeWalk(
  context: LawContext,
  asked: number | undefined,
  account: Account | undefined,
): Promise<void> {
  // What no movement explains is told of the first walk only.
  const again: LawContext = { ...context, report: () => undefined }
  const sights: Sight[] = []
  for (let number = 1; number <= mostWalks; number += 1) {
    const isCertain = number >= firstCertain && !hasMoved(sights.at(-2), sights.at(-1))
    let isSteady = true
    const notice: Report = (finding, exchange) => {
      isSteady = false
      if (isCertain) context.report(finding, exchange)
    }
    const sight = await judgeOnce(number === 1 ? context : again, asked, account, notice)
    sights.push(sight)
    if (isSteady && number > 1) context.skip('the list moved during a walk')
    const { walked } = sight
    if (isSteady && account === undefined && walked?.pages === 1 && isPaged(context)) {
      const size = sizeOfTwoPages(context, walked.organizations)
      if (size === undefined) skipTooFew(context, walked.organizations, 'lead from one page to another')
      if (size === asked) context.skip(`all ${walked.organizations} organizations come on one page, also of ${size}`)
      return judgeWalk(context, size, account)
    }
    if (isSteady || isCertain) return
  }
  context.skip(`the list moved during each of ${mostWalks} walks`)
}

/** A usual page size by which so many organizations take two pages; undefined where there is none. */
function sizeOfTwoPages({ contract: { pager } }: LawContext, organizations: number): number | undefined {
  const size = Math.max(pager.size?.minimum ?? organizations, usualSizes[0], Math.ceil(organizations / 2))
  return size < organizations ? size : undefined
}

/** Another total alone may be a wrong one. */
function hasMoved(one: Sight | undefined, other: Sight | undefined): boolean {
  return one?.total !== other?.total && one?.sum !== other?.sum
}

function isPaged({ contract: { pager } }: LawContext): boolean {
  return pager.size !== undefined || pager.cursor !== undefined || pager.numbered !== undefined
}

async function judgeOnce(
  context: LawContext,
  asked: number | undefined,
  account: Account | undefined,
  reportUnsteady: Report,
): Promise<Sight> {
  const { pager } = context.contract
  const size = effectiveSize(context, asked)
  const seen = new Set<number>()
  let sum = 0
  let total: number | undefined
  let maxPages = Number.POSITIVE_INFINITY
  const sizes = size === undefined ? undefined : pageSizes(context, size)
  let unfinished = false
  let pages = 0

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
        words`the total changes from ${shown(total)} to ${shown(stated)} on page ${number + 1}`,
        words`a total of ${shown(total)}`,
        shown(stated),
      )
    }
    sizes?.(page)
    if (number === 0 || ids.length > 0) pages += 1
    for (const id of ids) {
      const mark = fingerprint(id)
      if (seen.has(mark)) {
        report(
          'pagination/each-once',
          words`organization ${shown(id)} comes a second time on page ${number + 1}`,
          words`each organization once`,
          words`twice`,
        )
      }
      if (!seen.has(mark)) sum = (sum + mark) % Number.MAX_SAFE_INTEGER
      seen.add(mark)
    }
    const most = account?.count ?? total
    if (most !== undefined && seen.size > most) {
      // The total is told, and not that the walk goes on behind it.
      reportUnsteady(
        {
          check: 'pagination/complete',
          rule: pager,
          message: words`page ${number + 1} brings the walk to ${seen.size} organizations, but the total is ${shown(most)}`,
          promised: words`a total of all organizations`,
          came: words`a total of ${shown(most)}`,
          ...(pager.total === undefined ? {} : { at: pager.total }),
        },
        exchange,
      )
      return { total, sum }
    }
    if (seen.size > mostOrganizations) {
      return context.skip(`more than ${mostOrganizations} organizations: too many to tell apart`)
    }
    const knowsItsEnd = pager.cursor !== undefined || pager.after?.more !== undefined
    if (knowsItsEnd && number > 0 && ids.length === 0) {
      // Cursors and flags know where the list ends; numbers do not, and there the empty page is the end.
      const message = words`page ${number + 1} is empty: the page before it was the last and leads on all the same`
      context.report(
        {
          check: 'pagination/empty-page',
          rule: ownRules.noEmptyPage,
          message,
          promised: words`an end`,
          came: words`an empty page`,
        },
        exchange,
      )
    }
    if (lost !== undefined || (next !== undefined && number + 1 >= maxPages)) {
      unfinished = true
      context.report(
        {
          check: 'pagination/ends',
          rule: pager,
          message:
            lost === undefined
              ? words`the walk goes on after ${number + 1} pages`
              : words`page ${number + 1} ${plain(lost)}`,
          promised: Number.isFinite(maxPages) ? words`an end after ${maxPages} pages` : words`an end after some pages`,
          came: words`another page`,
          ...(pager.cursor === undefined ? {} : { at: pager.cursor.next }),
        },
        exchange,
      )
      break
    }

    function report(check: string, message: Words, promised: Words, came: Words): void {
      reportUnsteady({ check, rule: pager, message, promised, came }, exchange)
    }
  }
  if (unfinished) return { total, sum }
  const expected = account?.count ?? total
  if (expected !== undefined && seen.size !== expected) {
    reportUnsteady({
      check: 'pagination/complete',
      rule: pager,
      message: words`the walk gives ${seen.size} organizations where there are ${shown(expected)}`,
      promised: words`${shown(expected)} organizations`,
      came: words`${seen.size}`,
    })
  }
  if (account !== undefined && total !== undefined && total !== account.count) {
    reportUnsteady({
      check: 'pagination/total-exact',
      rule: pager,
      message: words`the total says ${shown(total)} for an account of ${account.count}`,
      promised: words`a total of ${account.count}`,
      came: shown(total),
    })
  }
  return { total, sum, walked: { pages, organizations: seen.size } }
}
