import { pagesOf } from '../pages.ts'
import { headerOf, jsonReply, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, mutantsFrom, onBoth, onReply, onRequest } from './make.ts'
import { listRequest, otherSlash } from './requests.ts'

/** Statuses, content types, methods and paths that are not as the provider has them. */
export function httpMutants(subject: Subject): readonly Mutant[] {
  return [
    ...mutantsFrom(subject, 'http', [
      ...statuses(subject),
      ...heads(subject),
      ...methods(subject),
      ...paths(subject),
      ...probes(subject),
    ]),
    ...mutantsFrom(subject, 'shape', contentTypes(subject)),
  ]
}

function statuses(subject: Subject): readonly Defect[] {
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

function contentTypes(subject: Subject): readonly Defect[] {
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
      expects: ['shape/content-type'],
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

function heads(subject: Subject): readonly Defect[] {
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

function methods(subject: Subject): readonly Defect[] {
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

function paths(subject: Subject): readonly Defect[] {
  const { path } = subject
  const { otherSlash: rule } = subject.contract.http
  const slash = otherSlash(path)
  const isOther = (request: ProxiedRequest) => request.path === slash && request.method === 'GET'
  const isUnknown = (request: ProxiedRequest) => /-unknown\/?$/.test(request.path)
  const isCapital = (request: ProxiedRequest) => request.path !== path && request.path.toLowerCase() === path
  function served(
    name: string,
    description: string,
    check: string,
    when: (request: ProxiedRequest) => boolean,
  ): Defect {
    return {
      name,
      description,
      expects: [check],
      mutation: onRequest((request) => (when(request) ? listRequest(subject, request) : undefined)),
    }
  }
  function redirected(name: string, description: string, change: (reply: ProxiedReply) => ProxiedReply): Defect {
    return {
      name: `slash-${name}`,
      description,
      expects: ['http/slash'],
      mutation: onReply((reply, request) => (isOther(request) ? change(reply) : undefined)),
    }
  }
  function answered(
    name: string,
    description: string,
    when: (request: ProxiedRequest) => boolean,
    status: number,
  ): Defect {
    return {
      name,
      description,
      expects: ['http/not-found'],
      mutation: onReply((reply, request) => (when(request) ? { ...reply, status } : undefined)),
    }
  }
  const redirects: readonly Defect[] =
    typeof rule === 'object' && 'redirect' in rule
      ? [
          redirected('query', 'the redirect to the slash loses the query', (reply) =>
            withHeader(reply, 'Location', path),
          ),
          redirected('place', 'the redirect to the slash leads elsewhere', (reply) =>
            withHeader(reply, 'Location', '/login?x=1'),
          ),
          redirected('itself', 'the redirect to the slash leads to itself', (reply) =>
            withHeader(reply, 'Location', `${slash}?x=1`),
          ),
          redirected('host', 'the redirect to the slash leads to another host', (reply) =>
            withHeader(reply, 'Location', `https://elsewhere.example${path}?x=1`),
          ),
          redirected('302', 'the redirect to the slash has status 302', (reply) => ({ ...reply, status: 302 })),
          redirected('404', 'the path without its slash is not found', (reply) => ({ ...reply, status: 404 })),
          redirected('location', 'the redirect to the slash has no Location', (reply) =>
            withoutHeader(reply, 'Location'),
          ),
        ]
      : []
  return [
    ...('isTolerated' in rule
      ? []
      : [served('slash-served', `the path ${slash} is served as well`, 'http/slash', isOther)]),
    ...redirects,
    served('unknown-path', 'an unknown path gives the list', 'http/not-found', isUnknown),
    served('capital-path', 'the path in capitals gives the list', 'http/not-found', isCapital),
    answered('unknown-200', 'an unknown path is answered with status 200', isUnknown, 200),
    answered('unknown-500', 'an unknown path is answered with status 500', isUnknown, 500),
    answered('unknown-410', 'an unknown path is answered with status 410', isUnknown, 410),
    {
      name: 'unknown-envelope',
      description: 'an unknown path is refused in another envelope',
      expects: ['http/refusal-envelope'],
      mutation: onReply((reply, request) =>
        isUnknown(request)
          ? withBody(withHeader(reply, 'Content-Type', 'application/json'), '{"error":"not found"}')
          : undefined,
      ),
    },
  ]
}

function probes(subject: Subject): readonly Defect[] {
  const { http } = subject.contract
  return http.probes.flatMap(({ id, plan }): readonly Defect[] => {
    const marks = Object.entries({
      ...plan.headers,
      ...(typeof plan.authorization === 'object' ? plan.authorization.headers : {}),
    })
    const isProbe = (request: ProxiedRequest) =>
      request.method === (plan.method ?? 'GET') &&
      request.path === (plan.path ?? subject.path) &&
      marks.every(([name, value]) => headerOf(request, name) === value) &&
      (plan.authorization !== 'none' ||
        Object.keys(subject.credentialHeaders).every((name) => headerOf(request, name) === undefined))
    return [
      {
        name: `probe-${id}-200`,
        description: `${plan.purpose}: answered with status 200 and nothing`,
        expects: [`http/probe-${id}`],
        mutation: onReply((reply, request) =>
          isProbe(request) ? { ...jsonReply(200, {}), headers: reply.headers } : undefined,
        ),
      },
      {
        name: `probe-${id}-500`,
        description: `${plan.purpose}: answered with status 500`,
        expects: [`http/probe-${id}`],
        mutation: onReply((reply, request) => (isProbe(request) ? { ...reply, status: 500 } : undefined)),
      },
      {
        name: `probe-${id}-served`,
        description: `${plan.purpose}: answered as the ordinary request`,
        expects: [`http/probe-${id}`],
        mutation: onBoth(
          (request) =>
            isProbe(request)
              ? { ...listRequest(subject, request), headers: Object.entries(subject.credentialHeaders) }
              : undefined,
          (reply) => reply,
        ),
      },
    ]
  })
}
