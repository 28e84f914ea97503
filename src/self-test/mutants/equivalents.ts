import type { Json } from '../../spec/index.ts'
import { headerOf, jsonOf, withBody, withHeader, withJson } from '../replies.ts'
import type { Equivalent, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { onReply } from './make.ts'

/** Differences that are no defects, whatever the provider. */
export function harmlessDifferences({ provider }: Subject): readonly Equivalent[] {
  return [
    equivalent('shape', 'charset-utf-8', 'JSON is UTF-8 with charset=utf-8 and without it (RFC 8259, 11)', (reply) =>
      isJson(reply) ? withHeader(reply, 'Content-Type', 'application/json; charset=utf-8') : undefined,
    ),
    equivalent(
      'wire',
      'white-space',
      'white space between the tokens of JSON means nothing (RFC 8259, 2)',
      (reply, request) => rewritten(reply, request, (body) => `${JSON.stringify(JSON.parse(body), null, 2)}\n`),
    ),
    equivalent('wire', 'member-order', 'the members of an object have no order (RFC 8259, 4)', (reply) =>
      isJson(reply) && reply.body.length > 0 ? withJson(reply, reversed(jsonOf(reply))) : undefined,
    ),
    equivalent('wire', 'escapes', 'a character of a text may be escaped (RFC 8259, 7)', (reply, request) =>
      rewritten(reply, request, (body) => body.replace(/"[^"\\]*"/g, escaped)),
    ),
    equivalent(
      'wire',
      'chunked',
      'a body may come in chunks instead of under a Content-Length (RFC 9112, 6)',
      (reply) => (reply.body.length > 0 ? { ...reply, contentLength: null } : undefined),
    ),
    equivalent('http', 'header-case', 'header names have no letter case (RFC 9110, 5.1)', (reply) => ({
      ...reply,
      headers: reply.headers.map(([name, value]) => [name.toUpperCase(), value]),
    })),
    equivalent('http', 'more-headers', 'a reply may have headers that nobody documented', (reply) =>
      withHeader(reply, 'X-More', 'yes'),
    ),
    equivalent('http', 'head-without-length', 'HEAD may leave Content-Length out (RFC 9110, 8.6)', (reply, request) =>
      request.method === 'HEAD' ? { ...reply, contentLength: null } : undefined,
    ),
    equivalent(
      'pagination',
      'another-order',
      'no document promises an order where none is asked for; a steady one is as good as any',
    ),
  ]

  function equivalent(
    family: Equivalent['class'],
    name: string,
    reason: string,
    change?: Parameters<typeof onReply>[0],
  ): Equivalent {
    const mutation = change === undefined ? {} : { mutation: onReply(change) }
    return { id: `${provider}/${family}/${name}`, provider, class: family, reason, ...mutation }
  }
}

function isJson(reply: ProxiedReply): boolean {
  return headerOf(reply, 'content-type')?.startsWith('application/json') === true
}

/** Another text for the same JSON. HEAD then no longer says how long it is. */
function rewritten(
  reply: ProxiedReply,
  { method }: ProxiedRequest,
  rewrite: (body: string) => string,
): ProxiedReply | undefined {
  if (!isJson(reply)) return undefined
  if (method === 'HEAD') return { ...reply, contentLength: null }
  return reply.body.length === 0 ? undefined : withBody(reply, rewrite(reply.body.toString('utf8')))
}

/** The same value with the members of its objects in reverse. */
function reversed(value: Json | undefined): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(reversed)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  )
}

/** A text of JSON without any escape, with one for each of its vowels e. */
function escaped(text: string): string {
  return text.replaceAll('e', '\\u0065')
}
