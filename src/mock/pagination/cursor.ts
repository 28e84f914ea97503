import { call, needed, options, wanted } from '../../options/index.ts'
import type { Paginator } from '../types.ts'
import { anchored, placed } from './anchor.ts'
import { codec, type OpaqueCodec } from './cursor-codec.ts'
import { parameter } from './parameter.ts'

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
 * Refuses: invalid-cursor for a cursor that was not made for this list.
 */
export const cursor = call(
  'cursor',
  [wanted(options<CursorOptions>({ cursor: parameter, size: parameter, codec: needed(codec) }))],
  paginator,
)

function paginator({ cursor: name, size, codec }: CursorOptions): Paginator<CursorInfo> {
  return {
    paging: { style: 'cursor', cursor: name, size },
    cursorLifetimeSeconds: codec.lifetimeSeconds,
    paginate(selection, parameters, binding, now) {
      const given = parameters[name]
      const place = given === undefined ? undefined : codec.decode(String(given), binding, now)
      if (given !== undefined && place === undefined) {
        return { ok: false, refusal: { kind: 'invalid-cursor', parameter: name } }
      }
      const limit = parameters[size] as number
      const direction = place?.direction ?? 'next'
      const position = place === undefined ? 0 : Math.min(placed(place.position, selection), selection.count)
      const encode = (toward: 'next' | 'previous', at: number) =>
        codec.encode({ direction: toward, position: anchored(at, selection) }, binding, now)
      const from = direction === 'next' ? position : Math.max(0, position - limit)
      const to = direction === 'next' ? Math.min(position + limit, selection.count) : position
      const info = {
        next: to < selection.count ? encode('next', to) : null,
        previous: from > 0 ? encode('previous', from) : null,
        totalCount: selection.count,
      }
      return { ok: true, value: { from, to, next: info.next, previous: info.previous, info } }
    },
  }
}
