import { identities } from '../../page-walk.ts'
import { totalOf, withParameter } from '../../pagers.ts'
import type { Law } from '../../types.ts'
import { words } from '../../words.ts'

/** A page past the end is what the provider makes of it: an empty list, for those that number their pages. */
export const paginationPastEnd: Law = {
  id: 'pagination/past-end',
  family: 'pagination',
  title: 'a page past the end is an empty list',
  async run(context) {
    const { pager } = context.contract
    const { numbered, size } = pager
    if (numbered === undefined || size === undefined) return context.notApplicable()
    const { first: lowest, counts } = numbered
    const asked = (number: number) => withParameter(pager.first(size.maximum), numbered.parameter, String(number))
    const query = (page: number) => asked(counts === 'items' ? (page - 1) * size.maximum : page - 1 + lowest)
    const first = await context.send({ query: query(1), purpose: 'the first page' })
    const total = totalOf(pager, first)
    if (total === undefined) return context.skip('the number of pages is not known')
    const last = Math.max(1, Math.ceil(total / size.maximum))
    for (const page of context.isLive ? [last + 1] : [last + 1, last + 1_000]) {
      const exchange = await context.send({
        query: query(page),
        purpose: `page ${page} of ${last}`,
        rule: numbered,
      })
      const ids = identities(context, exchange)
      if (exchange.response.status === 200 && ids?.length === 0) continue
      const now = totalOf(pager, await context.send({ query: query(1), purpose: 'the first page again' }))
      if (now !== total) context.skip('the list moved meanwhile')
      const came = ids === undefined ? words`status ${exchange.response.status}` : words`${ids.length} organizations`
      const message = words`page ${page} of ${last} is no empty list`
      context.report(
        { check: 'pagination/past-end', rule: numbered, message, promised: words`an empty list`, came },
        exchange,
      )
    }
    const { invalidParameter } = context.contract.refusals
    if (invalidParameter === undefined) return
    for (const number of context.isLive ? [lowest - 1] : [lowest - 1, lowest - 2, 1.5]) {
      await context.send({
        query: asked(number),
        purpose: `a page that is none: ${asked(number)}`,
        expect: invalidParameter,
        check: 'pagination/page-refused',
      })
    }
  },
}
