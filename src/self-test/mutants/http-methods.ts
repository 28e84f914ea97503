import type { Refusal } from '../../contract/index.ts'
import { type Part, wholeRequest } from '../changes.ts'
import { jsonReply, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onReply, onRequest } from './make.ts'
import { listRequest } from './requests.ts'

/** What goes wrong with HEAD. */
export function heads(subject: Subject): readonly Defect[] {
  const { head } = subject.contract.http
  const isHead = ({ method, path }: ProxiedRequest) => method === 'HEAD' && path === subject.path
  function headed(
    name: string,
    description: string,
    expects: readonly string[],
    change: (reply: ProxiedReply) => ProxiedReply,
    changes: readonly Part[],
  ): Defect {
    return {
      name: `head-${name}`,
      changes,
      description,
      expects,
      mutation: onReply((reply, request) => (isHead(request) ? change(reply) : undefined)),
    }
  }
  const withABody = headed(
    'body',
    'the reply to a HEAD has a body',
    ['wire/body-presence'],
    (reply) => ({ ...reply, trailer: Buffer.from('{"leaked":true}') }),
    ['trailer'],
  )
  const served: Defect = {
    name: 'head-served',
    description: 'HEAD is answered, though the provider has none',
    expects: ['http/head'],
    changes: wholeRequest,
    mutation: onRequest((request) => (isHead(request) ? listRequest(subject, request) : undefined)),
  }
  if (head !== 'as-get') return [withABody, served]
  return [
    withABody,
    ...[404, 405, 500, 204].map((status) =>
      headed(`${status}`, `HEAD is answered with status ${status}`, ['http/head'], (reply) => ({ ...reply, status }), [
        'status',
      ]),
    ),
    headed(
      'type',
      'HEAD says another Content-Type than GET',
      ['http/head', 'shape/content-type'],
      (reply) => withHeader(reply, 'Content-Type', 'text/html'),
      ['header content-type'],
    ),
    headed(
      'length',
      'HEAD says another Content-Length than GET',
      ['http/head'],
      (reply) => ({ ...reply, contentLength: (reply.contentLength ?? 0) - 1 }),
      ['length'],
    ),
    headed(
      'length-zero',
      'HEAD says a Content-Length of 0',
      ['http/head'],
      (reply) => ({ ...reply, contentLength: 0 }),
      ['length'],
    ),
  ]
}

/** What goes wrong with a method that the provider does not have. */
export function methods(subject: Subject): readonly Defect[] {
  const { method, refusal } = subject.contract.http.wrongMethod
  const isWrong = (request: ProxiedRequest) => request.method === method && request.path === subject.path
  function refused(
    name: string,
    description: string,
    expects: string,
    change: (reply: ProxiedReply) => ProxiedReply,
    changes: readonly Part[],
  ): Defect {
    return {
      name: `method-${name}`,
      description,
      expects: [`http/${expects}`],
      changes,
      mutation: onReply((reply, request) => (isWrong(request) ? change(reply) : undefined)),
    }
  }
  return [
    {
      name: 'method-served',
      description: `${method} is answered as GET`,
      expects: ['http/method'],
      changes: wholeRequest,
      mutation: onRequest((request) => (isWrong(request) ? listRequest(subject, request) : undefined)),
    },
    ...[200, 204, 404, 500, 501].map((status) =>
      refused(
        `${status}`,
        `${method} is answered with status ${status}`,
        'method',
        (reply) => ({ ...reply, status, body: status === 204 ? Buffer.alloc(0) : reply.body }),
        status === 204 ? ['status', 'body'] : ['status'],
      ),
    ),
    ...headersOf(refusal).map((header) =>
      refused(
        header.toLowerCase(),
        `the refusal of ${method} comes without ${header}`,
        'refusal-envelope',
        (reply) => withoutHeader(reply, header),
        [`header ${header.toLowerCase()}`],
      ),
    ),
    refused(
      'envelope',
      `the refusal of ${method} says nothing`,
      'refusal-envelope',
      (reply) => jsonReply(reply.status, {}, reply),
      ['body'],
    ),
    {
      name: 'method-data',
      description: `the refusal of ${method} carries the list`,
      expects: ['http/refusal-without-data'],
      changes: ['body'],
      mutation: () => async (request, forward) => {
        const reply = await forward(request)
        if (!isWrong(request)) return reply
        const list = await forward(listRequest(subject, request))
        return withBody(reply, list.body)
      },
    },
  ]
}

/** Headers that a refusal promises. */
export function headersOf({ also = [] }: Refusal): readonly string[] {
  return also.flatMap(({ header }) => header ?? [])
}
