import type { Paginator } from '../types.ts'
import type { OpaqueCodec } from './opaque.ts'

export interface CursorInfo {
  /** Null on the last page. */
  readonly next: string | null
  /** Null on the first page. */
  readonly previous: string | null
  /** Items of the whole (filtered) list. */
  readonly totalCount: number
}

export interface CursorOptions {
  /** Name of the one parameter that takes cursors of both directions. */
  readonly cursor: string
  /** Name of the parameter with the page size; it needs a default. */
  readonly size: string
  readonly codec: OpaqueCodec
}

/**
 * Pages that lead both ways: with one page size, the previous cursor of the next page leads back to the same page.
 * Faults: invalid-cursor for a cursor that was not made for this list.
 */
export function cursor({ cursor: name, size, codec }: CursorOptions): Paginator<CursorInfo> {
  return {
    paginate(selection, parameters, binding) {
      const given = parameters[name]
      const place = given === undefined ? { direction: 'next', position: 0 } : codec.decode(String(given), binding)
      if (place === undefined) return { ok: false, fault: { kind: 'invalid-cursor', parameter: name } }
      const limit = parameters[size] as number
      const position = Math.min(place.position, selection.count)
      const from = place.direction === 'next' ? position : Math.max(0, position - limit)
      const to = place.direction === 'next' ? Math.min(position + limit, selection.count) : position
      const info = {
        next: to < selection.count ? codec.encode({ direction: 'next', position: to }, binding) : null,
        previous: from > 0 ? codec.encode({ direction: 'previous', position: from }, binding) : null,
        totalCount: selection.count,
      }
      return { ok: true, value: { from, to, info } }
    },
  }
}
