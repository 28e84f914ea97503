import { type CounterExample, valueAt } from '../../contract/index.ts'
import { pagesOf, parameterIn, partAt, setAt } from '../pages.ts'
import { jsonOf, withJson } from '../replies.ts'
import type { Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { mutantsFrom, onReply } from './make.ts'

/** Parts of a reply that disagree with each other, with the status or with the request: the counter-examples of the contract's own rules. */
export function envelopeMutants(subject: Subject): readonly Mutant[] {
  const { envelope, pager } = subject.contract
  const pages = pagesOf(subject)
  function isMeant(where: CounterExample['where'], request: ProxiedRequest, reply: ProxiedReply): boolean {
    if (where === 'refusal') return reply.status >= 400
    const rows = pages.rows(request, reply)
    if (rows === undefined) return false
    if (where === 'empty page') return rows.length === 0
    if (rows.length === 0) return false
    if (where === 'last page') return pages.isLast(request, reply)
    return (
      where === 'page' ||
      ((pages.pageNumber(request) ?? 1) === 1 &&
        (pager.cursor === undefined || parameterIn(request, pager.cursor.parameter) === undefined))
    )
  }
  return mutantsFrom(
    subject,
    'envelope',
    envelope.flatMap(({ id, counterExamples = [] }) =>
      counterExamples.map(({ name, description, where, at, came }) => ({
        name,
        description,
        expects: [id],
        changes: [partAt(at)],
        mutation: onReply((reply, request) => {
          const body = isMeant(where, request, reply) ? jsonOf(reply) : undefined
          const facts = { body, query: new URLSearchParams(request.query) }
          return body !== undefined && withJson(reply, setAt(body, at, came(valueAt(body, at), facts)))
        }),
      })),
    ),
  )
}
