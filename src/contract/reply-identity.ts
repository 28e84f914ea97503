import { createHash } from 'node:crypto'
import { mediaTypeOf } from './replies.ts'
import type { Exchange } from './types.ts'

/** The same object for replies that are the same to every check of shape and bytes. */
export type ReplyIdentity = (exchange: Exchange) => object

/** Different replies that are distinguished before the oldest is forgotten. */
const mostIdentities = 200

const mostPlainBytes = 1_024

/**
 * Recognizes replies by method, path, status, media type and a digest of the body: laws ask for the same page again and again. Without
 * it a check of all providers takes 10 % more processor time (bench, section contract).
 */
export function replyIdentities(): ReplyIdentity {
  const known = new Map<string, object>()

  return function identityOf(exchange) {
    const { plan, request, response } = exchange
    const facts = [request.method, plan.method, plan.path, response.status, mediaTypeOf(exchange), response.complete]
    const key = `${JSON.stringify(facts)} ${digestOf(response.body)}`
    const identity = known.get(key) ?? {}
    known.delete(key)
    known.set(key, identity)
    const [oldest] = known.keys()
    if (known.size > mostIdentities && oldest !== undefined) known.delete(oldest)
    return identity
  }
}

function digestOf(body: Buffer): string {
  // A refusal is shorter than what it takes to make a digest of it.
  if (body.length <= mostPlainBytes) return `plain ${body.toString('latin1')}`
  return createHash('sha256').update(body).digest('base64')
}
