import type { Refusal } from '../../contract/index.ts'
import { isObject } from '../../spec/index.ts'
import type { MutantSet, Subject } from '../types.ts'
import { equivalentFrom, mutantsFrom, replyDefects } from './make.ts'
import { dropHeader } from './reply-changes.ts'

/** The headers that HTTP asks of a refusal, by its status (RFC 9110, 15.5.2 and 15.5.6). */
const needed = { '401': 'WWW-Authenticate', '405': 'Allow' }

/** Every header that a response documents, or that HTTP asks for, left out, wherever a harmless request is answered with that response. */
export function headerMutants(subject: Subject): MutantSet {
  const met = metStatuses(subject)
  const documented = subject.operation.responses.flatMap(({ status, headers }) =>
    headers.map(({ name }) => ({ status, name, isMet: met.has(Number(status)) })),
  )
  const asked = Object.entries(needed)
    .filter(([status]) => met.has(Number(status)))
    .map(([status, name]) =>
      replyDefects((reply) => reply.status === Number(status), `needed-${status}-`)(
        name.toLowerCase(),
        `replies of status ${status} come without ${name}`,
        ['wire/refusal-headers'],
        dropHeader(name),
      ),
    )
  const defects = documented.map(({ status, name }) =>
    replyDefects((reply) => reply.status === Number(status), `header-${status}-`)(
      name.toLowerCase(),
      `replies of status ${status} come without ${name}`,
      ['headers'],
      dropHeader(name),
    ),
  )
  return {
    mutants: mutantsFrom(subject, 'shape', [...asked, ...defects.filter((_defect, i) => documented[i]?.isMet)]),
    equivalents: documented
      .filter(({ isMet }) => !isMet)
      .map(({ status, name }) => {
        const reason = `no harmless request is answered with status ${status}, so its headers are never seen`
        return equivalentFrom(subject, 'shape', `header-${status}-${name.toLowerCase()}`, reason)
      }),
  }
}

/** The statuses that the contract's own requests provoke. */
function metStatuses({ contract: { refusals, http } }: Subject): ReadonlySet<number> {
  const all: readonly unknown[] = [
    ...Object.values(refusals),
    http.head,
    http.wrongMethod.refusal,
    http.otherSlash,
    ...http.probes.map(({ plan }) => plan.expect),
  ]
  const { otherSlash } = http
  const redirect = typeof otherSlash === 'object' && 'redirect' in otherSlash ? [otherSlash.redirect] : []
  return new Set([
    200,
    ...redirect,
    // A mock answers with the first of the statuses that are accepted.
    ...all.flatMap((one) => (isObject(one) && 'status' in one ? (one['status'] as Refusal['status']).slice(0, 1) : [])),
  ])
}
