import { type EnvelopeRule, itemsAt, totalOf, valueAt, withParameter } from '../contract/index.ts'
import { type Json, splitPointer } from '../spec/index.ts'
import type { Part } from './changes.ts'
import { exchangeOf, jsonOf, withJson } from './replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from './types.ts'

/** An object that may be changed. */
type Changeable = { [name: string]: unknown }

export type Row = Readonly<Record<string, Json>>

/** What mutants ask about a provider's pages. */
export interface Pages {
  /** Whether the request is for the list. */
  isList(request: ProxiedRequest): boolean
  /** The rows of a successful page, or undefined when the reply is none. */
  rows(request: ProxiedRequest, reply: ProxiedReply): readonly Row[] | undefined
  /** The same page with other rows, counted right. */
  withRows(reply: ProxiedReply, rows: readonly unknown[]): ProxiedReply
  /** What `withRows` changes. */
  readonly rowParts: readonly Part[]
  /** The page with its own number as it was asked for, where it states one. */
  numbered(reply: ProxiedReply, request: ProxiedRequest): ProxiedReply
  /** What tells one page from another: parameters of the request, and what `numbered` changes. */
  readonly pageParts: readonly Part[]
  /** The last page that has rows. */
  isLast(request: ProxiedRequest, reply: ProxiedReply): boolean
  /** The query of the page after this one, or undefined at the end. */
  next(request: ProxiedRequest, reply: ProxiedReply): string | undefined
  /** The cursor that leads back, or undefined where there is none. */
  back(request: ProxiedRequest, reply: ProxiedReply): string | undefined
  /** The page size that the request asks for, or the default. */
  size(request: ProxiedRequest): number
  /** The number of the page that the request asks for; undefined where pages have no numbers. */
  pageNumber(request: ProxiedRequest): number | undefined
}

export function pagesOf({ contract, path }: Subject): Pages {
  const { pager, list, envelope } = contract
  const { size: sizeRule, numbered, cursor } = pager
  const rowCounters = statedAt(envelope, 'rows')
  const pageCounters = statedAt(envelope, 'page')

  const pages: Pages = {
    isList: ({ method, path: asked }) => method === 'GET' && asked === path,
    rows(request, reply) {
      if (!pages.isList(request) || reply.status !== 200) return undefined
      const value = jsonOf(reply)
      return value === undefined ? undefined : (itemsAt(value, list.items) as readonly Row[] | undefined)
    },
    withRows(reply, rows) {
      const body = setAt(jsonOf(reply) ?? null, list.items, rows)
      return withJson(reply, setAll(body, rowCounters, rows.length))
    },
    rowParts: [partAt(list.items), ...rowCounters.map(partAt)],
    numbered(reply, request) {
      if (reply.status !== 200 || pageCounters.length === 0) return reply
      return withJson(reply, setAll(jsonOf(reply), pageCounters, pages.pageNumber(request)))
    },
    pageParts: [`?${numbered?.parameter ?? cursor?.parameter ?? ''}`, ...pageCounters.map(partAt)],
    isLast(request, reply) {
      const rows = pages.rows(request, reply)
      if (rows === undefined || rows.length === 0) return false
      const exchange = exchangeOf(request, reply)
      const number = pages.pageNumber(request)
      if (number === undefined) return pager.next(exchange, request.query) === undefined
      const total = totalOf(pager, exchange)
      return total === undefined ? rows.length < pages.size(request) : number * pages.size(request) >= total
    },
    next: (request, reply) => pager.next(exchangeOf(request, reply), request.query),
    back(request, reply) {
      const query = pager.previous?.(exchangeOf(request, reply), request.query)
      return query === undefined || cursor === undefined ? undefined : parameterIn({ query }, cursor.parameter)
    },
    size: (request) =>
      Number((sizeRule && parameterIn(request, sizeRule.parameter)) ?? sizeRule?.fallback ?? Number.POSITIVE_INFINITY),
    pageNumber: (request) =>
      numbered?.counts === 'pages'
        ? Number(parameterIn(request, numbered.parameter) ?? numbered.first) - numbered.first + 1
        : undefined,
  }
  return pages
}

/** Places that state a fact of the page. */
function statedAt(rules: readonly EnvelopeRule[], fact: string): readonly string[] {
  return rules.flatMap(({ states }) => (states?.fact === fact ? [states.at] : []))
}

/** A JSON pointer as what is changed; the root is the body. */
export function partAt(pointer: string): Part {
  return pointer === '' ? 'body' : (pointer as `/${string}`)
}

/** A parameter of a query, or undefined when it is not there. */
export function parameterIn({ query }: Pick<ProxiedRequest, 'query'>, name: string): string | undefined {
  return new URLSearchParams(query).get(name) ?? undefined
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

function setAll(root: unknown, pointers: readonly string[], value: unknown): unknown {
  return pointers.reduce((body, pointer) => setAt(body, pointer, value), root)
}

/** The value with another one at a JSON pointer; `undefined` takes the member away. The value itself is changed, but for the root. */
export function setAt(root: unknown, pointer: string, value: unknown): unknown {
  const tokens = splitPointer(pointer)
  const last = tokens.at(-1)
  if (last === undefined) return value
  const container = valueAt(root, pointer.slice(0, pointer.lastIndexOf('/')))
  if (typeof container !== 'object' || container === null) return root
  if (value === undefined) delete (container as Changeable)[last]
  else (container as Changeable)[last] = value
  return root
}
