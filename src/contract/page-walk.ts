import { identityAt } from './exact-numbers.ts'
import { itemsAt } from './json-pointer.ts'
import { totalOf } from './pagers.ts'
import type { Exchange, LawContext, RequestPlan, Rule } from './types.ts'
import { fingerprint, identityText } from './value-text.ts'

/** One page of a walk. */
export interface WalkedPage {
  readonly exchange: Exchange
  /** The query that brought it. */
  readonly query: string
  /** Number of the page in this walk, from 0. */
  readonly number: number
  /** Identities of its organizations, in order; an item without one counts as `missing`. */
  readonly ids: readonly string[]
  /** The query of the page after it, or undefined at the end. */
  readonly next: string | undefined
  /** Why the walk is given up after this page, though it leads on. */
  readonly lost?: string
}

export interface WalkOptions {
  readonly size?: number
  readonly account?: string
  /** Further parameters, raw, laid on every page: filters and orders. */
  readonly query?: string
  readonly purpose: string
  /** As in a plan: by which rule the pages are successes. */
  readonly rule?: Rule
  /** Pages after which the walk is given up; the caller sees a last page whose `next` is still there. */
  readonly maxPages: number
}

/** Pages in a row that bring nothing new before a walk counts as endless: one that is shown twice is a defect of its own. */
const mostIdlePages = 5

/**
 * Follows the pages as the provider leads, one at a time, and keeps none. Stops at the end, at `maxPages`, at a reply that is no page,
 * and where it goes round: at a page that leads to one which was there before, and after some that bring nothing new.
 */
export async function* walk(context: LawContext, options: WalkOptions): AsyncGenerator<WalkedPage> {
  const { pager } = context.contract
  const more = options.query === undefined || options.query === '' ? '' : options.query
  let query: string | undefined = joined(pager.first(options.size), more)
  // Of each page two numbers are kept.
  const queries = new Set([fingerprint(query)])
  const beginnings = new Set<number>()
  let idle = 0
  let rows = 0
  let rule = options.rule
  for (let number = 0; query !== undefined && number < options.maxPages; number += 1) {
    const exchange = await context.send(plan(query, { ...options, ...(rule === undefined ? {} : { rule }) }, number))
    const ids = identities(context, exchange)
    if (ids === undefined) return
    rows += ids.length
    // What comes behind the last page of a numbered list is a rule of its own. A total may count what a query leaves out; what is lost
    // to a page that does not come is found by holding the list against the whole one.
    const isShort = ids.length < (options.size ?? pager.size?.fallback ?? 0)
    const isLast = more !== '' || isShort || rows >= (totalOf(pager, exchange) ?? Number.POSITIVE_INFINITY)
    if (pager.numbered !== undefined && isLast) rule = pager.numbered
    const next: string | undefined = pager.next(exchange, query)
    const beginning = ids[0] === undefined ? undefined : fingerprint(ids[0])
    idle = beginning === undefined || beginnings.has(beginning) ? idle + 1 : 0
    if (beginning !== undefined) beginnings.add(beginning)
    const lost = next === undefined ? undefined : whyLost(next)
    yield { exchange, query, number, ids, next, ...(lost === undefined ? {} : { lost }) }
    if (lost !== undefined) return
    if (next !== undefined) queries.add(fingerprint(next))
    query = next
  }

  function whyLost(next: string): string | undefined {
    if (next === query) return 'leads to itself'
    if (queries.has(fingerprint(next))) return 'leads back to a page that was there before'
    return idle < mostIdlePages ? undefined : `is the last of ${idle} in a row that bring nothing new`
  }
}

/** The identities on a page, or undefined when the reply holds no list. */
export function identities({ contract: { list } }: LawContext, exchange: Exchange): string[] | undefined {
  if (!exchange.json.ok || exchange.response.status !== 200) return undefined
  return itemsAt(exchange.json.value, list.items)?.map((item) => identityText(identityAt(item, list.id) ?? 'missing'))
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('&')
}

function plan(query: string, { account, purpose, rule }: WalkOptions, number: number): RequestPlan {
  return {
    query,
    purpose: `${purpose}, page ${number + 1}`,
    ...(rule === undefined ? {} : { rule }),
    ...(account === undefined ? {} : { account }),
  }
}
