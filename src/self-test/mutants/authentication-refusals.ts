import { jsonOf } from '../replies.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { distance, hasCredentialInQuery, onCredential, type Presented, withGood } from './credentials.ts'
import { headersOf } from './http-methods.ts'
import { type Defect, onRequest } from './make.ts'
import { dropHeader, htmlPage, type ReplyChange, setBody, setStatus } from './reply-changes.ts'
import { listBody } from './requests.ts'

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
  const noData = ['refusal-without-data']
  const envelope = ['refusal-envelope', 'shape/body']
  const dataBeside = listBody(subject, (list, refusal) =>
    JSON.stringify({ ...(jsonOf(refusal) as object), data: jsonOf(list) }),
  )
  return kinds.flatMap(({ kind, row, when, right }): readonly Defect[] => {
    if (right === undefined) return []
    const refused = (name: string, words: string, expects: readonly string[], change: ReplyChange): Defect => ({
      name: `${kind}-${name}`,
      description: `a request whose credential is ${kind} is refused ${words}`,
      expects,
      changes: change.parts,
      mutation: onCredential(subject, async (presented, pass) => {
        const reply = await pass(presented.request)
        return reply.status >= 400 && when(presented) ? change.apply(reply, withGood(presented), pass) : reply
      }),
    })
    return [
      ...[200, 302, 400, 401, 403, 404, 418, 500]
        .filter((status) => !right.status.includes(status))
        .map((status) => refused(`${status}`, `with status ${status}`, [row], setStatus(status))),
      refused('data', 'with the list for a body', noData, listBody(subject)),
      refused('data-elsewhere', 'with the list under another name', noData, dataBeside),
      refused('other-envelope', "in another provider's words", envelope, setBody('{"error":"invalid_token"}')),
      refused('empty-object', 'with an empty object', envelope, setBody('{}')),
      refused('text', 'with a JSON text', [...envelope, 'wire/json'], setBody('"no"')),
      refused('html', 'with a page', ['shape/content-type', 'refusal-envelope'], htmlPage),
      ...headersOf(right).map((name) =>
        refused(`no-${name.toLowerCase()}`, `without ${name}`, ['refusal-envelope', 'shape/headers'], dropHeader(name)),
      ),
    ]
  })
}

/** Servers that read names too closely: letter case does not count in names of headers and of schemes. */
export function keepingOut({ credentialHeaders }: Subject): readonly Defect[] {
  const names = Object.keys(credentialHeaders)
  const isCredential = (header: string) => names.some((name) => name.toLowerCase() === header.toLowerCase())
  /** Takes the credential out of requests in which one of its headers is not written as this server wants it. */
  function strict(name: string, description: string, isKnown: (header: string, value: string) => boolean): Defect {
    const isStrange = ([header, value]: ProxiedRequest['headers'][number]) =>
      isCredential(header) && !isKnown(header, value)
    return {
      name,
      description,
      expects: ['letter-case'],
      changes: ['asked headers'],
      mutation: onRequest(
        (request) =>
          request.headers.some(isStrange) && {
            ...request,
            headers: request.headers.filter(([header]) => !isCredential(header)),
          },
      ),
    }
  }
  const scheme = Object.values(credentialHeaders)[0]?.split(' ')[0] ?? ''
  const forms = names.includes('Authorization')
    ? ([
        ['lower', scheme.toLowerCase()],
        ['upper', scheme.toUpperCase()],
      ] as const)
    : []
  return [
    strict(
      'lower-case-header',
      'a header name in lower case is not recognized',
      (header) => header !== header.toLowerCase(),
    ),
    ...(names.every((name) => name === name.toUpperCase())
      ? []
      : [
          strict(
            'upper-case-header',
            'a header name in capitals is not recognized',
            (header) => header !== header.toUpperCase(),
          ),
        ]),
    ...forms.map(([name, form]) =>
      strict(
        `scheme-${name}`,
        `the scheme written ${form} is not recognized`,
        (header, value) => header.toLowerCase() !== 'authorization' || !value.startsWith(`${form} `),
      ),
    ),
  ]
}
