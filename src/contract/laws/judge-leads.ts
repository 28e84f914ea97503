import { identities, type WalkedPage, walk } from '../page-walk.ts'
import { linkAt, queryOf } from '../pagers.ts'
import type { LawContext } from '../types.ts'
import { shown, words } from '../words.ts'

/** Pages whose URLs are followed; what is wrong is wrong on the first ones or on the last. */
const judgedPages = 3
const mostPages = 200

/** A URL of the next page leads to that page, and the last page has none. What a moving list would explain as well is no finding. */
export async function judgeLeads(context: LawContext): Promise<void> {
  const { pager } = context.contract
  const { leads = [] } = pager
  if (leads.length === 0) return
  let before: WalkedPage | undefined
  for await (const page of walk(context, { purpose: 'a walk along URLs', maxPages: mostPages })) {
    if (page.ids.length === 0 && page.number > 0) break
    if (before !== undefined && before.number < judgedPages) await judge(before, page)
    before = page
    if (page.next !== undefined && page.number + 1 >= mostPages) return
  }
  if (before !== undefined) await judge(before, undefined)

  async function judge(page: WalkedPage, following: WalkedPage | undefined): Promise<void> {
    for (const place of leads) {
      const link = linkAt(page.exchange, place)
      const query = queryOf(link)
      if (query === undefined && following === undefined) continue
      const purpose = `the page that ${place} of page ${page.number + 1} leads to`
      const ids = query === undefined ? undefined : identities(context, await context.send({ query, purpose }))
      if (following !== undefined && ids?.join() === following.ids.join()) continue
      const again = await context.send({ query: page.query, purpose: 'the page again' })
      if (linkAt(again, place) !== link) context.skip('the list moved meanwhile')
      context.report(
        {
          check: 'pagination/leads',
          rule: pager,
          message:
            following === undefined
              ? words`the last page has a URL of a next page`
              : words`the URL of the next page on page ${page.number + 1} does not lead to page ${page.number + 2}`,
          promised: following === undefined ? words`no URL` : words`the URL of page ${page.number + 2}`,
          came: shown(link),
          ...(place === 'Link' ? {} : { at: place }),
        },
        page.exchange,
      )
    }
  }
}
