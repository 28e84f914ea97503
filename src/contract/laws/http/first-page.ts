import { ownRules } from '../../own-rules.ts'
import { causeOf, ordinaryPlan } from '../../preflight.ts'
import type { Law } from '../../types.ts'
import { plain, words } from '../../words.ts'

/** The ordinary request, before anything else: whatever fails here is reported once, not by every law. */
export const httpFirstPage: Law = {
  id: 'http/first-page',
  family: 'http',
  title: 'the ordinary request is answered',
  async run(context) {
    const exchange = await context.send(ordinaryPlan(context.contract))
    const { status } = exchange.response
    const { gone } = context.contract
    if (gone?.status.includes(status) === true) {
      const finding = {
        check: 'http/operation-gone',
        severity: 'drift',
        rule: gone,
        message: words`the operation answers ${status}: ${plain(gone.reason)}`,
        promised: words`the documented operation`,
        came: words`status ${status}`,
      } as const
      context.report(finding, exchange)
      context.skip(`the operation is gone: status ${status}`)
    }
    const cause = causeOf(exchange, context)
    if (status === 200 && cause === undefined) return
    context.report(
      {
        check: 'http/first-page',
        rule: ownRules.document,
        message: cause?.words ?? words`the ordinary request is answered with status ${status}, not 200`,
        promised: words`status 200`,
        came: words`status ${status}`,
        clause: `${context.operation.pointer}/responses`,
      },
      exchange,
    )
  },
}
