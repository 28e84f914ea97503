import { ownRules } from '../../own-rules.ts'
import type { Law } from '../../types.ts'
import { words } from '../../words.ts'

/** The same page twice is the same. */
export const paginationSamePage: Law = {
  id: 'pagination/same-page',
  family: 'pagination',
  title: 'the same page asked twice is the same',
  async run(context) {
    const query = context.contract.pager.first(undefined)
    const one = await context.send({ query, purpose: 'a page' })
    const two = await context.send({ query, purpose: 'the same page again' })
    if (one.response.status !== 200 || one.response.body.equals(two.response.body)) return
    context.report(
      {
        check: 'pagination/same-page',
        rule: ownRules.sameTwice,
        message: words`the same page asked twice differs`,
        promised: words`the same body`,
        came: words`another body`,
      },
      two,
    )
  },
}
