import { call, list, needed, oneOf, options, someText, text, wanted, wholeNumber, yes } from '../options/index.ts'
import type { Basis } from '../spec/index.ts'
import { basisOption } from './bases.ts'
import { valueAt } from './json-pointer.ts'
import { ownRules } from './own-rules.ts'
import type { Exchange, Pager } from './types.ts'

type SizeRule = NonNullable<Pager['size']>

const parameter = someText('the name of a parameter')
const pointer = text(/^(\/|$)/, 'a JSON pointer', 1_000)
/** Where the URL of a page is. */
const place = text(/^(\/|Link$)/, 'a JSON pointer or Link', 1_000)
const most = 1_000_000_000
const sizeRule = options<SizeRule>({
  parameter: needed(parameter),
  minimum: needed(wholeNumber(0, most)),
  maximum: needed(wholeNumber(1, most)),
  fallback: needed(wholeNumber(0, most)),
  basis: basisOption,
})

/** One list, no pages. */
export function wholeList(): Pager {
  return { basis: ownRules.document.basis, first: () => '', next: () => undefined }
}

export interface NumberedPages {
  /** As a pager's own. Default: the document, which declares what is named here. */
  readonly basis?: Basis
  /** The parameter that takes the number. */
  readonly page: string
  /** What is counted: pages, or the items before the page. Default: pages. */
  readonly counts?: 'pages' | 'items'
  /** Number of the first page. Default 1; items are counted from 0. */
  readonly first?: number
  readonly size?: SizeRule
  /** JSON pointer of the list; a page without items ends the walk, as the provider's clients do it. */
  readonly items: string
  /** JSON pointer of the total, where the provider states one. */
  readonly total?: string
  /** Where "a page past the end is an empty list" comes from. */
  readonly pastEndBasis: Basis
  /** As a pager's own. */
  readonly leads?: readonly string[]
}

/** Pages by number; the walk ends with an empty page. */
export const numberedPages = call(
  'numberedPages',
  [
    wanted(
      options<NumberedPages>({
        basis: basisOption,
        page: needed(parameter),
        counts: oneOf(['pages', 'items']),
        first: wholeNumber(0, 1),
        size: sizeRule,
        items: needed(pointer),
        total: pointer,
        pastEndBasis: basisOption,
        leads: list(place),
      }),
    ),
  ],
  byNumber,
)

function byNumber(pages: NumberedPages): Pager {
  const { basis = ownRules.document.basis, page, size, items, total, pastEndBasis, counts = 'pages', leads } = pages
  const first = counts === 'items' ? 0 : (pages.first ?? 1)
  return {
    basis,
    ...(size === undefined ? {} : { size }),
    ...(total === undefined ? {} : { total }),
    ...(leads === undefined ? {} : { leads }),
    numbered: { parameter: page, first, counts, basis: pastEndBasis },
    first: firstOf(size),
    next(exchange, query) {
      const list = at(exchange, items)
      if (!Array.isArray(list) || list.length === 0) return undefined
      const step = counts === 'items' ? list.length : 1
      return withParameter(query, page, String(Number(new URLSearchParams(query).get(page) ?? first) + step))
    },
  }
}

export interface CursorPages {
  /** As a pager's own. Default: the document, which declares what is named here. */
  readonly basis?: Basis
  /** The parameter that takes cursors. */
  readonly cursor: string
  /** What a page has is not the cursor but a link, in whose query it is; a link without it leads to the first page. */
  readonly isLink?: true
  readonly size?: SizeRule
  /** JSON pointer of the cursor of the next page, a text or a number; null, empty or absent at the end. */
  readonly next: string
  /** Where it comes from that the last page has no next cursor, and the first no previous one. Default: assumed. */
  readonly endBasis?: Basis
  /** The document knows text only, so that an empty one is a cursor too and leads on. */
  readonly emptyLeadsOn?: true
  /** JSON pointer of the cursor of the previous page, where there is one. */
  readonly previous?: string
  /** The parameter that takes it. Default: `cursor`. */
  readonly back?: string
  readonly total?: string
  /** As a pager's own. */
  readonly leads?: readonly string[]
}

/** Pages by opaque cursors, sent back as they came; size and filters are kept. */
export const cursorPages = call(
  'cursorPages',
  [
    wanted(
      options<CursorPages>({
        basis: basisOption,
        endBasis: basisOption,
        emptyLeadsOn: yes,
        cursor: needed(parameter),
        isLink: yes,
        size: sizeRule,
        next: needed(pointer),
        previous: pointer,
        back: parameter,
        total: pointer,
        leads: list(place),
      }),
    ),
  ],
  byCursor,
)

function byCursor({
  basis = ownRules.document.basis,
  cursor,
  isLink,
  size,
  next,
  previous,
  back = cursor,
  total,
  leads,
  endBasis = ownRules.noEmptyPage.basis,
  emptyLeadsOn,
}: CursorPages): Pager {
  function lead(exchange: Exchange, query: string, pointer: string, name: string): string | undefined {
    const value = at(exchange, pointer)
    const isCursor = typeof value === 'number' || (typeof value === 'string' && (value !== '' || emptyLeadsOn))
    if (!isCursor) return undefined
    const parameters = new URLSearchParams(query)
    for (const other of [cursor, back]) if (other !== name) parameters.delete(other)
    const kept = parameters.toString()
    if (!isLink || !URL.canParse(String(value))) return withParameter(kept, name, String(value))
    const sent = new URL(String(value)).searchParams.get(name)
    return sent === null ? withoutParameter(kept, name) : withParameter(kept, name, sent)
  }
  return {
    basis,
    ...(size === undefined ? {} : { size }),
    ...(total === undefined ? {} : { total }),
    ...(leads === undefined ? {} : { leads }),
    cursor: {
      parameter: cursor,
      next,
      ...(previous === undefined ? {} : { previous }),
      ...(isLink ? { isLink } : {}),
      basis: endBasis,
    },
    first: firstOf(size),
    next: (exchange, query) => lead(exchange, query, next, cursor),
    ...(previous === undefined ? {} : { previous: (exchange, query) => lead(exchange, query, previous, back) }),
  }
}

export interface LastItemPages {
  /** As a pager's own. Default: the document, which declares what is named here. */
  readonly basis?: Basis
  /** The parameter that takes the identity of the last item of the page before. */
  readonly after: string
  readonly size?: SizeRule
  /** JSON pointer of the list, and of the identity in an item. */
  readonly items: string
  readonly id: string
  /** JSON pointer of a flag that says whether there is another page. Without it a page that is not full is the last. */
  readonly more?: string
  readonly total?: string
  /** As a pager's own. */
  readonly leads?: readonly string[]
}

/** Pages that begin after an item; the walk ends where the flag says so, or with a page that is not full. */
export const lastItemPages = call(
  'lastItemPages',
  [
    wanted(
      options<LastItemPages>({
        basis: basisOption,
        after: needed(parameter),
        size: sizeRule,
        items: needed(pointer),
        id: needed(pointer),
        more: pointer,
        total: pointer,
        leads: list(place),
      }),
    ),
  ],
  byLastItem,
)

function byLastItem(pages: LastItemPages): Pager {
  const { basis = ownRules.document.basis, after, size, items, id, more, total, leads } = pages
  return {
    basis,
    ...(size === undefined ? {} : { size }),
    ...(total === undefined ? {} : { total }),
    ...(leads === undefined ? {} : { leads }),
    after: { parameter: after, ...(more === undefined ? {} : { more }) },
    first: firstOf(size),
    next(exchange, query) {
      const list = at(exchange, items)
      if (!Array.isArray(list) || list.length === 0) return undefined
      const asked = size && Number(new URLSearchParams(query).get(size.parameter) ?? size.fallback)
      const isLast = more === undefined ? asked === undefined || list.length < asked : at(exchange, more) === false
      const last: unknown = valueAt(list.at(-1), id)
      return isLast || last === undefined ? undefined : withParameter(query, after, String(last))
    },
  }
}

export interface LinkedPages {
  /** As a pager's own. Default: the document, which declares what is named here. */
  readonly basis?: Basis
  readonly size?: SizeRule
  /** Where the URL of the next page is: a JSON pointer, or the `Link` header (RFC 8288); null, empty or absent at the end. */
  readonly next: string
  readonly total?: string
}

const linkHeader = 'Link'

/** Pages that lead to one another by URLs, relative or absolute; only their queries are followed. */
export const linkedPages = call(
  'linkedPages',
  [
    wanted(
      options<LinkedPages>({
        basis: basisOption,
        size: sizeRule,
        next: needed(place),
        total: pointer,
      }),
    ),
  ],
  byLink,
)

function byLink({ basis = ownRules.document.basis, size, next, total }: LinkedPages): Pager {
  return {
    basis,
    ...(size === undefined ? {} : { size }),
    ...(total === undefined ? {} : { total }),
    leads: [next],
    first: firstOf(size),
    next: (exchange) => queryOf(linkAt(exchange, next)),
  }
}

/** The URL that leads to the next page, from the body or the `Link` header; undefined where there is none. */
export function linkAt(exchange: Exchange, place: string): string | undefined {
  const value = place === linkHeader ? nextLink(exchange) : at(exchange, place)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function nextLink({ response }: Exchange): string | undefined {
  for (const [name, value] of response.headers) {
    if (name.toLowerCase() !== 'link') continue
    // Each link is `<url>` and what is said of it, up to the next one (RFC 8288, 3).
    for (const part of value.split('<').slice(1)) {
      const [url = '', ...said] = part.split('>')
      const parameters = said.join('>')
      const isEmpty = /;\s*results="?false/i.test(parameters)
      if (/;\s*rel="?(?:[\w-]+ )*next\b/i.test(parameters) && !isEmpty) return url
    }
  }
  return undefined
}

/** The query of a URL, relative or not; undefined where there is no URL. */
export function queryOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : (url.split('#')[0] as string).split('?').slice(1).join('?')
}

/** The total that a page states, or undefined where it states none. */
export function totalOf({ total }: Pager, exchange: Exchange): number | undefined {
  const value = total === undefined ? undefined : at(exchange, total)
  return typeof value === 'number' ? value : undefined
}

/** The query with one parameter set, the others as they were. */
export function withParameter(query: string, name: string, value: string): string {
  const parameters = new URLSearchParams(query)
  parameters.set(name, value)
  return parameters.toString()
}

function withoutParameter(query: string, name: string): string {
  const parameters = new URLSearchParams(query)
  parameters.delete(name)
  return parameters.toString()
}

function firstOf(rule: SizeRule | undefined): Pager['first'] {
  return (size) => (size === undefined || rule === undefined ? '' : `${rule.parameter}=${size}`)
}

function at({ json }: Exchange, pointer: string): unknown {
  return json.ok ? valueAt(json.value, pointer) : undefined
}
