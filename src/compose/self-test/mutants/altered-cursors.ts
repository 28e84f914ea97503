import { asking, notAsking, type Pages } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { distance } from './credentials.ts'
import type { Defect } from './make.ts'
import { walkMemory } from './walk-memory.ts'

/** Servers that take cursors which they did not make. */
export function alteredDefects(subject: Subject, pages: Pages, parameter: string): readonly Defect[] {
  function taking(name: string, description: string, isSame: (given: string, known: string) => boolean): Defect {
    return {
      name: `cursor-${name}`,
      description,
      expects: ['pagination/altered-cursor'],
      mutation(note) {
        const memory = walkMemory(subject, pages)
        return async (request, forward) => {
          const given = new URLSearchParams(request.query).get(parameter)
          const known = [...memory.cursors]
          const isForged = given !== null && given !== '' && !memory.cursors.has(given) && !memory.backward.has(given)
          const meant = isForged ? known.findLast((cursor) => isSame(given, cursor)) : undefined
          if (meant === undefined) return (await memory.pass(request, forward)).reply
          note()
          return forward(asking(request, parameter, meant))
        }
      },
    }
  }
  const differsAt = (given: string, known: string, position: number) =>
    given.length === known.length && distance(given, known) === 1 && given.at(position) !== known.at(position)
  function answered(
    name: string,
    description: string,
    when: (given: string) => boolean,
    reply: (request: ProxiedRequest) => ProxiedReply | ProxiedRequest,
  ): Defect {
    return {
      name: `cursor-${name}`,
      description,
      expects: ['pagination/altered-cursor'],
      mutation(note) {
        const memory = walkMemory(subject, pages)
        return async (request, forward) => {
          const given = new URLSearchParams(request.query).get(parameter)
          const isForged = given !== null && given !== '' && !memory.cursors.has(given) && !memory.backward.has(given)
          if (!isForged || !when(given)) return (await memory.pass(request, forward)).reply
          note()
          const made = reply(request)
          return 'status' in made ? made : forward(made)
        }
      },
    }
  }
  return [
    taking(
      'any',
      'a cursor with one altered character is taken',
      (given, known) => given.length === known.length && distance(given, known) === 1,
    ),
    taking('first', 'the first character of a cursor does not count', (given, known) => differsAt(given, known, 0)),
    taking('middle', 'the middle character of a cursor does not count', (given, known) =>
      differsAt(given, known, Math.floor(known.length / 2)),
    ),
    taking('last', 'the last character of a cursor does not count', (given, known) => differsAt(given, known, -1)),
    taking(
      'shorter',
      'a cursor may lack its end',
      (given, known) => given.length < known.length && known.startsWith(given),
    ),
    taking(
      'longer',
      'a cursor may have more behind it',
      (given, known) => given.length > known.length && given.startsWith(known),
    ),
    answered(
      'first-page',
      'a cursor that nobody made gives the first page',
      () => true,
      (request) => notAsking(request, parameter),
    ),
    answered(
      'empty-page',
      'a cursor that nobody made gives an empty page',
      () => true,
      () =>
        jsonReply(
          200,
          subject.provider === 'cradl'
            ? { nextToken: null, organizations: [] }
            : { items: [], pagination: { next_cursor: null, previous_cursor: null, total_count: 0 } },
        ),
    ),
    answered(
      'giant',
      'a giant cursor brings the server down',
      (given) => given.length > 1_000,
      () => jsonReply(500, { message: 'Internal server error' }),
    ),
    answered(
      '404',
      'a cursor that nobody made is not found',
      () => true,
      () => jsonReply(404, { message: 'no such cursor' }),
    ),
  ]
}
