import type { Exchange } from './types.ts'

/** A body as JSON, or why it is none. */
export function readJson(body: Buffer): Exchange['json'] {
  if (body.length === 0) return { ok: false, reason: 'the body is empty' }
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) }
  } catch (error) {
    return { ok: false, reason: (error as Error).message }
  }
}
