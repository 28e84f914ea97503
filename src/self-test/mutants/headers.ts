import type { Refusal } from '../../contract/index.ts'
import { withoutHeader } from '../replies.ts'
import type { Equivalent, MutantSet, Subject } from '../types.ts'
import { type Defect, mutantsFrom, onReply } from './make.ts'

/** Every header that a response documents, left out, wherever a harmless request is answered with that response. */
export function headerMutants(subject: Subject): MutantSet {
  const { provider, operation } = subject
  const met = metStatuses(subject)
  const defects: Defect[] = []
  const equivalents: Equivalent[] = []
  for (const { status, headers } of operation.responses) {
    for (const { name } of headers) {
      const id = `header-${status}-${name.toLowerCase()}`
      if (met.has(Number(status))) {
        defects.push({
          name: id,
          description: `replies of status ${status} come without ${name}`,
          expects: ['shape/headers'],
          changes: [`header ${name.toLowerCase()}`],
          mutation: onReply((reply) => (reply.status === Number(status) ? withoutHeader(reply, name) : undefined)),
        })
      } else {
        const reason = `no harmless request is answered with status ${status}, so its headers are never seen`
        equivalents.push({ id: `${provider}/shape/${id}`, provider, class: 'shape', reason })
      }
    }
  }
  return { mutants: mutantsFrom(subject, 'shape', defects), equivalents }
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
  return new Set([200, ...redirect, ...all.flatMap((one) => (isRefusal(one) ? one.status : []))])
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'status' in value
}
