import { call, needed, options, wanted } from '../../options/index.ts'
import type { Paginator } from '../types.ts'
import { anchored, placed } from './anchor.ts'
import { codec, type OpaqueCodec } from './cursor-codec.ts'
import { parameter } from './parameter.ts'

export interface ForwardTokenInfo {
  /** Null on the last page. */
  readonly nextToken: string | null
}

export interface ForwardTokenOptions {
  /** Name of the parameter that carries the token. */
  readonly token: string
  /** Name of the parameter with the page size; it needs a default. */
  readonly size: string
  readonly codec: OpaqueCodec
}

/** Pages that lead forward only. Refuses: invalid-cursor for a token that was not made for this list. */
export const forwardToken = call(
  'forwardToken',
  [wanted(options<ForwardTokenOptions>({ token: parameter, size: parameter, codec: needed(codec) }))],
  paginator,
)

function paginator({ token, size, codec }: ForwardTokenOptions): Paginator<ForwardTokenInfo> {
  return {
    paging: { style: 'forward-token', cursor: token, size },
    cursorLifetimeSeconds: codec.lifetimeSeconds,
    paginate(selection, parameters, binding, now) {
      const given = parameters[token]
      const place = given === undefined ? undefined : codec.decode(String(given), binding, now)
      if (given !== undefined && (place === undefined || place.direction !== 'next')) {
        return { ok: false, refusal: { kind: 'invalid-cursor', parameter: token } }
      }
      const from = place === undefined ? 0 : Math.min(placed(place.position, selection), selection.count)
      const to = Math.min(from + (parameters[size] as number), selection.count)
      const nextToken =
        to < selection.count
          ? codec.encode({ direction: 'next', position: anchored(to, selection) }, binding, now)
          : null
      return { ok: true, value: { from, to, next: nextToken, info: { nextToken } } }
    },
  }
}
