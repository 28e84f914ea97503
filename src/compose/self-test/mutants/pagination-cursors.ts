import { notAsking, type Pages, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { alteredDefects } from './altered-cursors.ts'
import type { Defect } from './make.ts'
import { onPage } from './on-page.ts'
import { previousDefects } from './previous-cursors.ts'
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
    {
      name: 'next-round-fresh',
      description: 'the last page leads to the first under cursors that are new each time',
      expects: ['pagination/ends'],
      mutation(note) {
        const memory = walkMemory(subject, pages)
        let made = 0
        return async (request, forward) => {
          const isOwn = cursorOf(request)?.startsWith(ownCursor) === true
          const page = await memory.pass(isOwn ? notAsking(request, parameter) : request, forward)
          if (!('rows' in page) || !page.isLast || page.rows.length === 0) return page.reply
          note()
          made += 1
          return withJson(page.reply, setAt(jsonOf(page.reply), place.next, `${ownCursor}${made}`))
        }
      },
    },
    ...alteredDefects(subject, pages, parameter),
    ...(place.previous === undefined ? [] : previousDefects(subject, pages, place.previous, parameter)),
  ]
}
