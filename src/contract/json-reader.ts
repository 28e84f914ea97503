import type { Exchange } from './types.ts'

type Read = Exchange['json']

/** Smaller bodies are read sooner than they are compared. */
const leastBytes = 4_096

/**
 * Makes the function that reads bodies as JSON. Laws ask for the same page again and again: a body with the same bytes as one of the
 * last two pages is not read again, and what was read of it is the very same object.
 */
export function jsonReader(): (body: Buffer) => Read {
  let last: readonly { readonly body: Buffer; readonly read: Read }[] = []
  return (body) => {
    if (body.length < leastBytes) return readJson(body)
    const known = last.find((one) => one.body.equals(body))
    const page = known ?? { body, read: readJson(body) }
    if (page !== last[0]) last = [page, ...last.filter((one) => one !== page)].slice(0, 2)
    return page.read
  }
}

function readJson(body: Buffer): Read {
  if (body.length === 0) return { ok: false, reason: 'the body is empty' }
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) }
  } catch (error) {
    return { ok: false, reason: (error as Error).message }
  }
}
