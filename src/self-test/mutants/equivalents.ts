import type { Family } from '../../contract/index.ts'
import { isArray, isObject, type Json } from '../../spec/index.ts'
import { headerOf, jsonOf, withBody, withHeader, withJson } from '../replies.ts'
import type { Equivalent, Forward, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { equivalentFrom, onReply } from './make.ts'

/** Differences that are no defects, whatever the provider. */
export function harmlessDifferences(subject: Subject): readonly Equivalent[] {
  const differs = (family: Family, name: string, reason: string, change: Parameters<typeof onReply>[0]) =>
    equivalentFrom(subject, family, name, reason, onReply(change))
  return [
    differs(
      'shape',
      'charset-utf-8',
      'JSON is UTF-8 with charset=utf-8 and without it (RFC 8259, 11)',
      (reply) => isJson(reply) && withHeader(reply, 'Content-Type', 'application/json; charset=utf-8'),
    ),
    differs('wire', 'white-space', 'white space between the tokens of JSON means nothing (RFC 8259, 2)', (...asked) =>
      rewritten(...asked, (body) => `${JSON.stringify(JSON.parse(body), null, 2)}\n`),
    ),
    differs(
      'wire',
      'member-order',
      'the members of an object have no order (RFC 8259, 4)',
      (reply) => isJson(reply) && reply.body.length > 0 && withJson(reply, reversed(jsonOf(reply))),
    ),
    differs('wire', 'escapes', 'a character of a text may be escaped (RFC 8259, 7)', (...asked) =>
      // Texts without any escape get one for each of their vowels e.
      rewritten(...asked, (body) => body.replace(/"[^"\\]*"/g, (text) => text.replaceAll('e', '\\u0065'))),
    ),
    differs(
      'wire',
      'chunked',
      'a body may come in chunks instead of under a Content-Length (RFC 9112, 6)',
      (reply) => reply.body.length > 0 && { ...reply, contentLength: null },
    ),
    differs('http', 'header-case', 'header names have no letter case (RFC 9110, 5.1)', (reply) => ({
      ...reply,
      headers: reply.headers.map(([name, value]) => [name.toUpperCase(), value]),
    })),
    differs('http', 'more-headers', 'a reply may have headers that nobody documented', (reply) =>
      withHeader(reply, 'X-More', 'yes'),
    ),
    differs(
      'http',
      'head-without-length',
      'HEAD may leave Content-Length out (RFC 9110, 8.6)',
      (reply, request) => request.method === 'HEAD' && { ...reply, contentLength: null },
    ),
    equivalentFrom(
      subject,
      'pagination',
      'another-order',
      'no document promises an order where none is asked for; a steady one is as good as any',
    ),
  ]
}

function isJson(reply: ProxiedReply): boolean {
  return headerOf(reply, 'content-type')?.startsWith('application/json') === true
}

/** Another text for the same JSON. HEAD then no longer says how long it is. */
function rewritten(
  reply: ProxiedReply,
  { method }: ProxiedRequest,
  _forward: Forward,
  rewrite: (body: string) => string,
): ProxiedReply | false {
  if (!isJson(reply)) return false
  if (method === 'HEAD') return { ...reply, contentLength: null }
  return reply.body.length > 0 && withBody(reply, rewrite(reply.body.toString('utf8')))
}

/** The same value with the members of its objects in reverse. */
function reversed(value: Json = null): Json {
  if (isArray(value)) return value.map((inner) => reversed(inner))
  if (!isObject(value)) return value
  const members = Object.entries(value).map(([name, inner]) => [name, reversed(inner)])
  return Object.fromEntries(members.reverse())
}
