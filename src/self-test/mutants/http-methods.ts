import type { Refusal } from '../../contract/index.ts'
import { wholeRequest } from '../changes.ts'
import { jsonReply, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onRequest, replyDefects, withStatus } from './make.ts'
import { listRequest } from './requests.ts'

/** What goes wrong with HEAD. */
export function heads(subject: Subject): readonly Defect[] {
  const isHead = ({ method, path }: ProxiedRequest) => method === 'HEAD' && path === subject.path
  const headed = replyDefects((_reply, request) => isHead(request), 'head-')
  const check = ['http/head']
  const withABody = headed('body', 'the reply to a HEAD has a body', ['wire/body-presence'], ['trailer'], (reply) => ({
    ...reply,
    trailer: Buffer.from('{"leaked":true}'),
  }))
  if (subject.contract.http.head !== 'as-get') {
    return [
      withABody,
      {
        name: 'head-served',
        description: 'HEAD is answered, though the provider has none',
        expects: check,
        changes: wholeRequest,
        mutation: onRequest((request) => (isHead(request) ? listRequest(subject, request) : undefined)),
      },
    ]
  }
  return [
    withABody,
    ...[404, 405, 500, 204].map((status) =>
      headed(`${status}`, `HEAD is answered with status ${status}`, check, ['status'], withStatus(status)),
    ),
    headed(
      'type',
      'HEAD says another Content-Type than GET',
      [...check, 'shape/content-type'],
      ['header content-type'],
      (reply) => withHeader(reply, 'Content-Type', 'text/html'),
    ),
    headed('length', 'HEAD says another Content-Length than GET', check, ['length'], (reply) => ({
      ...reply,
      contentLength: (reply.contentLength ?? 0) - 1,
    })),
    headed('length-zero', 'HEAD says a Content-Length of 0', check, ['length'], (reply) => ({
      ...reply,
      contentLength: 0,
    })),
  ]
}

/** What goes wrong with a method that the provider does not have. */
export function methods(subject: Subject): readonly Defect[] {
  const { method, refusal } = subject.contract.http.wrongMethod
  const isWrong = (request: ProxiedRequest) => request.method === method && request.path === subject.path
  const refused = replyDefects((_reply, request) => isWrong(request), 'method-')
  const [check, envelope] = [['http/method'], ['http/refusal-envelope']]
  return [
    {
      name: 'method-served',
      description: `${method} is answered as GET`,
      expects: check,
      changes: wholeRequest,
      mutation: onRequest((request) => (isWrong(request) ? listRequest(subject, request) : undefined)),
    },
    ...[200, 404, 500, 501].map((status) =>
      refused(`${status}`, `${method} is answered with status ${status}`, check, ['status'], withStatus(status)),
    ),
    refused('204', `${method} is answered with status 204`, check, ['status', 'body'], (reply) =>
      withBody(withStatus(204)(reply), ''),
    ),
    ...headersOf(refusal).map((header) =>
      refused(
        header.toLowerCase(),
        `the refusal of ${method} comes without ${header}`,
        envelope,
        [`header ${header.toLowerCase()}`],
        (reply) => withoutHeader(reply, header),
      ),
    ),
    refused('envelope', `the refusal of ${method} says nothing`, envelope, ['body'], (reply) =>
      jsonReply(reply.status, {}, reply),
    ),
    {
      name: 'method-data',
      description: `the refusal of ${method} carries the list`,
      expects: ['http/refusal-without-data'],
      changes: ['body'],
      mutation: () => async (request, forward) => {
        const reply = await forward(request)
        return isWrong(request) ? withBody(reply, (await forward(listRequest(subject, request))).body) : reply
      },
    },
  ]
}

/** Headers that a refusal promises. */
export function headersOf({ also = [] }: Refusal): readonly string[] {
  return also.flatMap(({ header }) => header ?? [])
}
