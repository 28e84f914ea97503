import { asking, notAsking, type Pages, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { distance } from './credentials.ts'
import type { Defect } from './make.ts'
import { onPage } from './pagination.ts'
import { type PassingPage, walkMemory } from './walk-memory.ts'

/** Where the cursors stand in a page. */
const places: Readonly<Record<string, { readonly next: readonly string[]; readonly previous?: readonly string[] }>> = {
  cradl: { next: ['nextToken'] },
  nirvana: { next: ['pagination', 'next_cursor'], previous: ['pagination', 'previous_cursor'] },
}

/** A cursor of the mutant's own, which the mock never made. */
const ownCursor = 'SelfTestSelfTestSelfTestSelfTest00'

/** What goes wrong where pages lead to one another. */
export function cursorDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const found = places[subject.provider]
  if (found === undefined) return []
  const place = found
  const parameter = subject.contract.pager.cursor?.parameter ?? ''
  const cursorOf = (request: ProxiedRequest) => new URLSearchParams(request.query).get(parameter)

  function leading(
    name: string,
    description: string,
    expects: readonly string[],
    to: (page: PassingPage) => string | null | undefined,
  ): Defect {
    return {
      name: `next-${name}`,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      mutation: onPage(subject, pages, (page) => {
        const cursor = to(page)
        return cursor === undefined ? undefined : withJson(page.reply, setAt(jsonOf(page.reply), place.next, cursor))
      }),
    }
  }
  /** After the last page comes one more, which this mutant makes itself. */
  function furtherPage(
    name: string,
    description: string,
    expects: readonly string[],
    when: (page: PassingPage) => boolean,
    make: (last: PassingPage) => ProxiedReply,
  ): Defect {
    return {
      name: `further-${name}`,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      mutation(note) {
        const memory = walkMemory(subject, pages)
        let last: PassingPage | undefined
        return async (request, forward) => {
          if (last !== undefined && cursorOf(request) === ownCursor) {
            note()
            return make(last)
          }
          const page = await memory.pass(request, forward)
          if (!('rows' in page) || !page.isLast || !when(page)) return page.reply
          last = page
          return withJson(page.reply, setAt(jsonOf(page.reply), place.next, ownCursor))
        }
      },
    }
  }
  const isFull = ({ rows, request }: PassingPage) => rows.length === pages.size(request)
  return [
    leading('itself', 'the last page leads to itself', ['ends'], ({ isLast, request }) =>
      isLast ? (cursorOf(request) ?? undefined) : undefined,
    ),
    leading('round', 'the last page leads to the second', ['ends'], ({ isLast, index, next, scratch }) => {
      if (index === 0 && next !== undefined) scratch.set('second', new URLSearchParams(next).get(parameter))
      return isLast && index !== 0 ? (scratch.get('second') as string | undefined) : undefined
    }),
    leading('early', 'the page before the last leads nowhere', ['complete', 'same-list'], ({ rows, next, index }) =>
      next !== undefined && index === 1 && rows.length > 0 ? null : undefined,
    ),
    leading('never', 'no page leads on', ['complete', 'same-list'], ({ next }) =>
      next === undefined ? undefined : null,
    ),
    furtherPage(
      'empty',
      'behind the last page comes an empty one',
      ['empty-page'],
      () => true,
      ({ reply }) => pages.withRows(reply, []),
    ),
    furtherPage(
      'full-empty',
      'behind a last page that is exactly full comes an empty one',
      ['empty-page'],
      isFull,
      ({ reply }) => pages.withRows(reply, []),
    ),
    furtherPage(
      'again',
      'behind the last page it comes again',
      ['each-once'],
      () => true,
      ({ reply }) => reply,
    ),
    furtherPage(
      'full-refused',
      'a last page that is exactly full leads to a refusal',
      ['account-page', 'sizes', 'same-list'],
      isFull,
      () => jsonReply(400, { message: 'cursor is not valid' }),
    ),
    ...alteredDefects(subject, pages, parameter),
    ...(place.previous === undefined ? [] : previousDefects(subject, pages, place.previous, parameter)),
  ]
}

/** Servers that take cursors which they did not make. */
function alteredDefects(subject: Subject, pages: Pages, parameter: string): readonly Defect[] {
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

/** Pages that do not lead back to where they came from. */
function previousDefects(
  subject: Subject,
  pages: Pages,
  tokens: readonly string[],
  parameter: string,
): readonly Defect[] {
  function back(
    name: string,
    description: string,
    expects: readonly string[],
    to: (page: PassingPage, was: string | null) => string | null | undefined,
  ): Defect {
    return {
      name: `previous-${name}`,
      description,
      expects,
      mutation: onPage(subject, pages, (page) => {
        const body = jsonOf(page.reply)
        const was = tokens.reduce<unknown>((inner, token) => (inner as Record<string, unknown>)[token], body) as
          | string
          | null
        const cursor = to(page, was)
        return cursor === undefined ? undefined : withJson(page.reply, setAt(body, tokens, cursor))
      }),
    }
  }
  function shown(
    name: string,
    description: string,
    change: (reply: ProxiedReply, rows: readonly unknown[]) => ProxiedReply,
  ): Defect {
    return {
      name: `previous-${name}`,
      description,
      expects: ['pagination/round-trip'],
      mutation(note) {
        const memory = walkMemory(subject, pages)
        return async (request, forward) => {
          const isBack = memory.backward.has(new URLSearchParams(request.query).get(parameter) ?? '')
          const page = await memory.pass(request, forward)
          if (!isBack || !('rows' in page)) return page.reply
          note()
          return change(page.reply, page.rows)
        }
      },
    }
  }
  return [
    back('null', 'no page leads back', ['pagination/round-trip'], ({ index }) => (index === 0 ? undefined : null)),
    back(
      'on-first',
      'the first page leads back to somewhere',
      ['pagination/round-trip', 'envelope/first-page'],
      ({ index, next }) => (index === 0 && next !== undefined ? new URLSearchParams(next).get(parameter) : undefined),
    ),
    back('is-next', 'the previous cursor is the next one', ['pagination/round-trip'], ({ index, next }) =>
      index !== 0 && next !== undefined ? new URLSearchParams(next).get(parameter) : undefined,
    ),
    back('first', 'every page leads back to the first', ['pagination/round-trip'], ({ index, scratch }, was) => {
      if (index === 1) scratch.set('back', was)
      return index === undefined || index < 2 ? undefined : (scratch.get('back') as string | undefined)
    }),
    shown('reversed', 'a page that was reached backwards runs backwards', (reply, rows) =>
      pages.withRows(reply, [...rows].reverse()),
    ),
    shown('short', 'a page that was reached backwards lacks its first row', (reply, rows) =>
      pages.withRows(reply, rows.slice(1)),
    ),
    shown('refused', 'previous cursors are refused', () => jsonReply(400, { message: 'cursor is not valid' })),
    shown('empty', 'a page that was reached backwards is empty', (reply) => pages.withRows(reply, [])),
  ]
}
