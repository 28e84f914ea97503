import type { Paging } from '../../mock/index.ts'
import type { Sent } from '../sent.ts'
import type { GradedProvider } from '../types.ts'
import type { PageRequest } from './types.ts'

/** Names of the parameters that narrow or order the list. */
export function filterNames({ listGuide, parameters }: GradedProvider): readonly string[] {
  const { paging, evidencedFilters } = listGuide
  const pagingNames = [paging?.page, paging?.cursor, paging?.size]
  return [...new Set([...parameters, ...(evidencedFilters?.names ?? [])])].filter((name) => !pagingNames.includes(name))
}

/** Reads the request for a page; undefined when it names none, such as page 0. */
export function readPageRequest(
  sent: Sent,
  { page, cursor, size }: Paging,
  filters: readonly string[],
): PageRequest | undefined {
  const { query } = sent
  const numberText = page === undefined ? '1' : (query.get(page) ?? '1')
  if (!/^0*[1-9]\d{0,14}$/.test(numberText)) return undefined
  const number = Number(numberText)
  return {
    sent,
    page: page === undefined ? (cursor === undefined ? '' : (query.get(cursor) ?? '')) : String(number),
    number,
    size: size === undefined ? '' : (query.get(size) ?? ''),
    filters: JSON.stringify(filters.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])).sort()),
  }
}

/** Whether any filter or order was asked for. */
export function hasFilters({ filters }: PageRequest): boolean {
  return filters !== '[]'
}

/** What tells a page from all others of a tenant. */
export function pageKey({ filters, size, number }: PageRequest, page: string): string {
  // A cursor names its page by itself; numbers mean another page with another size.
  return JSON.stringify(page === String(number) ? [filters, size, page] : [page])
}
