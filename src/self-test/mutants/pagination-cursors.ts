import { wholeReply } from '../changes.ts'
import { notAsking, type Pages, parameterIn, partAt, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { alteredDefects } from './altered-cursors.ts'
import { type Defect, pageDefects, placeDefects } from './make.ts'
import { type PassingPage, walkMemory } from './walk-memory.ts'

/** A cursor of the mutant's own, which the mock never made. */
const ownCursor = 'SelfTestSelfTestSelfTestSelfTest00'

/** What goes wrong where pages lead to one another. */
export function cursorDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { cursor, size } = subject.contract.pager
  if (cursor === undefined) return []
  const { parameter, next: place } = cursor
  const cursorOf = (request: Pick<ProxiedRequest, 'query'>) => parameterIn(request, parameter)
  const leadsTo = (reply: ProxiedReply, to: string) => withJson(reply, setAt(jsonOf(reply), place, to))
  const leading = placeDefects(subject, pages, place, 'next-')

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
      expects,
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
  const always = () => true
  const isFull = ({ rows, request }: PassingPage) => rows.length === pages.size(request)
  const empty = ({ reply }: PassingPage) => pages.withRows(reply, [])
  const again = ({ reply }: PassingPage) => reply
  const refused = () => jsonReply(400, { message: 'cursor is not valid' })
  const behindFull = 'behind a last page that is exactly full comes an empty one'
  const defects: readonly Defect[] = [
    leading('itself', 'the last page leads to itself', ['ends'], ({ isLast, request }) =>
      isLast ? cursorOf(request) : undefined,
    ),
    leading('round', 'the last page leads to the second', ['ends'], ({ isLast, index, next, scratch }) => {
      if (index === 0 && next !== undefined) scratch.set('second', cursorOf({ query: next }))
      return isLast && index !== 0 ? scratch.get('second') : undefined
    }),
    leading('early', 'the second page leads nowhere', ['complete', 'same-list'], ({ rows, next, index }) =>
      next !== undefined && index === 1 && rows.length > 0 ? null : undefined,
    ),
    leading('never', 'no page leads on', ['complete', 'same-list'], ({ next }) => next && null),
    furtherPage('empty', 'behind the last page comes an empty one', ['empty-page'], always, empty),
    furtherPage('full-empty', behindFull, ['empty-page'], isFull, empty),
    furtherPage('again', 'behind the last page it comes again', ['each-once'], always, again),
    furtherPage(
      'full-refused',
      'a last page that is exactly full leads to a refusal',
      ['account-page', 'sizes', 'same-list'],
      isFull,
      refused,
    ),
    {
      name: 'next-round-fresh',
      description: 'the last page leads to the first under cursors that are new each time',
      expects: ['ends'],
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
    ...(cursor.previous === undefined ? [] : previousDefects(cursor.previous)),
  ]
  return defects.filter(({ name }) => size !== undefined || !name.includes('full'))

  /** Pages that do not lead back to where they came from; `previous` is the JSON pointer of the cursor that leads back. */
  function previousDefects(previous: string): readonly Defect[] {
    const back = placeDefects(subject, pages, previous, 'previous-')
    const shown = pageDefects(subject, pages)
    const check = ['round-trip']
    const backwards = 'a page that was reached backwards'
    const nextOf = ({ next }: PassingPage) => (next === undefined ? undefined : cursorOf({ query: next }))
    // A contract may have a rule of its own for the first page.
    const ownRules = subject.contract.envelope.flatMap(({ id, counterExamples = [] }) =>
      counterExamples.some(({ at }) => at === previous) ? [`envelope/${id}`] : [],
    )
    /** Of pages that have another cursor from behind. */
    const backwardsOnly = () => [
      shown(
        'previous-reversed',
        `${backwards} runs backwards`,
        check,
        ({ isBack, rows }) => isBack && [...rows].reverse(),
      ),
      shown('previous-short', `${backwards} lacks its first row`, check, ({ isBack, rows }) => isBack && rows.slice(1)),
      shown('previous-empty', `${backwards} is empty`, check, ({ isBack }) => isBack && []),
    ]
    return [
      back('null', 'no page leads back', check, ({ index }) => (index === 0 ? undefined : null)),
      back('on-first', 'the first page leads back to somewhere', [...check, ...ownRules], (page) =>
        page.index === 0 ? nextOf(page) : undefined,
      ),
      back('is-next', 'the previous cursor is the next one', check, (page) =>
        page.index === 0 ? undefined : nextOf(page),
      ),
      back('first', 'every page leads back to the first', check, ({ index = 0, scratch }, was) => {
        if (index === 1) scratch.set('back', was)
        return index < 2 ? undefined : scratch.get('back')
      }),
      shown('previous-refused', 'previous cursors are refused', check, ({ isBack }) => isBack && refused(), wholeReply),
      ...(cursor?.isLink ? [] : backwardsOnly()),
    ]
  }
}
