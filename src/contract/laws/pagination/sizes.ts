import type { Basis } from '../../../spec/index.ts'
import { identities } from '../../page-walk.ts'
import { totalOf } from '../../pagers.ts'
import type { Exchange, Law, LawContext, Pager, Refusal } from '../../types.ts'
import { words } from '../../words.ts'
import { parameterPointer } from '../walk-limits.ts'

/** Page sizes at the bounds are obeyed, those just outside are refused. */
export const paginationSizes: Law = {
  id: 'pagination/sizes',
  family: 'pagination',
  title: 'page sizes are obeyed at the bounds and refused just outside them',
  async run(context) {
    const { size, first } = context.contract.pager
    if (size === undefined) return context.notApplicable()
    for (const asked of [size.minimum, size.minimum + 1, size.maximum]) {
      const exchange = await context.send({ query: first(asked), purpose: `a page of ${asked}`, basis: size.basis })
      await judgeSize(context, size, asked, exchange)
    }
    const refusal = refused(context, size.basis)
    for (const outside of [String(size.minimum - 1), String(size.maximum + 1), '-1', 'ten', '1.5', '']) {
      await context.send({
        query: `${size.parameter}=${outside}`,
        purpose: `a page of ${JSON.stringify(outside)}`,
        expect: refusal,
        check: 'pagination/size-refused',
      })
    }
  },
}

/** A first page has as many organizations as were asked for, or all that there are. */
async function judgeSize(
  context: LawContext,
  { basis, parameter }: NonNullable<Pager['size']>,
  asked: number,
  exchange: Exchange,
): Promise<void> {
  const ids = identities(context, exchange)
  if (ids === undefined) return
  const total = totalOf(context.contract.pager, exchange)
  // Without a total a short page is wrong only where more organizations follow it.
  const isLast = total === undefined && ids.length < asked && !(await hasMore(context, asked, exchange, basis))
  const wanted = isLast ? ids.length : Math.min(asked, total ?? asked)
  if (ids.length === wanted) return
  context.report(
    {
      check: 'pagination/page-size',
      basis,
      message: words`a page of ${asked} has ${ids.length} organizations`,
      promised: words`${wanted}`,
      came: words`${ids.length}`,
      clause: parameterPointer(context, parameter),
    },
    exchange,
  )
}

/** Whether organizations follow a first page. To lead on proves none: pages by number end with an empty one. */
async function hasMore(context: LawContext, asked: number, exchange: Exchange, basis: Basis): Promise<boolean> {
  const { next, first } = context.contract.pager
  const query = next(exchange, first(asked))
  if (query === undefined) return false
  const following = identities(
    context,
    await context.send({ query, purpose: `the page after a page of ${asked}`, basis }),
  )
  return following !== undefined && following.length > 0
}

function refused(context: LawContext, basis: Refusal['basis']): Refusal {
  const refusal = context.contract.refusals.invalidParameter
  if (refusal === undefined) return context.skip('the provider refuses no parameter')
  return { ...refusal, basis: refusal.basis === 'documented' ? basis : refusal.basis }
}
