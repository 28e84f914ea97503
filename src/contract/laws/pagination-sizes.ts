import { totalOf } from '../pagers.ts'
import type { Law, LawContext, Refusal } from '../types.ts'
import { identities, walk } from '../walk.ts'
import { pageSizes } from './page-sizes.ts'
import { effectiveSize, pageLimit, parameterPointer, walkSize } from './walk-limits.ts'

/** Page sizes at the bounds are obeyed, those just outside are refused. */
export const paginationSizes: Law = {
  id: 'pagination/sizes',
  family: 'pagination',
  title: 'page sizes are obeyed at the bounds and refused just outside them',
  async run(context) {
    const { size, first } = sized(context)
    for (const accepted of [size.minimum, size.minimum + 1, size.maximum]) {
      const exchange = await context.send({ query: first(accepted), purpose: `a page of ${accepted}` })
      const ids = identities(context, exchange)
      const total = totalOf(context.contract.pager, exchange)
      if (ids === undefined) continue
      // Without a total only a page that leads on is known to have to be full.
      const leadsOn = context.contract.pager.next(exchange, first(accepted)) !== undefined
      const wanted = total === undefined ? (leadsOn ? accepted : undefined) : Math.min(accepted, total)
      if (ids.length > accepted || (wanted !== undefined && ids.length !== wanted)) {
        context.report(
          {
            check: 'pagination/page-size',
            basis: size.basis,
            message: `a page of ${accepted} has ${ids.length} organizations`,
            promised: `${wanted ?? `at most ${accepted}`}`,
            came: `${ids.length}`,
            clause: parameterPointer(context, size.parameter),
          },
          exchange,
        )
      }
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

/** Walks with different page sizes give the same list in the same order. */
export const paginationSameList: Law = {
  id: 'pagination/same-list',
  family: 'pagination',
  title: 'walks with different page sizes give the same list',
  async run(context) {
    const { size } = sized(context)
    if (context.isLive) context.skip('one walk is enough against a live target')
    const first = await walked(context, walkSize(context))
    const others = [size.maximum, first.length > size.minimum * 50 ? Math.ceil(first.length / 50) : size.minimum]
    for (const other of others.filter((value) => value <= size.maximum)) {
      const list = await walked(context, other)
      const difference = list.findIndex((id, position) => id !== first[position])
      if (list.length === first.length && difference === -1) continue
      const position = difference === -1 ? Math.min(list.length, first.length) : difference
      context.report({
        check: 'pagination/same-list',
        basis: 'documented',
        message: `with pages of ${other} the list differs from position ${position} on`,
        promised: `${first[position] ?? 'the end'} at position ${position}`,
        came: `${list[position] ?? 'the end'}`,
      })
    }
  },
}

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
        basis: 'assumed',
        message: 'the same page asked twice differs',
        promised: 'the same body',
        came: 'another body',
      },
      two,
    )
  },
}

/** The identities of a walk; the sizes of its pages are judged on the way. */
async function walked(context: LawContext, size: number | undefined): Promise<string[]> {
  const all: string[] = []
  const judge = pageSizes(context, effectiveSize(context, size) ?? Number.POSITIVE_INFINITY)
  const options = {
    purpose: `a walk with pages of ${size ?? 'the default size'}`,
    maxPages: pageLimit(undefined, undefined) / 10,
    ...(size === undefined ? {} : { size }),
  }
  for await (const page of walk(context, options)) {
    judge(page)
    all.push(...page.ids)
  }
  return all
}

function sized(context: LawContext) {
  const { size, first } = context.contract.pager
  if (size === undefined) return context.notApplicable()
  return { size, first }
}

function refused(context: LawContext, basis: Refusal['basis']): Refusal {
  const refusal = context.contract.refusals.invalidParameter
  if (refusal === undefined) return context.skip('the provider refuses no parameter')
  return { ...refusal, basis: refusal.basis === 'documented' ? basis : refusal.basis }
}
