import { type Part, wholeReply } from '../changes.ts'
import { pagesOf } from '../pages.ts'
import { headerOf, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onReply, refusalChecks } from './make.ts'

/** Pages under another status. */
export function statuses(subject: Subject): readonly Defect[] {
  const pages = pagesOf(subject)
  function listed(
    name: string,
    description: string,
    expects: readonly string[],
    change: (reply: ProxiedReply) => ProxiedReply,
    changes: readonly Part[] = ['status'],
  ): Defect {
    return {
      name: `list-${name}`,
      description,
      expects,
      changes,
      mutation: onReply((reply, request) => (pages.rows(request, reply) === undefined ? undefined : change(reply))),
    }
  }
  return [
    ...[201, 202, 203, 206, 299].map((status) =>
      listed(`${status}`, `pages come with status ${status}`, ['shape/status'], (reply) => ({ ...reply, status })),
    ),
    listed(
      '204',
      'pages come with status 204, which has no body',
      ['shape/status', 'wire/body-presence'],
      (reply) => ({ ...reply, status: 204, body: Buffer.alloc(0), contentLength: null, trailer: reply.body }),
      ['status', 'body', 'length', 'trailer'],
    ),
    listed('500', 'the ordinary request is answered with status 500', ['http/first-page'], (reply) => ({
      ...reply,
      status: 500,
    })),
    listed(
      '404',
      'the ordinary request is answered with status 404',
      ['http/first-page', 'http/operation-gone'],
      (reply) => ({ ...reply, status: 404 }),
    ),
    listed(
      '302',
      'the ordinary request is redirected to a login page',
      ['http/first-page'],
      () => ({ status: 302, headers: [['Location', '/login']], body: Buffer.alloc(0) }),
      wholeReply,
    ),
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
  const isPage = (reply: ProxiedReply, request: ProxiedRequest) => pages.rows(request, reply) !== undefined
  const isRefusal = (reply: ProxiedReply) =>
    reply.status >= 400 && headerOf(reply, 'content-type') === 'application/json'
  function typed(
    name: string,
    description: string,
    when: (reply: ProxiedReply, request: ProxiedRequest) => boolean,
    change: (reply: ProxiedReply) => ProxiedReply,
    changes: readonly Part[] = ['header content-type'],
  ): Defect {
    return {
      name,
      description,
      changes,
      expects: ['shape/content-type', ...(when === isRefusal ? refusalChecks : [])],
      mutation: onReply((reply, request) => (when(reply, request) ? change(reply) : undefined)),
    }
  }
  return [
    ...types.map((type, i) =>
      typed(`content-type-${i + 1}`, `pages come as ${type}`, isPage, (reply) =>
        withHeader(reply, 'Content-Type', type),
      ),
    ),
    typed('content-type-missing', 'pages come without a Content-Type', isPage, (reply) =>
      withoutHeader(reply, 'Content-Type'),
    ),
    typed('content-type-twice', 'pages come with two Content-Types', isPage, (reply) => ({
      ...reply,
      headers: [...reply.headers, ['Content-Type', 'text/plain']],
    })),
    typed(
      'content-type-last',
      'the last page comes as text/plain',
      (reply, request) => pages.isLast(request, reply),
      (reply) => withHeader(reply, 'Content-Type', 'text/plain'),
    ),
    typed(
      'content-type-refusal',
      'refusals come as pages of HTML',
      isRefusal,
      (reply) => withBody(withHeader(reply, 'Content-Type', 'text/html'), '<h1>No</h1>'),
      ['header content-type', 'body'],
    ),
    typed('content-type-refusal-missing', 'refusals come without a Content-Type', isRefusal, (reply) =>
      withoutHeader(reply, 'Content-Type'),
    ),
  ]
}
