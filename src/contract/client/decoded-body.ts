import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { CouldNotCheck } from '../types.ts'

type Decoder = (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer

/** The content codings of RFC 9110, 8.4.1, and Brotli (RFC 7932). */
const decoders = new Map<string, Decoder>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
  ['identity', (body) => body],
])

/** Codings on top of each other that are undone. */
const mostCodings = 3

/**
 * A body without its content codings, which are named in the order in which they were applied. Undefined where one is not known or the
 * body is not in it. Errors: CouldNotCheck TOO_LARGE for more than so many bytes, after any of the codings.
 */
export function decodedBody(body: Buffer, codings: readonly string[], limitBytes: number): Buffer | undefined {
  if (codings.length > mostCodings) return undefined
  let decoded = body
  for (const coding of codings.toReversed()) {
    const decode = decoders.get(coding)
    if (decode === undefined) return undefined
    try {
      decoded = decode(decoded, { maxOutputLength: limitBytes })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return undefined
      const message = `a body of ${body.length} bytes is more than ${limitBytes} when it is decoded, which are not read`
      throw new CouldNotCheck('TOO_LARGE', message)
    }
  }
  return decoded
}
