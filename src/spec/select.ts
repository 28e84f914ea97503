import { jsonpath } from 'json-p3'
import { joinPointer, type Token } from './pointer.ts'
import type { Json } from './types.ts'

/** Steps from the root of a document to a node. */
export type Location = readonly Token[]

/**
 * The nodes that an RFC 9535 JSONPath selects, each once.
 * Throws Error, with the reason as its message, when the path cannot be read.
 */
export function select(document: Json, path: string): readonly Location[] {
  const locations: readonly Location[] = jsonpath
    .query(path, document as Parameters<typeof jsonpath.query>[1])
    .locations()
  return [...new Map(locations.map((location) => [joinPointer('', ...location), location])).values()]
}

/** Later elements and inner nodes first: in this order no removal moves a node that is still to be removed. */
export function lastFirst(locations: readonly Location[]): readonly Location[] {
  return [...locations].sort((one, other) => compare(other, one))
}

function compare(one: Location, other: Location): number {
  const index = one.findIndex((token, position) => token !== other[position])
  const [token, against] = [one[index], other[index]]
  if (token === undefined || against === undefined) return one.length - other.length
  if (typeof token === 'number' && typeof against === 'number') return token - against
  return String(token) < String(against) ? -1 : 1
}
