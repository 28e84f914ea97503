import { itemsAt, withParameter } from '../../contract/index.ts'
import { type Json, splitPointer } from '../../spec/index.ts'
import { exchangeOf, jsonOf, withJson } from './replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from './types.ts'

/** An object that may be changed. */
export type Changeable = { [name: string]: unknown }

export type Row = Readonly<Record<string, Json>>

/** Members that count the rows of a page, by provider: a mutant that adds or drops a row keeps them right, unless they are its defect. */
const rowCounters: Readonly<Record<string, string>> = { cloudflare: '/result_info/count' }

/** What mutants ask about a provider's pages. */
export interface Pages {
  /** Whether the request is for the list. */
  isList(request: ProxiedRequest): boolean
  /** The rows of a successful page, or undefined when the reply is none. */
  rows(request: ProxiedRequest, reply: ProxiedReply): readonly Row[] | undefined
  /** The same page with other rows, counted right. */
  withRows(reply: ProxiedReply, rows: readonly unknown[]): ProxiedReply
  /** The last page that has rows. */
  isLast(request: ProxiedRequest, reply: ProxiedReply): boolean
  /** The query of the page after this one, or undefined at the end. */
  next(request: ProxiedRequest, reply: ProxiedReply): string | undefined
  /** The page size that the request asks for, or the default. */
  size(request: ProxiedRequest): number
  /** Name of the parameter with the page's number, where pages have numbers. */
  readonly pageParameter: string | undefined
  /** The number of the page that the request asks for; 1 where pages have no numbers. */
  pageNumber(request: ProxiedRequest): number
}

export function pagesOf({ provider, contract, path }: Subject): Pages {
  const { pager, list } = contract
  const { size: sizeRule, numbered } = pager
  const pageParameter =
    numbered === undefined
      ? undefined
      : [...new URLSearchParams(numbered.query(1, 1)).keys()].find((name) => name !== sizeRule?.parameter)

  function parameter(request: ProxiedRequest, name: string): string | null {
    return new URLSearchParams(request.query).get(name)
  }

  const pages: Pages = {
    pageParameter,
    isList: ({ method, path: asked }) => method === 'GET' && asked === path,
    rows(request, reply) {
      if (!pages.isList(request) || reply.status !== 200) return undefined
      const value = jsonOf(reply)
      return value === undefined ? undefined : (itemsAt(value, list.items) as readonly Row[] | undefined)
    },
    withRows(reply, rows) {
      const body = setAt(jsonOf(reply) ?? null, splitPointer(list.items), rows)
      const counter = rowCounters[provider]
      return withJson(reply, counter === undefined ? body : setAt(body, splitPointer(counter), rows.length))
    },
    isLast(request, reply) {
      const rows = pages.rows(request, reply)
      if (rows === undefined || rows.length === 0) return false
      const exchange = exchangeOf(request, reply)
      if (numbered === undefined) return pager.next(exchange, request.query) === undefined
      return pages.pageNumber(request) * pages.size(request) >= (pager.total?.(exchange) ?? 0)
    },
    next: (request, reply) => pager.next(exchangeOf(request, reply), request.query),
    size: (request) => Number((sizeRule && parameter(request, sizeRule.parameter)) ?? sizeRule?.fallback ?? 0),
    pageNumber: (request) => Number((pageParameter && parameter(request, pageParameter)) ?? 1),
  }
  return pages
}

/** A request for the same with one parameter set. */
export function asking(request: ProxiedRequest, name: string, value: string | number): ProxiedRequest {
  return { ...request, query: withParameter(request.query, name, String(value)) }
}

/** A request for the same without one parameter. */
export function notAsking(request: ProxiedRequest, name: string): ProxiedRequest {
  const parameters = new URLSearchParams(request.query)
  parameters.delete(name)
  return { ...request, query: parameters.toString() }
}

/** The value with another one at a place; `undefined` takes the member away. The value itself is changed, but for the root. */
export function setAt(root: unknown, tokens: readonly string[], value: unknown): unknown {
  const last = tokens.at(-1)
  if (last === undefined) return value
  let container = root
  for (const token of tokens.slice(0, -1)) container = (container as Changeable | undefined)?.[token]
  if (typeof container !== 'object' || container === null) return root
  if (value === undefined) delete (container as Changeable)[last]
  else (container as Changeable)[last] = value
  return root
}

/** The value at a place. */
export function getAt(root: unknown, tokens: readonly string[]): unknown {
  let value = root
  for (const token of tokens) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[token]
  return value
}
