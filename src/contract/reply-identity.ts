import { createHash } from 'node:crypto'
import { mediaTypeOf } from './replies.ts'
import type { Exchange } from './types.ts'

/** The same object for replies that are the same to every check of shape and bytes. */
export type ReplyIdentity = (exchange: Exchange) => object

/** Different replies that are told apart before the oldest is forgotten. */
const mostIdentities = 200

const mostPlainBytes = 1_024

/**
 * Recognizes replies by method, path, status, media type and a digest of the body: laws ask for the same page again and again, and a
 * digest costs a tenth of what judging the page does.
 */
export function replyIdentities(): ReplyIdentity {
  const known = new Map<string, object>()
  // What was read of a body is the same object only if the bytes were the same (`jsonReader`).
  const digests = new WeakMap<object, string>()

  function digestOf(json: object, body: Buffer): string {
    // A refusal is shorter than what it takes to make a digest of it.
    if (body.length <= mostPlainBytes) return `plain ${body.toString('latin1')}`
    const digest = digests.get(json) ?? createHash('sha256').update(body).digest('base64')
    digests.set(json, digest)
    return digest
  }

  return function identityOf(exchange) {
    const { plan, request, response, json } = exchange
    const digest = digestOf(json, response.body)
    const facts = [request.method, plan.method, plan.path, response.status, mediaTypeOf(exchange), response.complete]
    const key = `${JSON.stringify(facts)} ${digest}`
    const identity = known.get(key) ?? {}
    known.delete(key)
    known.set(key, identity)
    const [oldest] = known.keys()
    if (known.size > mostIdentities && oldest !== undefined) known.delete(oldest)
    return identity
  }
}
