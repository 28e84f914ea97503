import { wholeReply } from '../changes.ts'
import { notAsking, type Pages, parameterIn, partAt, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { alteredDefects } from './altered-cursors.ts'
import { type Defect, pageDefects } from './make.ts'
import { previousDefects } from './previous-cursors.ts'
import { type PassingPage, walkMemory } from './walk-memory.ts'

/** A cursor of the mutant's own, which the mock never made. */
const ownCursor = 'SelfTestSelfTestSelfTestSelfTest00'

/** What goes wrong where pages lead to one another. */
export function cursorDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { cursor, size } = subject.contract.pager
  if (cursor === undefined) return []
  const { parameter, next: place } = cursor
  const cursorOf = (request: Pick<ProxiedRequest, 'query'>) => parameterIn(request, parameter)
  const leadsTo = (reply: ProxiedReply, to: string | null) => withJson(reply, setAt(jsonOf(reply), place, to))
  const changed = pageDefects(subject, pages, 'pagination', [partAt(place)])

  function leading(
    name: string,
    description: string,
    expects: readonly string[],
    to: (page: PassingPage) => string | null | undefined,
  ): Defect {
    return changed(`next-${name}`, description, expects, (page) => {
      const other = to(page)
      return other === undefined ? undefined : leadsTo(page.reply, other)
    })
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
      // The page itself is new, and the one before leads to it.
      changes: wholeReply,
      mutation() {
        const memory = walkMemory(subject, pages)
        let last: PassingPage | undefined
        return async (request, forward) => {
          if (last !== undefined && cursorOf(request) === ownCursor) return make(last)
          const page = await memory.pass(request, forward)
          if (!('rows' in page) || !page.isLast || !when(page)) return page.reply
          last = page
          return leadsTo(page.reply, ownCursor)
        }
      },
    }
  }
  const isFull = ({ rows, request }: PassingPage) => rows.length === pages.size(request)
  const empty = ({ reply }: PassingPage) => pages.withRows(reply, [])
  const defects: readonly Defect[] = [
    leading('itself', 'the last page leads to itself', ['ends'], ({ isLast, request }) =>
      isLast ? cursorOf(request) : undefined,
    ),
    leading('round', 'the last page leads to the second', ['ends'], ({ isLast, index, next, scratch }) => {
      if (index === 0 && next !== undefined) scratch.set('second', cursorOf({ query: next }))
      return isLast && index !== 0 ? (scratch.get('second') as string | undefined) : undefined
    }),
    leading('early', 'the second page leads nowhere', ['complete', 'same-list'], ({ rows, next, index }) =>
      next !== undefined && index === 1 && rows.length > 0 ? null : undefined,
    ),
    leading('never', 'no page leads on', ['complete', 'same-list'], ({ next }) =>
      next === undefined ? undefined : null,
    ),
    furtherPage('empty', 'behind the last page comes an empty one', ['empty-page'], () => true, empty),
    furtherPage(
      'full-empty',
      'behind a last page that is exactly full comes an empty one',
      ['empty-page'],
      isFull,
      empty,
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
      changes: [partAt(place), `?${parameter}`],
      mutation() {
        const memory = walkMemory(subject, pages)
        let made = 0
        return async (request, forward) => {
          const isOwn = cursorOf(request)?.startsWith(ownCursor) === true
          const page = await memory.pass(isOwn ? notAsking(request, parameter) : request, forward)
          if (!('rows' in page) || !page.isLast || page.rows.length === 0) return page.reply
          made += 1
          return leadsTo(page.reply, `${ownCursor}${made}`)
        }
      },
    },
    ...(subject.contract.refusals.invalidCursor === undefined ? [] : alteredDefects(subject, pages, cursor)),
    ...(cursor.previous === undefined ? [] : previousDefects(subject, pages, parameter, cursor.previous)),
  ]
  return defects.filter(({ name }) => size !== undefined || !name.includes('full'))
}
