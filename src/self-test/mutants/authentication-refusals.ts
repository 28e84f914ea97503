import type { Part } from '../changes.ts'
import { jsonOf, jsonReply, withBody, withHeader, withJson, withoutHeader } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import {
  type CredentialMemory,
  credentialMemory,
  distance,
  hasCredentialInQuery,
  isList,
  type Presented,
  withGood,
} from './credentials.ts'
import { headersOf } from './http-methods.ts'
import { type Defect, onRequest, withStatus } from './make.ts'
import { listRequest } from './requests.ts'

/** Refusals of the right requests in the wrong way, for a credential that is missing and one that is wrong. */
export function refusing(subject: Subject): readonly Defect[] {
  const { missing, unknown } = subject.contract.refusals
  const names = Object.keys(subject.credentialHeaders).map((name) => name.toLowerCase())
  const isMissing = ({ given, request }: Presented) =>
    Object.keys(given).length === 0 && !hasCredentialInQuery(request.query, names)
  const isWrong = ({ given, good }: Presented) =>
    names.every((name) => given[name] !== undefined) &&
    names.some((name) => given[name] !== good[name] && distance(given[name] ?? '', good[name] ?? '') <= 1)
  const kinds = [
    { kind: 'missing', row: 'missing', when: isMissing, right: missing },
    { kind: 'wrong', row: 'wrong-value', when: isWrong, right: unknown },
  ] as const
  return kinds.flatMap(({ kind, row, when, right }): readonly Defect[] => {
    const refused = (
      name: string,
      words: string,
      expects: readonly string[],
      change: Change,
      changes: readonly Part[] = ['body'],
    ): Defect => ({
      name: `${kind}-${name}`,
      description: `a request whose credential is ${kind} is refused ${words}`,
      expects,
      changes,
      mutation: onRefusal(subject, when, change),
    })
    const noData = ['authentication/refusal-without-data']
    const envelope = ['authentication/refusal-envelope', 'shape/body']
    return [
      ...[200, 302, 400, 401, 403, 404, 418, 500]
        .filter((status) => !right.status.includes(status))
        .map((status) =>
          refused(`${status}`, `with status ${status}`, [`authentication/${row}`], withStatus(status), ['status']),
        ),
      refused('data', 'with the list for a body', noData, async (reply, list) => withBody(reply, (await list()).body)),
      refused('data-elsewhere', 'with the list under another name', noData, async (reply, list) =>
        withJson(reply, { ...(jsonOf(reply) as object), data: jsonOf(await list()) }),
      ),
      refused('other-envelope', "in another provider's words", envelope, (reply) =>
        jsonReply(reply.status, { error: 'invalid_token' }, reply),
      ),
      refused('empty-object', 'with an empty object', envelope, (reply) => jsonReply(reply.status, {}, reply)),
      refused('text', 'with a JSON text', [...envelope, 'wire/json'], (reply) => jsonReply(reply.status, 'no', reply)),
      refused(
        'html',
        'with a page',
        ['shape/content-type', 'authentication/refusal-envelope'],
        (reply) => withBody(withHeader(reply, 'Content-Type', 'text/html'), '<h1>No</h1>'),
        ['header content-type', 'body'],
      ),
      ...headersOf(right).map((header) =>
        refused(
          `no-${header.toLowerCase()}`,
          `without ${header}`,
          ['authentication/refusal-envelope', 'shape/headers'],
          (reply) => withoutHeader(reply, header),
          [`header ${header.toLowerCase()}`],
        ),
      ),
    ]
  })
}

type Change = (reply: ProxiedReply, list: () => Promise<ProxiedReply>) => ProxiedReply | Promise<ProxiedReply>

function onRefusal(subject: Subject, when: (presented: Presented) => boolean, change: Change): Defect['mutation'] {
  return () => {
    const memory: CredentialMemory = credentialMemory(subject)
    return async (request, forward) => {
      const presented = memory.look(request)
      const reply = await forward(request)
      memory.learn(request, reply)
      if (presented === undefined || !isList(subject, request) || reply.status < 400 || !when(presented)) return reply
      return change(reply, () => forward(listRequest(subject, withGood(request, presented))))
    }
  }
}

/** Servers that read names too closely: letter case does not count in names of headers and of schemes. */
export function keepingOut(subject: Subject): readonly Defect[] {
  const names = Object.keys(subject.credentialHeaders)
  function strict(name: string, description: string, isKnown: (request: ProxiedRequest) => boolean): Defect {
    return {
      name,
      description,
      expects: ['authentication/letter-case'],
      changes: ['asked headers'],
      mutation: onRequest((request) => {
        if (isKnown(request)) return undefined
        const unknown = new Set(names.map((header) => header.toLowerCase()))
        return {
          ...request,
          headers: request.headers.filter(([header]) => !unknown.has(header.toLowerCase())),
        }
      }),
    }
  }
  const has = (request: ProxiedRequest, accepted: (header: string) => boolean) =>
    names.every((name) =>
      request.headers.every(([header]) => header.toLowerCase() !== name.toLowerCase() || accepted(header)),
    )
  const scheme = Object.values(subject.credentialHeaders)[0]?.split(' ')[0] ?? ''
  return [
    strict('lower-case-header', 'a header name in lower case is not recognized', (request) =>
      has(request, (header) => header !== header.toLowerCase()),
    ),
    ...(names.every((name) => name === name.toUpperCase())
      ? []
      : [
          strict('upper-case-header', 'a header name in capitals is not recognized', (request) =>
            has(request, (header) => header !== header.toUpperCase()),
          ),
        ]),
    ...(names.includes('Authorization')
      ? [scheme.toLowerCase(), scheme.toUpperCase()].map((form) =>
          strict(
            `scheme-${form === scheme.toLowerCase() ? 'lower' : 'upper'}`,
            `the scheme written ${form} is not recognized`,
            (request) =>
              request.headers.every(
                ([header, value]) => header.toLowerCase() !== 'authorization' || !value.startsWith(`${form} `),
              ),
          ),
        )
      : []),
  ]
}
