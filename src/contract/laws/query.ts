import type { Basis } from '../../spec/index.ts'
import { itemsAt } from '../json-pointer.ts'
import type { Law, LawContext, QueryRules } from '../types.ts'
import { walk } from '../walk.ts'
import { pageLimit } from './walk-limits.ts'

type Item = Readonly<Record<string, unknown>>

/** Items of a walk that a law compares; more are not read. */
const mostItems = 2_000

/** A filter gives all that match and nothing else, judged against a walk without one. */
export const queryFilters: Law = {
  id: 'query/filters',
  family: 'query',
  title: 'a filter gives all that match and nothing else',
  async run(context) {
    const rules = queryRules(context)
    const all = await everything(context)
    for (const { parameter, property, basis, matches } of rules.filters) {
      for (const value of sampleValues(all, property)) {
        const wanted = all.filter((item) => matches(item[property], value))
        await compare(context, `${parameter}=${encodeURIComponent(value)}`, wanted, 'query/filters', basis)
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
    if (match === undefined || filters.length < 2) return context.notApplicable()
    const all = await everything(context)
    const [one, two] = filters as [QueryRules['filters'][number], QueryRules['filters'][number]]
    const first = String(all[0]?.[one.property] ?? 'nothing')
    // A value of the second filter that the first organization does not have: only `any` finds it then.
    const other =
      sampleValues(all, two.property).find((value) => !two.matches(all[0]?.[two.property], value)) ?? 'nothing'
    const same = String(all[0]?.[two.property] ?? 'nothing')
    for (const value of [other, same]) {
      const query = `${one.parameter}=${encodeURIComponent(first)}&${two.parameter}=${encodeURIComponent(value)}`
      const both = all.filter(
        (item) => one.matches(item[one.property], first) && two.matches(item[two.property], value),
      )
      const either = all.filter(
        (item) => one.matches(item[one.property], first) || two.matches(item[two.property], value),
      )
      await compare(context, `${query}&${match.parameter}=${match.all}`, both, 'query/match-all', match.basis)
      await compare(context, `${query}&${match.parameter}=${match.any}`, either, 'query/match-any', match.basis)
      await compare(context, query, both, 'query/match-default', match.basis)
    }
  },
}

/** Every order, in both directions and without one. */
export const queryOrders: Law = {
  id: 'query/orders',
  family: 'query',
  title: 'every order holds in both directions',
  async run(context) {
    const { order } = queryRules(context)
    if (order === undefined) return context.notApplicable()
    const all = await everything(context)
    const ids = new Set(all.map((item) => idOf(context, item)))
    for (const column of order.columns) {
      for (const direction of ['', 'asc', 'desc']) {
        const query = `${order.parameter}=${column}${direction === '' ? '' : `&${order.direction}=${direction}`}`
        const items = await everything(context, query)
        const sign = direction === 'desc' ? -1 : 1
        const wrong = items.findIndex(
          (item, i) => i > 0 && sign * order.compare(column, items[i - 1]?.[column], item[column]) > 0,
        )
        if (wrong > 0) {
          const [before, after] = [items[wrong - 1]?.[column], items[wrong]?.[column]]
          report(
            context,
            'query/orders',
            order.basis,
            `${query} does not hold at position ${wrong}`,
            `${before} after ${after}`,
            `${before} before ${after}`,
          )
        }
        if (items.length !== all.length || items.some((item) => !ids.has(idOf(context, item)))) {
          report(
            context,
            'query/orders-complete',
            order.basis,
            `${query} gives other organizations than no order`,
            `${all.length} organizations`,
            `${items.length}`,
          )
        }
      }
    }
  },
}

/** Values outside an enum or too long are refused. */
export const queryRefusals: Law = {
  id: 'query/refusals',
  family: 'query',
  title: 'values that the document does not list are refused',
  async run(context) {
    queryRules(context)
    const { invalidParameter } = context.contract.refusals
    if (invalidParameter === undefined) return context.skip('the provider refuses no parameter')
    for (const { name, schema } of context.operation.parameters) {
      const bad = [
        ...(Array.isArray(schema['enum']) ? ['nonsense', ''] : []),
        ...(typeof schema['maxLength'] === 'number' ? ['x'.repeat(schema['maxLength'] + 1)] : []),
      ]
      for (const value of bad) {
        const purpose = `${name} with ${value === '' ? 'no value' : value.slice(0, 20)}`
        await context.send({ query: `${name}=${value}`, purpose, expect: invalidParameter, check: 'query/refusals' })
      }
    }
  },
}

function queryRules(context: LawContext): QueryRules {
  return context.contract.query ?? context.notApplicable()
}

async function everything(context: LawContext, query = ''): Promise<Item[]> {
  const items: Item[] = []
  const size = context.contract.pager.size?.maximum
  const purpose = query === '' ? 'the list without filter or order' : `the list with ${query}`
  const options = { purpose, maxPages: pageLimit(mostItems, size), query, ...(size === undefined ? {} : { size }) }
  for await (const { exchange } of walk(context, options)) {
    if (exchange.json.ok) items.push(...((itemsAt(exchange.json.value, context.contract.list.items) ?? []) as Item[]))
    if (items.length > mostItems) return context.skip(`more than ${mostItems} organizations: too many to compare`)
  }
  return items
}

async function compare(
  context: LawContext,
  query: string,
  wanted: readonly Item[],
  check: string,
  basis: Basis,
): Promise<void> {
  const came = new Set((await everything(context, query)).map((item) => idOf(context, item)))
  const missing = wanted.filter((item) => !came.has(idOf(context, item)))
  const surplus = came.size - (wanted.length - missing.length)
  if (missing.length === 0 && surplus === 0) return
  const message = `${query} leaves out ${missing.length} and gives ${surplus} that do not match`
  report(context, check, basis, message, `${wanted.length} organizations`, `${came.size}`)
}

/** The most frequent value and the rarest one. */
function sampleValues(items: readonly Item[], property: string): string[] {
  const counts = new Map<string, number>()
  for (const item of items) {
    const value = item[property]
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
  return [...new Set([...sorted.slice(0, 1), ...sorted.slice(-1)])]
}

function idOf(context: LawContext, item: Item): unknown {
  return item[context.contract.list.id]
}

function report(
  context: LawContext,
  check: string,
  basis: Basis,
  message: string,
  promised: string,
  came: string,
): void {
  context.report({ check, basis, message, promised, came })
}
