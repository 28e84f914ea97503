import { headerOf } from '../replies.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, replyDefects } from './make.ts'
import { both, dropHeader, setBody, setHeader, setStatus } from './reply-changes.ts'
import { servedAsList } from './requests.ts'

/** Paths that lead where they should not. */
export function paths(subject: Subject): readonly Defect[] {
  const { path } = subject
  const { otherSlash: rule } = subject.contract.http
  const slash = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
  const isOther = (request: ProxiedRequest) => request.path === slash && request.method === 'GET'
  const isUnknown = (request: ProxiedRequest) => /-unknown\/?$/.test(request.path)
  const isCapital = (request: ProxiedRequest) => request.path !== path && request.path.toLowerCase() === path
  const unknown = replyDefects((_reply, request) => isUnknown(request), 'unknown-')
  const json = both(setHeader('Content-Type', 'application/json'), setBody('{"error":"not found"}'))
  return [
    ...('isTolerated' in rule
      ? []
      : [servedAsList(subject, 'slash-served', `the path ${slash} is served as well`, ['slash'], isOther)]),
    ...('redirect' in rule ? redirects() : []),
    servedAsList(subject, 'unknown-path', 'an unknown path gives the list', ['not-found'], isUnknown),
    servedAsList(subject, 'capital-path', 'the path in capitals gives the list', ['not-found'], isCapital),
    ...[200, 500, 410].map((status) =>
      unknown(`${status}`, `an unknown path is answered with status ${status}`, ['not-found'], setStatus(status)),
    ),
    unknown('envelope', 'an unknown path is refused in another envelope', ['refusal-envelope'], json),
  ]

  function redirects(): readonly Defect[] {
    const redirected = replyDefects((_reply, request) => isOther(request), 'slash-')
    const check = ['slash']
    const elsewhere = [
      ['query', 'loses the query', path],
      ['place', 'leads elsewhere', '/login?x=1'],
      ['itself', 'leads to itself', `${slash}?x=1`],
      ['host', 'leads to another host', `https://elsewhere.example${path}?x=1`],
    ] as const
    return [
      ...elsewhere.map(([name, words, location]) =>
        redirected(name, `the redirect to the slash ${words}`, check, setHeader('Location', location)),
      ),
      redirected('302', 'the redirect to the slash has status 302', check, setStatus(302)),
      redirected('404', 'the path without its slash is not found', check, setStatus(404)),
      redirected('location', 'the redirect to the slash has no Location', check, dropHeader('Location')),
    ]
  }
}

/** Requests that should provoke an error, and do not. */
export function probes(subject: Subject): readonly Defect[] {
  const { credentialHeaders } = subject
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
        Object.keys(credentialHeaders).every((name) => headerOf(request, name) === undefined))
    const probed = replyDefects((_reply, request) => isProbe(request), `probe-${id}-`)
    const expects = [`probe-${id}`]
    const words = `${plan.purpose}: answered`
    const nothing = both(setStatus(200), setBody('{}'))
    const served = `${words} as the ordinary request`
    return [
      probed('200', `${words} with status 200 and nothing`, expects, nothing),
      probed('500', `${words} with status 500`, expects, setStatus(500)),
      servedAsList(subject, `probe-${id}-served`, served, expects, isProbe, credentialHeaders),
    ]
  })
}
