import type { Paginator } from '../types.ts'
import type { OpaqueCodec } from './opaque.ts'

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

/** Pages that lead forward only. Faults: invalid-cursor for a token that was not made for this list. */
export function forwardToken({ token, size, codec }: ForwardTokenOptions): Paginator<ForwardTokenInfo> {
  return {
    paginate(selection, parameters, binding) {
      const given = parameters[token]
      const place = given === undefined ? undefined : codec.decode(String(given), binding)
      if (given !== undefined && (place === undefined || place.direction !== 'next')) {
        return { ok: false, fault: { kind: 'invalid-cursor', parameter: token } }
      }
      const from = Math.min(place?.position ?? 0, selection.count)
      const to = Math.min(from + (parameters[size] as number), selection.count)
      const nextToken = to < selection.count ? codec.encode({ direction: 'next', position: to }, binding) : null
      return { ok: true, value: { from, to, info: { nextToken } } }
    },
  }
}
