import { knownDriftAt } from '../../known-drifts.ts'
import { totalOf } from '../../pagers.ts'
import type { Law, LawContext, QueryRules } from '../../types.ts'
import { shown, words } from '../../words.ts'
import { compare, type Item, type List, listOf, queryRules, wholeList } from '../query-lists.ts'
import { commonest, type Filter, isPermitted } from '../query-values.ts'
import { skipTooFew } from '../walk-limits.ts'

/** A filter gives all that match and nothing else, judged against a walk without one. */
export const queryFilters: Law = {
  id: 'query/filters',
  family: 'query',
  title: 'a filter gives all that match and nothing else',
  async run(context) {
    const { filters, totalIgnoresFilters } = queryRules(context)
    const all = await wholeList(context)
    if (all.items.length === 0) skipTooFew(context, 0, 'look for one')
    for (const filter of filters) {
      for (const { value, size } of samples(context, filter, all.items)) {
        const list = await compare(context, all, {
          query: `${filter.parameter}=${encodeURIComponent(value)}`,
          select: (items) => items.filter((item) => filter.matches(item[filter.property], value)),
          check: 'query/filters',
          rule: filter,
          isDoubtful: (item) => filter.isDoubtful?.(item[filter.property], value) === true,
          ...(size === undefined ? {} : { size }),
        })
        if (totalIgnoresFilters !== undefined) await judgeTotal(context, all, list, totalIgnoresFilters)
      }
    }
  },
}

/** The total counts what there is without any filter, where the provider says so. */
async function judgeTotal(
  context: LawContext,
  all: List,
  list: List,
  rule: NonNullable<QueryRules['totalIgnoresFilters']>,
): Promise<void> {
  const total = ({ first }: List) => (first === undefined ? undefined : totalOf(context.contract.pager, first))
  const [wanted, came] = [total(all), total(list)]
  if (wanted === undefined || came === wanted) return
  Object.assign(all, await listOf(context))
  if (total(all) !== wanted) context.skip('the list moved meanwhile')
  const { first } = list
  const isFiltered = came === list.items.length && first !== undefined
  const movedOn = isFiltered
    ? knownDriftAt(context.spec, first, context.contract.pager.total ?? '', 'filtered')
    : undefined
  context.report(
    {
      check: 'query/total',
      rule,
      movedOn,
      message: words`under a filter the total is ${shown(came)}, without one ${shown(wanted)}`,
      promised: words`a total of ${shown(wanted)}: filters do not count`,
      came: shown(came),
    },
    first,
  )
}

/** A value to look for; with a page size where the pages matter. */
interface Sample {
  readonly value: string
  readonly size?: number
}

/** The commonest value and the rarest; of a free text also another letter case of it, its beginning and a part of it. */
function samples(context: LawContext, filter: Filter, items: readonly Item[]): readonly Sample[] {
  const values = commonest(items, filter.property)
  const [first] = values
  if (first === undefined) return []
  const last = values.at(-1) ?? first
  if (context.isLive) return [...new Set([first, last])].map((value) => ({ value }))
  const size = context.contract.pager.size?.minimum
  const paged: readonly Sample[] = size === undefined ? [] : [{ value: first, size }]
  const texts = [first, last, otherCase(last), last.slice(0, Math.ceil(last.length / 2)), last.slice(1, -1)]
  // Where a part of a text is enough, most match a single character: their pages are walked too.
  const part = first.slice(0, 1)
  const many = items.filter((item) => filter.matches(item[filter.property], part)).length
  const largest = context.contract.pager.size?.maximum ?? many
  const smaller = Math.min(largest, Math.max(size ?? many, Math.ceil(many / 3)))
  const parts: readonly Sample[] = size !== undefined && many > smaller ? [{ value: part, size: smaller }] : []
  return [
    ...[...new Set(texts)]
      .filter((value) => value !== '' && isPermitted(context, filter, value))
      .map((value) => ({ value })),
    ...paged,
    ...parts.filter(({ value }) => isPermitted(context, filter, value)),
  ]
}

function otherCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()
}
