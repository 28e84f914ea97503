import { wholeReply } from '../changes.ts'
import { pagesOf } from '../pages.ts'
import { headerOf, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { Subject } from '../types.ts'
import { type Defect, refusalChecks, replyDefects, withStatus } from './make.ts'

/** Pages under another status. */
export function statuses(subject: Subject): readonly Defect[] {
  const pages = pagesOf(subject)
  const listed = replyDefects((reply, request) => pages.rows(request, reply) !== undefined, 'list-')
  const ordinary = 'the ordinary request is'
  return [
    ...[201, 202, 203, 206, 299].map((status) =>
      listed(`${status}`, `pages come with status ${status}`, ['shape/status'], ['status'], withStatus(status)),
    ),
    listed(
      '204',
      'pages come with status 204, which has no body',
      ['shape/status', 'wire/body-presence'],
      ['status', 'body', 'length', 'trailer'],
      (reply) => ({ ...reply, status: 204, body: Buffer.alloc(0), contentLength: null, trailer: reply.body }),
    ),
    ...[500, 404].map((status) =>
      listed(
        `${status}`,
        `${ordinary} answered with status ${status}`,
        status === 404 ? ['http/first-page', 'http/operation-gone'] : ['http/first-page'],
        ['status'],
        withStatus(status),
      ),
    ),
    listed('302', `${ordinary} redirected to a login page`, ['http/first-page'], wholeReply, () => ({
      status: 302,
      headers: [['Location', '/login']],
      body: Buffer.alloc(0),
    })),
  ]
}

/** Bodies under another media type. */
export function contentTypes(subject: Subject): readonly Defect[] {
  const pages = pagesOf(subject)
  const types = [
    'text/plain',
    'text/html; charset=utf-8',
    'text/json',
    'application/octet-stream',
    'application/vnd.api+json',
    'application/json; charset=iso-8859-1',
    'application/json;charset="utf-16"',
  ]
  const page = replyDefects((reply, request) => pages.rows(request, reply) !== undefined, 'content-type-')
  const last = replyDefects((reply, request) => pages.isLast(request, reply), 'content-type-')
  const refusal = replyDefects(
    (reply) => reply.status >= 400 && headerOf(reply, 'content-type') === 'application/json',
    'content-type-',
  )
  const [check, part] = [['shape/content-type'], ['header content-type']] as const
  return [
    ...types.map((type, i) =>
      page(`${i + 1}`, `pages come as ${type}`, check, part, (reply) => withHeader(reply, 'Content-Type', type)),
    ),
    page('missing', 'pages come without a Content-Type', check, part, (reply) => withoutHeader(reply, 'Content-Type')),
    page('twice', 'pages come with two Content-Types', check, part, (reply) => ({
      ...reply,
      headers: [...reply.headers, ['Content-Type', 'text/plain']],
    })),
    last('last', 'the last page comes as text/plain', check, part, (reply) =>
      withHeader(reply, 'Content-Type', 'text/plain'),
    ),
    refusal('refusal', 'refusals come as pages of HTML', [...check, ...refusalChecks], [...part, 'body'], (reply) =>
      withBody(withHeader(reply, 'Content-Type', 'text/html'), '<h1>No</h1>'),
    ),
    refusal('refusal-missing', 'refusals come without a Content-Type', [...check, ...refusalChecks], part, (reply) =>
      withoutHeader(reply, 'Content-Type'),
    ),
  ]
}
