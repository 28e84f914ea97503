import { call, needed, options, someText, text, wanted, wholeNumber, yes } from '../options/index.ts'
import type { Basis } from '../spec/index.ts'
import { basisOption } from './bases.ts'
import { valueAt } from './json-pointer.ts'
import { ownRules } from './own-rules.ts'
import type { Exchange, Pager } from './types.ts'

type SizeRule = NonNullable<Pager['size']>

const parameter = someText('the name of a parameter')
const pointer = text(/^(\/|$)/, 'a JSON pointer', 1_000)
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
  readonly page: string
  readonly size: SizeRule
  /** JSON pointer of the list; a page without items ends the walk, as the provider's clients do it. */
  readonly items: string
  /** JSON pointer of the total, where the provider states one. */
  readonly total?: string
  /** Where "a page past the end is an empty list" comes from. */
  readonly pastEndBasis: Basis
}

/** Pages by number, from 1; the walk ends with an empty page. */
export const numberedPages = call(
  'numberedPages',
  [
    wanted(
      options<NumberedPages>({
        basis: basisOption,
        page: needed(parameter),
        size: needed(sizeRule),
        items: needed(pointer),
        total: pointer,
        pastEndBasis: basisOption,
      }),
    ),
  ],
  byNumber,
)

function byNumber({ basis = ownRules.document.basis, page, size, items, total, pastEndBasis }: NumberedPages): Pager {
  return {
    basis,
    size,
    ...(total === undefined ? {} : { total }),
    numbered: { parameter: page, basis: pastEndBasis },
    first: firstOf(size),
    next(exchange, query) {
      const list = at(exchange, items)
      if (!Array.isArray(list) || list.length === 0) return undefined
      return withParameter(query, page, String(Number(new URLSearchParams(query).get(page) ?? 1) + 1))
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
  readonly size: SizeRule
  /** JSON pointer of the cursor of the next page; null, empty or absent at the end. */
  readonly next: string
  /** Where it comes from that the last page has no next cursor, and the first no previous one. Default: assumed. */
  readonly endBasis?: Basis
  /** The document knows text only, so that an empty one is a cursor too and leads on. */
  readonly emptyLeadsOn?: true
  /** JSON pointer of the cursor of the previous page, where there is one. */
  readonly previous?: string
  readonly total?: string
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
        size: needed(sizeRule),
        next: needed(pointer),
        previous: pointer,
        total: pointer,
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
  total,
  endBasis = ownRules.noEmptyPage.basis,
  emptyLeadsOn,
}: CursorPages): Pager {
  function lead(exchange: Exchange, query: string, pointer: string): string | undefined {
    const value = at(exchange, pointer)
    if (typeof value !== 'string' || (value === '' && !emptyLeadsOn)) return undefined
    if (!isLink || !URL.canParse(value)) return withParameter(query, cursor, value)
    const sent = new URL(value).searchParams.get(cursor)
    return sent === null ? withoutParameter(query, cursor) : withParameter(query, cursor, sent)
  }
  return {
    basis,
    size,
    ...(total === undefined ? {} : { total }),
    cursor: {
      parameter: cursor,
      next,
      ...(previous === undefined ? {} : { previous }),
      ...(isLink ? { isLink } : {}),
      basis: endBasis,
    },
    first: firstOf(size),
    next: (exchange, query) => lead(exchange, query, next),
    ...(previous === undefined ? {} : { previous: (exchange, query) => lead(exchange, query, previous) }),
  }
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

function firstOf({ parameter }: SizeRule): Pager['first'] {
  return (size) => (size === undefined ? '' : `${parameter}=${size}`)
}

function at({ json }: Exchange, pointer: string): unknown {
  return json.ok ? valueAt(json.value, pointer) : undefined
}
