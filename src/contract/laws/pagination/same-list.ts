import { ownRules } from '../../own-rules.ts'
import { walk } from '../../page-walk.ts'
import type { Law, LawContext } from '../../types.ts'
import { shown, type Words, words } from '../../words.ts'
import { pageSizes } from '../page-sizes.ts'
import { effectiveSize, isWithin, skipTooFew, usualSizes, walkSize } from '../walk-limits.ts'

/** Organizations of a walk that are compared; their identities are kept. */
const mostCompared = 200_000
/** Pages that are walked for it. */
const mostPages = 10_000

/** Walks with different page sizes give the same list in the same order. */
export const paginationSameList: Law = {
  id: 'pagination/same-list',
  family: 'pagination',
  title: 'walks with different page sizes give the same list',
  async run(context) {
    const { size } = context.contract.pager
    if (size === undefined) return context.notApplicable()
    if (context.isLive) context.skip('one walk is enough against a live target')
    const first = await walked(context, walkSize(context))
    const rows = first?.length ?? 0
    // No walk takes more than some fifty pages.
    const least = rows > size.minimum * 50 ? Math.ceil(rows / 50) : size.minimum
    const others = [size.maximum, least, ...usualSizes.filter((other) => other > least && other < rows)]
    for (const other of new Set(others.filter(isWithin(size)))) {
      const list = await walked(context, other)
      // Refused: sizes have a law of their own.
      if (list === undefined || first === undefined) continue
      const difference = list.findIndex((id, position) => id !== first[position])
      if (list.length === first.length && difference === -1) continue
      if ((await walked(context, walkSize(context)))?.join() !== first.join()) context.skip('the list moved meanwhile')
      const position = difference === -1 ? Math.min(list.length, first.length) : difference
      context.report({
        check: 'pagination/same-list',
        rule: context.contract.pager,
        message: words`with pages of ${other} the list differs from position ${position} on`,
        promised: words`${idAt(first, position)} at position ${position}`,
        came: idAt(list, position),
      })
    }
    if (first !== undefined && rows <= size.minimum) skipTooFew(context, rows, 'come in pages of several sizes')
  },
}

function idAt(ids: readonly string[], position: number): Words {
  return ids[position] === undefined ? words`the end` : shown(ids[position])
}

/** The identities of a walk, or undefined where not even its first page came; the sizes of its pages are judged on the way. */
async function walked(context: LawContext, size: number | undefined): Promise<string[] | undefined> {
  let all: string[] | undefined
  const judge = pageSizes(context, effectiveSize(context, size) ?? Number.POSITIVE_INFINITY)
  const options = {
    purpose: `a walk with pages of ${size ?? 'the default size'}`,
    maxPages: mostPages,
    ...(size === undefined ? {} : { size, rule: context.contract.pager.size ?? ownRules.sizeObeyed }),
  }
  for await (const page of walk(context, options)) {
    judge(page)
    // Where a walk ends is the matter of another law.
    if (page.lost !== undefined) return undefined
    all ??= []
    for (const id of page.ids) all.push(id)
    if (all.length > mostCompared) context.skip(`more than ${mostCompared} organizations: too many to compare`)
    if (page.next !== undefined && page.number + 1 >= mostPages) {
      context.skip(`more than ${mostPages} pages: too many to compare`)
    }
  }
  return all
}
