import { identities } from '../../page-walk.ts'
import { totalOf } from '../../pagers.ts'
import type { Exchange, Law, LawContext, Pager, Rule } from '../../types.ts'
import { words } from '../../words.ts'
import { isWithin, parameterPointer, skipTooFew, usualSizes } from '../walk-limits.ts'

/** Page sizes at the bounds are obeyed, those just outside are refused. */
export const paginationSizes: Law = {
  id: 'pagination/sizes',
  family: 'pagination',
  title: 'page sizes are obeyed at the bounds and refused just outside them',
  async run(context) {
    const { size, first } = context.contract.pager
    if (size === undefined) return context.notApplicable()
    // Beside the bounds some that no server can find too small, and that differ from what comes without one.
    const between = (context.isLive ? usualSizes.slice(0, 1) : usualSizes).filter(isWithin(size))
    const asked = new Set([size.minimum, size.minimum + 1, ...between, size.maximum])
    const pages: SizedPage[] = []
    for (const count of asked) {
      const exchange = await context.send({ query: first(count), purpose: `a page of ${count}`, rule: size })
      const ids = identities(context, exchange)
      if (ids !== undefined) pages.push({ asked: count, count: ids.length, exchange })
    }
    for (const page of pages) await judgeSize(context, size, page, isLeast(pages))
    const { invalidParameter } = context.contract.refusals
    if (invalidParameter === undefined) return context.skip('the provider refuses no parameter')
    const outer = [String(size.minimum - 1), String(size.maximum + 1), 'ten']
    for (const outside of context.isLive ? outer : [...outer, '-1', '1.5', '']) {
      await context.send({
        query: `${size.parameter}=${outside}`,
        purpose: `a page of ${JSON.stringify(outside)}`,
        expect: invalidParameter,
        check: 'pagination/size-refused',
      })
    }
    const largest = Math.max(...pages.map(({ count }) => count))
    if (pages.length > 0 && pages.every(({ asked, count }) => count < asked))
      skipTooFew(context, largest, 'fill a page')
  },
}

interface SizedPage {
  readonly asked: number
  readonly count: number
  readonly exchange: Exchange
}

/** Whether pages that are larger than asked for show a least size of the server's own: all of them have it, and larger sizes are obeyed. */
function isLeast(pages: readonly SizedPage[]): boolean {
  const least = pages.find(({ asked, count }) => count > asked)?.count
  if (least === undefined) return false
  return pages.every(({ asked, count }) => {
    if (asked < least) return count === least
    return count <= asked && (asked === least || count !== least)
  })
}

/** A first page has as many organizations as were asked for, or all that there are. */
async function judgeSize(
  context: LawContext,
  size: NonNullable<Pager['size']>,
  { asked, count, exchange }: SizedPage,
  isExcused: boolean,
  isRepeated = false,
): Promise<void> {
  const total = totalOf(context.contract.pager, exchange)
  // Without a total a short page is wrong only where more organizations follow it.
  const isLast = total === undefined && count < asked && !(await hasMore(context, asked, exchange, size))
  const wanted = isLast ? count : Math.min(asked, total ?? asked)
  if (count === wanted) return
  if (!isRepeated) {
    // A total may be counted before an organization comes or goes, and the page be read after it.
    const query = context.contract.pager.first(asked)
    const again = await context.send({ query, purpose: `a page of ${asked} again`, rule: size })
    const page = { asked, count: identities(context, again)?.length ?? count, exchange: again }
    return judgeSize(context, size, page, isExcused, true)
  }
  context.report(
    {
      check: 'pagination/page-size',
      // More than was asked for is no page of that size by any reading, unless the server has a least size.
      rule: count > asked && !isExcused ? context.contract.pager : size,
      message: words`a page of ${asked} has ${count} organizations`,
      promised: words`${wanted}`,
      came: words`${count}`,
      clause: parameterPointer(context, size.parameter),
    },
    exchange,
  )
}

/** Whether organizations follow a first page. To lead on proves none: pages by number end with an empty one. */
async function hasMore(context: LawContext, asked: number, exchange: Exchange, rule: Rule): Promise<boolean> {
  const { next, first } = context.contract.pager
  const query = next(exchange, first(asked))
  if (query === undefined) return false
  const following = identities(
    context,
    await context.send({ query, purpose: `the page after a page of ${asked}`, rule }),
  )
  return following !== undefined && following.length > 0
}
