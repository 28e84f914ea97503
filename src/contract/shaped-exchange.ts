import type { ShapedExchange } from '../shape/index.ts'
import type { OperationSpec } from '../spec/index.ts'
import { itemsAt } from './json-pointer.ts'
import { totalOf } from './pagers.ts'
import { isOperation } from './replies.ts'
import type { ContractDefinition, Exchange, Law, Pager } from './types.ts'

interface Reader {
  readonly contract: ContractDefinition
  readonly operation: OperationSpec
}

/** An exchange as its shape is taken: what a law asked for, and how many rows a page has that may have more. */
export function shapedExchange(exchange: Exchange, { id }: Pick<Law, 'id'>, reader: Reader): ShapedExchange {
  const { request, response, plan } = exchange
  const page = pageOf(exchange, reader)
  return {
    method: request.method,
    status: response.status,
    headers: response.headers,
    body: response.body.toString('utf8'),
    situation: { law: id, what: withoutNumbers(plan.purpose) },
    ...(page === undefined ? {} : { page }),
  }
}

/** How many pages there are depends on the account, and so does the number of a page. */
function withoutNumbers(purpose: string): string {
  return purpose.replace(/\d+/g, '#')
}

function pageOf(exchange: Exchange, { contract, operation }: Reader): ShapedExchange['page'] {
  const { request, response, json } = exchange
  const { pager, list } = contract
  const isPage = request.method === 'GET' && response.status === 200 && isOperation(exchange, operation)
  const rows = isPage && json.ok ? itemsAt(json.value, list.items)?.length : undefined
  if (rows === undefined || pager.size === undefined) return undefined
  const asked = new URL(request.url).searchParams.get(pager.size.parameter)
  const isFull = leadsOn(exchange, pager, rows)
  if (asked === null) return { rows, isFull }
  return /^\d{1,9}$/.test(asked) ? { rows, isFull, asked: Number(asked) } : undefined
}

/** Whether more rows follow for certain: a walk by number also asks for a page after the last one. */
function leadsOn(exchange: Exchange, pager: Pager, rows: number): boolean {
  const query = new URL(exchange.request.url).search.slice(1)
  const { size, cursor, numbered } = pager
  const own = [size, cursor, numbered].flatMap((one) => one?.parameter ?? [])
  const given = [...new URLSearchParams(query)]
  if (rows === 0 || given.some(([name]) => !own.includes(name))) return false
  if (cursor !== undefined) return pager.next(exchange, query) !== undefined
  const isFirst = given.every(([name, value]) => name !== numbered?.parameter || value === String(numbered.first))
  return isFirst && rows < (totalOf(pager, exchange) ?? 0)
}
