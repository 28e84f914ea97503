import { type Part, wholeRequest } from '../changes.ts'
import { headerOf, jsonReply, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onReply, onRequest } from './make.ts'
import { listRequest, otherSlash } from './requests.ts'

/** Paths that lead where they should not. */
export function paths(subject: Subject): readonly Defect[] {
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
      changes: wholeRequest,
      mutation: onRequest((request) => (when(request) ? listRequest(subject, request) : undefined)),
    }
  }
  function redirected(
    name: string,
    description: string,
    change: (reply: ProxiedReply) => ProxiedReply,
    changes: Part = 'header location',
  ): Defect {
    return {
      name: `slash-${name}`,
      description,
      changes: [changes],
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
      changes: ['status'],
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
          redirected(
            '302',
            'the redirect to the slash has status 302',
            (reply) => ({ ...reply, status: 302 }),
            'status',
          ),
          redirected(
            '404',
            'the path without its slash is not found',
            (reply) => ({ ...reply, status: 404 }),
            'status',
          ),
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
      changes: ['header content-type', 'body'],
      mutation: onReply((reply, request) =>
        isUnknown(request)
          ? withBody(withHeader(reply, 'Content-Type', 'application/json'), '{"error":"not found"}')
          : undefined,
      ),
    },
  ]
}

/** Requests that should provoke an error, and do not. */
export function probes(subject: Subject): readonly Defect[] {
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
    const common = { expects: [`http/probe-${id}`] }
    return [
      {
        ...common,
        name: `probe-${id}-200`,
        description: `${plan.purpose}: answered with status 200 and nothing`,
        changes: ['status', 'body'],
        mutation: onReply((reply, request) =>
          isProbe(request) ? { ...jsonReply(200, {}), headers: reply.headers } : undefined,
        ),
      },
      {
        ...common,
        name: `probe-${id}-500`,
        description: `${plan.purpose}: answered with status 500`,
        changes: ['status'],
        mutation: onReply((reply, request) => (isProbe(request) ? { ...reply, status: 500 } : undefined)),
      },
      {
        ...common,
        name: `probe-${id}-served`,
        description: `${plan.purpose}: answered as the ordinary request`,
        changes: wholeRequest,
        mutation: onRequest((request) =>
          isProbe(request)
            ? { ...listRequest(subject, request), headers: Object.entries(subject.credentialHeaders) }
            : undefined,
        ),
      },
    ]
  })
}
