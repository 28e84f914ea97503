import { wholeRequest } from '../changes.ts'
import { headerOf, jsonReply, withBody, withHeader, withoutHeader } from '../replies.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onRequest, replyDefects, withStatus } from './make.ts'
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
  const unknown = replyDefects((_reply, request) => isUnknown(request), 'unknown-')
  return [
    ...('isTolerated' in rule
      ? []
      : [served('slash-served', `the path ${slash} is served as well`, 'http/slash', isOther)]),
    ...('redirect' in rule ? redirects() : []),
    served('unknown-path', 'an unknown path gives the list', 'http/not-found', isUnknown),
    served('capital-path', 'the path in capitals gives the list', 'http/not-found', isCapital),
    ...[200, 500, 410].map((status) =>
      unknown(
        `${status}`,
        `an unknown path is answered with status ${status}`,
        ['http/not-found'],
        ['status'],
        withStatus(status),
      ),
    ),
    unknown(
      'envelope',
      'an unknown path is refused in another envelope',
      ['http/refusal-envelope'],
      ['header content-type', 'body'],
      (reply) => withBody(withHeader(reply, 'Content-Type', 'application/json'), '{"error":"not found"}'),
    ),
  ]

  function redirects(): readonly Defect[] {
    const redirected = replyDefects((_reply, request) => isOther(request), 'slash-')
    const check = ['http/slash']
    const elsewhere = [
      ['query', 'loses the query', path],
      ['place', 'leads elsewhere', '/login?x=1'],
      ['itself', 'leads to itself', `${slash}?x=1`],
      ['host', 'leads to another host', `https://elsewhere.example${path}?x=1`],
    ] as const
    return [
      ...elsewhere.map(([name, words, location]) =>
        redirected(name, `the redirect to the slash ${words}`, check, ['header location'], (reply) =>
          withHeader(reply, 'Location', location),
        ),
      ),
      redirected('302', 'the redirect to the slash has status 302', check, ['status'], withStatus(302)),
      redirected('404', 'the path without its slash is not found', check, ['status'], withStatus(404)),
      redirected('location', 'the redirect to the slash has no Location', check, ['header location'], (reply) =>
        withoutHeader(reply, 'Location'),
      ),
    ]
  }
}

/** Requests that should provoke an error, and do not. */
export function probes(subject: Subject): readonly Defect[] {
  return subject.contract.http.probes.flatMap(({ id, plan }): readonly Defect[] => {
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
    const probed = replyDefects((_reply, request) => isProbe(request), `probe-${id}-`)
    const expects = [`http/probe-${id}`]
    return [
      probed('200', `${plan.purpose}: answered with status 200 and nothing`, expects, ['status', 'body'], (reply) =>
        jsonReply(200, {}, reply),
      ),
      probed('500', `${plan.purpose}: answered with status 500`, expects, ['status'], withStatus(500)),
      {
        name: `probe-${id}-served`,
        description: `${plan.purpose}: answered as the ordinary request`,
        expects,
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
