import type { Law } from '../../types.ts'
import { textOf } from '../../value-text.ts'
import { compare, type Item, queryRules, wholeList } from '../query-lists.ts'
import { commonest, isAskable, isPermitted } from '../query-values.ts'
import { skipTooFew } from '../walk-limits.ts'

/** `any` keeps what passes one filter, `all` what passes every one; all is what the document says without the parameter. */
export const queryMatch: Law = {
  id: 'query/match',
  family: 'query',
  title: 'match says whether every filter or any one must pass',
  async run(context) {
    const { match, filters } = queryRules(context)
    const [one, two] = filters
    if (match === undefined || one === undefined || two === undefined) return context.notApplicable()
    const whole = await wholeList(context)
    const { items } = whole
    if (items.length === 0) skipTooFew(context, 0, 'look for one')
    const [example] = items
    const first = textOf(example?.[one.property] ?? 'nothing')
    const same = textOf(example?.[two.property] ?? 'nothing')
    // A value of the second filter that the first organization does not have: only `any` finds it then.
    const other = commonest(items, two.property).find((value) => !two.matches(example?.[two.property], value))
    for (const value of context.isLive ? [other ?? same] : [other ?? 'nothing', same]) {
      if (!isAskable(first) || !isAskable(value) || !isPermitted(context, two, value)) continue
      const query = `${one.parameter}=${encodeURIComponent(first)}&${two.parameter}=${encodeURIComponent(value)}`
      const passes = (item: Item) => [one.matches(item[one.property], first), two.matches(item[two.property], value)]
      const both = (all: readonly Item[]) => all.filter((item) => passes(item).every(Boolean))
      const either = (all: readonly Item[]) => all.filter((item) => passes(item).some(Boolean))
      const { parameter } = match
      const isDoubtful = (item: Item) =>
        one.isDoubtful?.(item[one.property], first) === true || two.isDoubtful?.(item[two.property], value) === true
      await compare(context, whole, {
        query: `${query}&${parameter}=${match.all}`,
        select: both,
        check: 'query/match-all',
        rule: match,
        isDoubtful,
      })
      await compare(context, whole, {
        query: `${query}&${parameter}=${match.any}`,
        select: either,
        check: 'query/match-any',
        rule: match,
        isDoubtful,
      })
      await compare(context, whole, { query, select: both, check: 'query/match-default', rule: match, isDoubtful })
    }
  },
}
