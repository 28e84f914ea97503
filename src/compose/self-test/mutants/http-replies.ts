import { pagesOf } from '../pages.ts'
import { headerOf, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onReply, refusalChecks } from './make.ts'

/** Pages under another status. */
export function statuses(subject: Subject): readonly Defect[] {
  const pages = pagesOf(subject)
  const codes = [201, 202, 203, 206, 299].map(
    (status): Defect => ({
      name: `list-${status}`,
      description: `pages come with status ${status}`,
      expects: ['shape/status'],
      mutation: onReply((reply, request) =>
        pages.rows(request, reply) === undefined ? undefined : { ...reply, status },
      ),
    }),
  )
  return [
    ...codes,
    {
      name: 'list-204',
      description: 'pages come with status 204, which has no body',
      expects: ['shape/status', 'wire/body-presence'],
      mutation: onReply((reply, request) =>
        pages.rows(request, reply) === undefined
          ? undefined
          : { ...reply, status: 204, body: Buffer.alloc(0), contentLength: null, trailer: reply.body },
      ),
    },
    {
      name: 'list-500',
      description: 'the ordinary request is answered with status 500',
      expects: ['http/first-page'],
      mutation: onReply((reply, request) =>
        pages.rows(request, reply) === undefined ? undefined : { ...reply, status: 500 },
      ),
    },
    {
      name: 'list-404',
      description: 'the ordinary request is answered with status 404',
      expects: ['http/first-page', 'http/operation-gone'],
      mutation: onReply((reply, request) =>
        pages.rows(request, reply) === undefined ? undefined : { ...reply, status: 404 },
      ),
    },
    {
      name: 'list-302',
      description: 'the ordinary request is redirected to a login page',
      expects: ['http/first-page'],
      mutation: onReply((reply, request) =>
        pages.rows(request, reply) === undefined
          ? undefined
          : { status: 302, headers: [['Location', '/login']], body: Buffer.alloc(0) },
      ),
    },
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
  ): Defect {
    return {
      name,
      description,
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
    typed('content-type-refusal', 'refusals come as text/html', isRefusal, (reply) =>
      withBody(withHeader(reply, 'Content-Type', 'text/html'), '<h1>No</h1>'),
    ),
    typed('content-type-refusal-missing', 'refusals come without a Content-Type', isRefusal, (reply) =>
      withoutHeader(reply, 'Content-Type'),
    ),
  ]
}
