import type { Pager } from '../../contract/index.ts'
import { type Part, wholeReply } from '../changes.ts'
import { asking, notAsking, type Pages, parameterIn, partAt, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { Forward, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { distance } from './credentials.ts'
import type { Defect } from './make.ts'
import { type WalkMemory, walkMemory } from './walk-memory.ts'

type Answer = (
  given: string,
  request: ProxiedRequest,
  forward: Forward,
  memory: WalkMemory,
) => Promise<ProxiedReply> | ProxiedReply | undefined

/** Servers that take cursors which they did not make, or refuse them in the wrong way. */
export function alteredDefects(
  subject: Subject,
  pages: Pages,
  { parameter, next }: NonNullable<Pager['cursor']>,
): readonly Defect[] {
  /** `answer` gives undefined for a cursor that is treated as it should be. */
  function forged(name: string, description: string, answer: Answer, changes: readonly Part[]): Defect {
    return {
      name: `cursor-${name}`,
      description,
      expects: ['pagination/altered-cursor'],
      changes,
      mutation() {
        const memory = walkMemory(subject, pages)
        return async (request, forward) => {
          const given = parameterIn(request, parameter) ?? ''
          const isForged = given !== '' && !memory.cursors.has(given) && !memory.backward.has(given)
          const answered = isForged ? answer(given, request, forward, memory) : undefined
          return answered ?? (await memory.pass(request, forward)).reply
        }
      },
    }
  }
  function taken(name: string, description: string, isSame: (given: string, known: string) => boolean): Defect {
    const answer: Answer = (given, request, forward, { cursors }) => {
      const meant = [...cursors].findLast((cursor) => isSame(given, cursor))
      return meant === undefined ? undefined : forward(asking(request, parameter, meant))
    }
    return forged(name, description, answer, [`?${parameter}`])
  }
  const isAltered = (given: string, known: string) => given.length === known.length && distance(given, known) === 1
  const differsAt = (given: string, known: string, position: number) =>
    isAltered(given, known) && given.at(position) !== known.at(position)
  const firstPage: Answer = (_given, request, forward) => forward(notAsking(request, parameter))
  return [
    taken('any', 'a cursor with one altered character is taken', isAltered),
    taken('first', 'the first character of a cursor does not count', (given, known) => differsAt(given, known, 0)),
    taken('middle', 'the middle character of a cursor does not count', (given, known) =>
      differsAt(given, known, Math.floor(known.length / 2)),
    ),
    taken('last', 'the last character of a cursor does not count', (given, known) => differsAt(given, known, -1)),
    taken(
      'shorter',
      'a cursor may lack its end',
      (given, known) => given.length < known.length && known.startsWith(given),
    ),
    taken(
      'longer',
      'a cursor may have more behind it',
      (given, known) => given.length > known.length && given.startsWith(known),
    ),
    forged('first-page', 'a cursor that nobody made gives the first page', firstPage, [`?${parameter}`]),
    forged(
      'empty-page',
      'a cursor that nobody made gives an empty page',
      async (...asked) => {
        const page = await firstPage(...asked)
        if (page === undefined || jsonOf(page) === undefined) throw new Error('the mock gave no first page')
        return withJson(page, setAt(jsonOf(pages.withRows(page, [])), next, null))
      },
      [`?${parameter}`, ...pages.rowParts, partAt(next)],
    ),
    forged(
      'giant',
      'a giant cursor brings the server down',
      (given) => (given.length > 1_000 ? jsonReply(500, { message: 'Internal server error' }) : undefined),
      wholeReply,
    ),
    forged(
      '404',
      'a cursor that nobody made is not found',
      () => jsonReply(404, { message: 'no such cursor' }),
      wholeReply,
    ),
  ]
}
