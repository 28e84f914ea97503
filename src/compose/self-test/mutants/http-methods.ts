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
  ): Defect {
    return {
      name: `head-${name}`,
      description,
      expects,
      mutation: onReply((reply, request) => (isHead(request) ? change(reply) : undefined)),
    }
  }
  const withABody = headed('body', 'the reply to a HEAD has a body', ['wire/body-presence'], (reply) => ({
    ...reply,
    body: Buffer.alloc(0),
    trailer: Buffer.from('{"leaked":true}'),
  }))
  const served: Defect = {
    name: 'head-served',
    description: 'HEAD is answered, though the provider has none',
    expects: ['http/head'],
    mutation: onRequest((request) => (isHead(request) ? listRequest(subject, request) : undefined)),
  }
  if (head !== 'as-get') return [withABody, served]
  return [
    withABody,
    ...[404, 405, 500, 204].map((status) =>
      headed(`${status}`, `HEAD is answered with status ${status}`, ['http/head'], (reply) => ({ ...reply, status })),
    ),
    headed('type', 'HEAD says another Content-Type than GET', ['http/head', 'shape/content-type'], (reply) =>
      withHeader(reply, 'Content-Type', 'text/html'),
    ),
    headed('length', 'HEAD says another Content-Length than GET', ['http/head'], (reply) => ({
      ...reply,
      contentLength: (reply.contentLength ?? 0) - 1,
    })),
    headed('length-zero', 'HEAD says a Content-Length of 0', ['http/head'], (reply) => ({
      ...reply,
      contentLength: 0,
    })),
  ]
}

/** What goes wrong with a method that the provider does not have. */
export function methods(subject: Subject): readonly Defect[] {
  const { method, refusal } = subject.contract.http.wrongMethod
  const isWrong = (request: ProxiedRequest) => request.method === method && request.path === subject.path
  const hasAllow = refusal.also?.some(({ promised }) => promised.includes('Allow')) === true
  return [
    {
      name: 'method-served',
      description: `${method} is answered as GET`,
      expects: ['http/method'],
      mutation: onRequest((request) => (isWrong(request) ? listRequest(subject, request) : undefined)),
    },
    ...[200, 204, 404, 500, 501].map(
      (status): Defect => ({
        name: `method-${status}`,
        description: `${method} is answered with status ${status}`,
        expects: ['http/method'],
        mutation: onReply((reply, request) =>
          isWrong(request) ? { ...reply, status, body: status === 204 ? Buffer.alloc(0) : reply.body } : undefined,
        ),
      }),
    ),
    ...(hasAllow
      ? [
          {
            name: 'method-allow',
            description: 'status 405 comes without Allow',
            expects: ['http/refusal-envelope'],
            mutation: onReply((reply, request) => (isWrong(request) ? withoutHeader(reply, 'Allow') : undefined)),
          },
        ]
      : []),
    {
      name: 'method-envelope',
      description: `the refusal of ${method} says nothing`,
      expects: ['http/refusal-envelope'],
      mutation: onReply((reply, request) => (isWrong(request) ? jsonReply(reply.status, {}, reply) : undefined)),
    },
    {
      name: 'method-data',
      description: `the refusal of ${method} carries the list`,
      expects: ['http/refusal-without-data'],
      mutation: (note) => async (request, forward) => {
        const reply = await forward(request)
        if (!isWrong(request)) return reply
        note()
        const list = await forward(listRequest(subject, request))
        return withBody(reply, list.body)
      },
    },
  ]
}
