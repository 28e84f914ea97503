import { wholeReply } from '../changes.ts'
import { pagesOf } from '../pages.ts'
import { headerOf } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, refusalChecks, replyDefects } from './make.ts'
import { changing, dropHeader, htmlPage, setHeader, setStatus } from './reply-changes.ts'

/** Pages under another status. */
export function statuses(subject: Subject): readonly Defect[] {
  const pages = pagesOf(subject)
  const listed = replyDefects((reply, request) => pages.rows(request, reply) !== undefined, 'list-')
  const asNoContent = changing(['status', 'body', 'length', 'trailer'], (reply) => ({
    ...reply,
    status: 204,
    body: Buffer.alloc(0),
    contentLength: null,
    trailer: reply.body,
  }))
  const toLogin = changing(wholeReply, () => ({
    status: 302,
    headers: [['Location', '/login']],
    body: Buffer.alloc(0),
  }))
  return [
    ...[201, 202, 203, 206, 299].map((status) =>
      listed(`${status}`, `pages come with status ${status}`, ['shape/status'], setStatus(status)),
    ),
    listed('204', 'pages come with status 204, which has no body', ['shape/status', 'wire/body-presence'], asNoContent),
    listed('500', 'the ordinary request is answered with status 500', ['first-page'], setStatus(500)),
    listed('404', 'the ordinary request is answered with status 404', ['first-page', 'operation-gone'], setStatus(404)),
    listed('302', 'the ordinary request is redirected to a login page', ['first-page'], toLogin),
  ]
}

/** None of them is JSON in UTF-8. */
const wrongTypes = [
  'text/plain',
  'text/html; charset=utf-8',
  'text/json',
  'application/octet-stream',
  'application/vnd.api+json',
  'application/json; charset=iso-8859-1',
  'application/json;charset="utf-16"',
]

/** Bodies under another media type. */
export function contentTypes(subject: Subject): readonly Defect[] {
  const pages = pagesOf(subject)
  const of = (when: (reply: ProxiedReply, request: ProxiedRequest) => boolean) => replyDefects(when, 'content-type-')
  const page = of((reply, request) => pages.rows(request, reply) !== undefined)
  const last = of((reply, request) => pages.isLast(request, reply))
  const refusal = of((reply) => reply.status >= 400 && headerOf(reply, 'content-type') === 'application/json')
  const check = ['content-type']
  const plainText = setHeader('Content-Type', 'text/plain')
  const none = dropHeader('Content-Type')
  const two = changing(['header content-type'], (reply) => ({
    ...reply,
    headers: [...reply.headers, ['Content-Type', 'text/plain']],
  }))
  return [
    ...wrongTypes.map((type, i) => page(`${i + 1}`, `pages come as ${type}`, check, setHeader('Content-Type', type))),
    page('missing', 'pages come without a Content-Type', check, none),
    page('twice', 'pages come with two Content-Types', check, two),
    last('last', 'the last page comes as text/plain', check, plainText),
    refusal('refusal', 'refusals come as pages of HTML', [...check, ...refusalChecks], htmlPage),
    refusal('refusal-missing', 'refusals come without a Content-Type', [...check, ...refusalChecks], none),
  ]
}
