import { canonical, identityAt } from '../exact-numbers.ts'
import { itemsAt } from '../json-pointer.ts'
import { ownRules } from '../own-rules.ts'
import { walk } from '../page-walk.ts'
import { totalOf } from '../pagers.ts'
import type { ContractDefinition, Exchange, LawContext, QueryRules, Rule } from '../types.ts'
import { identityText } from '../value-text.ts'
import { asked, plain, words } from '../words.ts'
import { pageLimit } from './walk-limits.ts'

export type Item = Readonly<Record<string, unknown>>

/** Items of a walk that a law compares; more are not read. */
const mostItems = 2_000

/** A whole list; the one that others are held against is replaced when it has moved. */
export interface List {
  items: readonly Item[]
  /** The first page's; undefined when not even that came. */
  first: Exchange | undefined
}

/** Comparisons after which a list that is never the same again is given up. */
const mostComparisons = 3

/** The provider's filters and orders; a law about them has no meaning where there are none. */
export function queryRules(context: LawContext): QueryRules {
  return context.contract.query ?? context.notApplicable()
}

/** The lists of live targets, by the contract that a run has made for itself. */
const liveLists = new WeakMap<ContractDefinition, Promise<List>>()

/** The list without filter or order; of a live target it is asked for once in a run, since each request counts there. */
export function wholeList(context: LawContext): Promise<List> {
  if (!context.isLive) return listOf(context)
  const list = liveLists.get(context.contract) ?? listOf(context)
  liveLists.set(context.contract, list)
  return list
}

/** The list that a query gives, over all its pages: the largest ones unless a size is given. */
export async function listOf(context: LawContext, query = '', asked?: number): Promise<List> {
  const items: Item[] = []
  let first: Exchange | undefined
  const size = asked ?? context.contract.pager.size?.maximum
  const purpose =
    query === ''
      ? 'the list without filter or order'
      : `the list with ${[...new URLSearchParams(query).keys()].join(' and ')}`
  const options = { purpose, maxPages: pageLimit(mostItems, size), query, ...(size === undefined ? {} : { size }) }
  for await (const { exchange } of walk(context, options)) {
    first ??= exchange
    const rows = exchange.json.ok ? itemsAt(exchange.json.value, context.contract.list.items) : undefined
    // What is no object at all is reported by the check of the body.
    for (const row of rows ?? []) if (isItem(row)) items.push(row)
    // A real API's own total is believed where reading on would spend the requests of other laws.
    const stated = context.isLive ? totalOf(context.contract.pager, exchange) : undefined
    if (Math.max(items.length, stated ?? 0) > mostItems) {
      return context.skip(`more than ${mostItems} organizations: too many to compare`)
    }
    // The empty page at the end is left to the law of the walk where each request counts.
    if (context.isLive && size !== undefined && (rows?.length ?? 0) < size) break
  }
  return { items, first }
}

function isItem(row: unknown): row is Item {
  return typeof row === 'object' && row !== null
}

/** What a query should give. */
export interface Wanted {
  readonly query: string
  /** Those of the whole list. */
  select(items: readonly Item[]): readonly Item[]
  /** Id of the finding. */
  readonly check: string
  readonly rule: Rule
  /** Whether it is only assumed what becomes of an item. */
  isDoubtful?(item: Item): boolean
  /** Of the pages; default the largest. */
  readonly size?: number
}

/**
 * Holds what a query gives against what it should of the whole list: all of it, each once, and nothing else. Gives the list that came.
 * Where they differ the whole list is asked for again: one that has moved is compared anew.
 */
export async function compare(context: LawContext, whole: List, asking: Wanted): Promise<List> {
  const { query, select, check, size, isDoubtful = () => false } = asking
  const idOf = (item: Item) => identityText(identityAt(item, context.contract.list.id))
  for (let turn = 1; ; turn += 1) {
    const list = await listOf(context, query, size)
    const items = select(whole.items)
    const came = new Set(list.items.map(idOf))
    const wanted = new Set(items.map(idOf))
    const left = items.filter((item) => !came.has(idOf(item)))
    const more = list.items.filter((item) => !wanted.has(idOf(item)))
    const [missing, surplus] = [left, more].map((different) => new Set(different.map(idOf)).size) as [number, number]
    const repeated = list.items.length - came.size
    if (missing + surplus + repeated === 0) return list
    const before = textsOf(context, items)
    Object.assign(whole, await listOf(context))
    if (textsOf(context, select(whole.items)) !== before) {
      if (turn === mostComparisons) context.skip('the list moved meanwhile')
      continue
    }
    const parts = [
      ...(missing > 0 ? [`leaves out ${missing}`] : []),
      ...(surplus > 0 ? [`gives ${surplus} too many`] : []),
      ...(repeated > 0 ? [`repeats ${repeated}`] : []),
    ]
    const message = words`${asked(query)} ${plain(parts.join(' and '))}`
    const promised = words`${wanted.size} organizations`
    const rule = repeated === 0 && [...left, ...more].every(isDoubtful) ? ownRules.doubtful : asking.rule
    context.report({ check, rule, message, promised, came: words`${list.items.length}` }, list.first)
    return list
  }
}

/** Organizations by their identities and by what filters and orders go by, in any order; counters may move without an effect. */
function textsOf({ contract: { list, query } }: LawContext, items: readonly Item[]): string {
  const names = [list.id, ...(query?.filters ?? []).map(({ property }) => property), ...(query?.order?.columns ?? [])]
  return canonical(items.map((item) => canonical(names.map((name) => identityAt(item, name)))).sort())
}
