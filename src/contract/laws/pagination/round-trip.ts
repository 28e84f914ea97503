import { identities, walk } from '../../page-walk.ts'
import type { Law, LawContext } from '../../types.ts'

/** Pages of a walk back and forth that are compared; the first ones tell enough of a long list. */
const roundTripPages = 12

/** The previous page of the next page is the page itself. */
export const paginationRoundTrip: Law = {
  id: 'pagination/round-trip',
  family: 'pagination',
  title: 'the previous page of the next page is the page itself',
  async run(context) {
    const { pager } = context.contract
    if (pager.previous === undefined) context.notApplicable()
    let before: readonly string[] | undefined
    for await (const { exchange, ids, query, number } of walk(context, {
      purpose: 'a walk forward',
      maxPages: roundTripPages,
    })) {
      const back = pager.previous?.(exchange, query)
      if (number === 0) {
        if (back !== undefined) broken(context, 'the first page leads back to another one', 'no previous page', back)
      } else if (back === undefined) {
        broken(context, `page ${number + 1} does not lead back`, 'a previous page', 'none')
      } else if (before !== undefined) {
        const page = identities(context, await context.send({ query: back, purpose: 'one page back' }))
        if (page?.join() !== before.join()) {
          broken(
            context,
            `the page before page ${number + 1} is not page ${number}`,
            before.join(' '),
            page?.join(' ') ?? 'no page',
          )
        }
      }
      before = ids
    }
  },
}

function broken(context: LawContext, message: string, promised: string, came: string): void {
  context.report({ check: 'pagination/round-trip', basis: 'observed', message, promised, came })
}
