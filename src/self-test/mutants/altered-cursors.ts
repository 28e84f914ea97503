import type { Pager } from '../../contract/index.ts'
import { type Part, wholeReply } from '../changes.ts'
import { asking, notAsking, type Pages, parameterIn, partAt, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { ProxiedReply, Subject } from '../types.ts'
import { distance } from './credentials.ts'
import type { Defect } from './make.ts'
import { walkMemory } from './walk-memory.ts'

/** A request with a cursor that the mock never made. */
interface Forgery {
  readonly given: string
  /** Cursors that the mock made, the latest last. */
  readonly known: ReadonlySet<string>
  /** Asks the mock for the page of another cursor, or for the first one. */
  ask(cursor?: string): Promise<ProxiedReply>
}

/** Servers that take cursors which they did not make, or refuse them in the wrong way. */
export function alteredDefects(
  subject: Subject,
  pages: Pages,
  { parameter, next }: NonNullable<Pager['cursor']>,
): readonly Defect[] {
  /** `answer` gives undefined or false for a cursor that is treated as it should be. */
  function forged(
    name: string,
    description: string,
    changes: readonly Part[],
    answer: (forgery: Forgery) => Promise<ProxiedReply> | ProxiedReply | undefined | false,
  ): Defect {
    return {
      name: `cursor-${name}`,
      description,
      expects: ['altered-cursor'],
      changes,
      mutation() {
        const memory = walkMemory(subject, pages)
        return async (request, forward) => {
          const given = parameterIn(request, parameter) ?? ''
          const { cursors: known, backward } = memory
          const ask = (cursor?: string) =>
            forward(cursor === undefined ? notAsking(request, parameter) : asking(request, parameter, cursor))
          const isForged = given !== '' && !known.has(given) && !backward.has(given)
          const answered = isForged && (await answer({ given, known, ask }))
          return answered || (await memory.pass(request, forward)).reply
        }
      },
    }
  }
  function taken(name: string, description: string, isSame: (given: string, known: string) => boolean): Defect {
    return forged(name, description, [`?${parameter}`], ({ given, known, ask }) => {
      const meant = [...known].findLast((cursor) => isSame(given, cursor))
      return meant !== undefined && ask(meant)
    })
  }
  const isAltered = (given: string, known: string) => given.length === known.length && distance(given, known) === 1
  const altered = (name: string, place: (length: number) => number) =>
    taken(name, `the ${name} character of a cursor does not count`, (given, known) => {
      const at = place(known.length)
      return isAltered(given, known) && given.at(at) !== known.at(at)
    })
  const nobodys = 'a cursor that nobody made'
  return [
    taken('any', 'a cursor with one altered character is taken', isAltered),
    altered('first', () => 0),
    altered('middle', (length) => Math.floor(length / 2)),
    altered('last', () => -1),
    taken('shorter', 'a cursor may lack its end', (given, known) => given !== known && known.startsWith(given)),
    taken('longer', 'a cursor may have more behind it', (given, known) => given !== known && given.startsWith(known)),
    forged('first-page', `${nobodys} gives the first page`, [`?${parameter}`], ({ ask }) => ask()),
    forged(
      'empty-page',
      `${nobodys} gives an empty page`,
      [`?${parameter}`, ...pages.rowParts, partAt(next)],
      async ({ ask }) => {
        const page = await ask()
        if (jsonOf(page) === undefined) throw new Error('the mock gave no first page')
        return withJson(page, setAt(jsonOf(pages.withRows(page, [])), next, null))
      },
    ),
    forged(
      'giant',
      'a giant cursor brings the server down',
      wholeReply,
      ({ given }) => given.length > 1_000 && jsonReply(500, { message: 'Internal server error' }),
    ),
    forged('404', `${nobodys} is not found`, wholeReply, () => jsonReply(404, { message: 'no such cursor' })),
  ]
}
