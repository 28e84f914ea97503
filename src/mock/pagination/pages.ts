import { call, needed, oneOf, options, someText, wanted, wholeNumber, yes } from '../../options/index.ts'
import type { Outcome, PageRequest, Paginator, Paging, Parameters, Selection } from '../types.ts'
import { anchored, placed } from './anchor.ts'
import { codec, type OpaqueCodec, type Place } from './cursor-codec.ts'
import { parameter } from './parameter.ts'

export interface PagesOptions {
  /** What a client asks for a page by: its number, how many items to leave out, a cursor, or the identity of an item. */
  readonly by: 'page' | 'offset' | 'cursor' | 'id'
  /** The parameter that takes it. */
  readonly parameter: string
  /** The parameter that takes what leads back, where that is another one. */
  readonly back?: string
  /** The parameter with the page size; it needs a default. Without it pages have 20 items. */
  readonly size?: string
  /** Number of the first page. Default 1. */
  readonly first?: number
  /** For cursors; without it they are whole numbers. */
  readonly codec?: OpaqueCodec
  /** For identities: the column that holds them. The list is in its own order. */
  readonly identity?: string
  /** The item that is named comes with the page. Default: the page begins after it. */
  readonly inclusive?: true
  /** Replies hold URLs of pages: they differ with the host that was asked. */
  readonly links?: true
}

/** What a page says of itself. */
export interface PageInfo {
  /** Items before this page. */
  readonly from: number
  /** Items that the page may have. */
  readonly size: number
  /** Items that it has. */
  readonly count: number
  /** Items of the list. */
  readonly total: number
  readonly page: number
  /** Pages of the list; 0 when it is empty. */
  readonly pages: number
  /** What the parameter takes for the next page; null on the last. */
  readonly next: string | number | null
  /** What leads to the page before; null on the first. */
  readonly previous: string | number | null
  /** URLs of pages, as they were asked for; null where there is no such page. */
  readonly links: {
    readonly self: string
    readonly first: string
    readonly last: string
    readonly next: string | null
    readonly previous: string | null
  }
}

const usualLength = 20

/** Cuts a list into pages of any usual kind. Refuses: invalid-cursor for a cursor or an identity that is not of this list. */
export const pages = call(
  'pages',
  [
    wanted(
      options<PagesOptions>({
        by: needed(oneOf(['page', 'offset', 'cursor', 'id'])),
        parameter,
        back: someText('the name of a parameter'),
        size: someText('the name of a parameter'),
        first: wholeNumber(0, 1),
        codec,
        identity: someText('the name of a column'),
        inclusive: yes,
        links: yes,
      }),
    ),
  ],
  paginator,
)

function paginator(options: PagesOptions): Paginator<PageInfo> {
  const { by, parameter, back = parameter, size: sizeParameter, first = 1, codec, identity, inclusive, links } = options
  const paging: Paging = {
    ...(by === 'page' && first === 1
      ? { style: 'page-number', page: parameter }
      : { style: 'cursor', cursor: parameter }),
    ...(sizeParameter === undefined ? {} : { size: sizeParameter }),
  }
  return {
    paging,
    cursorLifetimeSeconds: codec?.lifetimeSeconds,
    ...(identity === undefined ? {} : { identity: { column: identity, parameters: [...new Set([parameter, back])] } }),
    ...(links === undefined ? {} : { hasLinks: links }),
    paginate(selection, parameters, binding, now, request) {
      const size = sizeParameter === undefined ? usualLength : (parameters[sizeParameter] as number)
      const start = startOf(selection, parameters, binding, now, request, size)
      if (!start.ok) return start
      const { direction, position } = start.value
      const total = selection.count
      const at = Math.min(position, total)
      const from = direction === 'next' ? at : Math.max(0, at - size)
      const to = direction === 'next' ? Math.min(at + size, total) : at
      const page = Math.floor(from / size) + first
      const count = Math.ceil(total / size)
      const lead = (toward: Place): string | number => {
        if (by === 'page') return Math.floor((toward.direction === 'next' ? toward.position : from - 1) / size) + first
        if (by === 'offset') return toward.direction === 'next' ? toward.position : Math.max(0, from - size)
        if (by === 'id')
          return request.identityAt(toward.position - (toward.direction === 'next' && !inclusive ? 1 : 0))
        // A number says nothing of a direction: without a parameter for what leads back it says where the page begins.
        const isPlain = codec === undefined && back === parameter && toward.direction === 'previous'
        const anchor = anchored(isPlain ? Math.max(0, from - size) : toward.position, selection)
        return codec === undefined ? anchor : codec.encode({ ...toward, position: anchor }, binding, now)
      }
      const next = to < total ? lead({ direction: 'next', position: to }) : null
      const previous = from > 0 ? lead({ direction: 'previous', position: from }) : null
      const lastFrom = Math.max(0, count - 1) * size
      const last = lastFrom === 0 ? null : lead({ direction: 'next', position: lastFrom })
      const info: PageInfo = {
        from,
        size,
        count: to - from,
        total,
        page: by === 'page' ? (parameters[parameter] as number) : page,
        pages: count,
        next,
        previous,
        links: {
          self: request.query === '' ? request.url : `${request.url}?${request.query}`,
          first: linked(request, parameter, by === 'page' ? first : null),
          last: linked(request, parameter, last ?? (by === 'page' ? first : null)),
          next: next === null ? null : linked(request, parameter, next),
          previous: previous === null ? null : linked(request, back, previous),
        },
      }
      const leads = paging.cursor === undefined ? {} : { next: asText(next), previous: asText(previous) }
      return { ok: true, value: { from, to, ...leads, info } }
    },
  }

  function startOf(
    selection: Selection,
    parameters: Parameters,
    binding: string,
    now: number,
    { positionOf }: PageRequest,
    size: number,
  ): Outcome<Place> {
    const isBack = parameters[parameter] === undefined && parameters[back] !== undefined
    const name = isBack ? back : parameter
    const given = parameters[name]
    const direction: Place['direction'] = isBack ? 'previous' : 'next'
    if (given === undefined) return { ok: true, value: { direction, position: 0 } }
    if (by === 'page') return { ok: true, value: { direction, position: (Number(given) - first) * size } }
    if (by === 'offset') return { ok: true, value: { direction, position: Number(given) } }
    const place = placeOf()
    if (place === undefined) return { ok: false, refusal: { kind: 'invalid-cursor', parameter: name } }
    return { ok: true, value: place }

    function placeOf(): Place | undefined {
      if (by === 'id') {
        const position = positionOf(name)
        return position && { direction, position: position.at + (isBack || inclusive ? 0 : 1) }
      }
      const found =
        codec === undefined ? { direction, position: Number(given) } : codec.decode(String(given), binding, now)
      return found && { ...found, position: placed(found.position, selection) }
    }
  }
  function linked({ url, query }: PageRequest, name: string, value: string | number | null): string {
    const parameters = new URLSearchParams(query)
    for (const other of [parameter, back]) parameters.delete(other)
    if (value !== null) parameters.set(name, String(value))
    return parameters.size === 0 ? url : `${url}?${parameters}`
  }
}

function asText(value: string | number | null): string | null {
  return value === null ? null : String(value)
}

/** The `Link` header of a page (RFC 8288). */
export function linkHeader({ links }: PageInfo): readonly string[] {
  const named = { first: links.first, prev: links.previous, next: links.next, last: links.last }
  const parts = Object.entries(named).flatMap(([relation, url]) =>
    url === null ? [] : [`<${url}>; rel="${relation}"`],
  )
  return ['Link', parts.join(', ')]
}
