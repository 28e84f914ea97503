import { totalOf } from '../pagers.ts'
import type { Law, LawContext, QueryRules } from '../types.ts'
import { compare, type Item, type List, queryRules, wholeList } from './query-lists.ts'

type Filter = QueryRules['filters'][number]

/** A filter gives all that match and nothing else, judged against a walk without one. */
export const queryFilters: Law = {
  id: 'query/filters',
  family: 'query',
  title: 'a filter gives all that match and nothing else',
  async run(context) {
    const { filters, totalIgnoresFilters } = queryRules(context)
    const all = await wholeList(context)
    for (const filter of filters) {
      for (const { value, size } of samples(context, filter, all.items)) {
        const list = await compare(context, {
          query: `${filter.parameter}=${encodeURIComponent(value)}`,
          items: all.items.filter((item) => filter.matches(item[filter.property], value)),
          check: 'query/filters',
          basis: filter.basis,
          ...(size === undefined ? {} : { size }),
        })
        if (totalIgnoresFilters !== undefined) judgeTotal(context, all, list, totalIgnoresFilters.basis)
      }
    }
  },
}

/** `any` keeps what passes one filter, `all` what passes every one; all is what the document says without the parameter. */
export const queryMatch: Law = {
  id: 'query/match',
  family: 'query',
  title: 'match says whether every filter or any one must pass',
  async run(context) {
    const { match, filters } = queryRules(context)
    const [one, two] = filters
    if (match === undefined || one === undefined || two === undefined) return context.notApplicable()
    const { items } = await wholeList(context)
    const [example] = items
    const first = String(example?.[one.property] ?? 'nothing')
    const same = String(example?.[two.property] ?? 'nothing')
    // A value of the second filter that the first organization does not have: only `any` finds it then.
    const other = commonest(items, two.property).find((value) => !two.matches(example?.[two.property], value))
    for (const value of [other ?? 'nothing', same]) {
      if (!isPermitted(context, two, value)) continue
      const query = `${one.parameter}=${encodeURIComponent(first)}&${two.parameter}=${encodeURIComponent(value)}`
      const passes = (item: Item) => [one.matches(item[one.property], first), two.matches(item[two.property], value)]
      const both = items.filter((item) => passes(item).every(Boolean))
      const either = items.filter((item) => passes(item).some(Boolean))
      const { basis, parameter } = match
      await compare(context, {
        query: `${query}&${parameter}=${match.all}`,
        items: both,
        check: 'query/match-all',
        basis,
      })
      await compare(context, {
        query: `${query}&${parameter}=${match.any}`,
        items: either,
        check: 'query/match-any',
        basis,
      })
      await compare(context, { query, items: both, check: 'query/match-default', basis })
    }
  },
}

/** The total counts what there is without any filter, where the provider says so. */
function judgeTotal(context: LawContext, all: List, list: List, basis: Filter['basis']): void {
  const [wanted, came] = [all, list].map(({ first }) =>
    first === undefined ? undefined : totalOf(context.contract.pager, first),
  )
  if (wanted === undefined || came === wanted) return
  context.report(
    {
      check: 'query/total',
      basis,
      message: `under a filter the total is ${came}, without one ${wanted}`,
      promised: `a total of ${wanted}: filters do not count`,
      came: `${came}`,
    },
    list.first,
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
  return [
    ...[...new Set(texts)]
      .filter((value) => value !== '' && isPermitted(context, filter, value))
      .map((value) => ({ value })),
    ...paged,
  ]
}

/** Values of a property, those of most items first. */
function commonest(items: readonly Item[], property: string): readonly string[] {
  const counts = new Map<string, number>()
  for (const item of items) {
    const value = item[property]
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
}

/** Whether the document lets the filter be asked for a value. */
function isPermitted({ operation }: LawContext, { parameter }: Filter, value: string): boolean {
  const members = operation.parameters.find(({ name }) => name === parameter)?.schema['enum']
  return !Array.isArray(members) || members.includes(value)
}

function otherCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()
}
