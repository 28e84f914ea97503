import { identities, walk } from '../../page-walk.ts'
import type { Law, LawContext, Rule } from '../../types.ts'
import { asked, joined, shown, type Words, words } from '../../words.ts'
import { skipTooFew } from '../walk-limits.ts'

/** Pages of a walk back and forth that are compared; the first ones tell enough of a long list. */
const roundTripPages = 12

/** The previous page of the next page is the page itself. */
export const paginationRoundTrip: Law = {
  id: 'pagination/round-trip',
  family: 'pagination',
  title: 'the previous page of the next page is the page itself',
  async run(context) {
    const { pager } = context.contract
    const { cursor } = pager
    if (pager.previous === undefined || cursor === undefined) return context.notApplicable()
    let before: { readonly ids: readonly string[]; readonly query: string } | undefined
    let pages = 0
    for await (const { exchange, ids, query, number } of walk(context, {
      purpose: 'a walk forward',
      maxPages: roundTripPages,
    })) {
      pages += 1
      const back = pager.previous?.(exchange, query)
      if (number === 0) {
        if (back !== undefined)
          broken(context, cursor, words`the first page leads back to another one`, words`no previous page`, asked(back))
      } else if (back === undefined) {
        broken(context, cursor, words`page ${number + 1} does not lead back`, words`a previous page`, words`none`)
      } else if (before !== undefined) {
        const page = identities(context, await context.send({ query: back, purpose: 'one page back' }))
        if (page?.join() !== before.ids.join()) {
          const again = await context.send({ query: before.query, purpose: 'the page before, again' })
          if (identities(context, again)?.join() !== before.ids.join()) context.skip('the list moved meanwhile')
          broken(
            context,
            pager,
            words`the page before page ${number + 1} is not page ${number}`,
            joined(before.ids.map(shownId), ' '),
            page === undefined ? words`no page` : joined(page.map(shownId), ' '),
          )
        }
      }
      before = { ids, query }
    }
    if (pages === 1) skipTooFew(context, before?.ids.length ?? 0, 'lead from one page to another')
  },
}

function shownId(id: string): Words {
  return shown(id)
}

function broken(context: LawContext, rule: Rule, message: Words, promised: Words, came: Words): void {
  context.report({ check: 'pagination/round-trip', rule, message, promised, came })
}
