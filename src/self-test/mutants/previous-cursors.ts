import { valueAt } from '../../contract/index.ts'
import { type Part, wholeReply } from '../changes.ts'
import { type Pages, parameterIn, partAt, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { ProxiedReply, Subject } from '../types.ts'
import { type Defect, pageDefects } from './make.ts'
import { type PassingPage, walkMemory } from './walk-memory.ts'

/** Pages that do not lead back to where they came from. `place` is the JSON pointer of the cursor that leads back. */
export function previousDefects(subject: Subject, pages: Pages, parameter: string, place: string): readonly Defect[] {
  const changed = pageDefects(subject, pages, 'pagination', [partAt(place)])
  function back(
    name: string,
    description: string,
    to: (page: PassingPage, was: unknown) => unknown,
    expects: readonly string[] = [],
  ): Defect {
    const defect = changed(`previous-${name}`, description, ['round-trip'], (page) => {
      const body = jsonOf(page.reply)
      const cursor = to(page, valueAt(body, place))
      return cursor === undefined ? undefined : withJson(page.reply, setAt(body, place, cursor))
    })
    return { ...defect, expects: [...defect.expects, ...expects] }
  }
  function shown(
    name: string,
    description: string,
    change: (reply: ProxiedReply, rows: readonly unknown[]) => ProxiedReply,
    changes: readonly Part[] = pages.rowParts,
  ): Defect {
    return {
      name: `previous-${name}`,
      description,
      expects: ['pagination/round-trip'],
      changes,
      mutation() {
        const memory = walkMemory(subject, pages)
        return async (request, forward) => {
          const isBack = memory.backward.has(parameterIn(request, parameter) ?? '')
          const page = await memory.pass(request, forward)
          return isBack && 'rows' in page ? change(page.reply, page.rows) : page.reply
        }
      },
    }
  }
  const nextOf = ({ next }: PassingPage) => (next === undefined ? undefined : parameterIn({ query: next }, parameter))
  // A contract may have a rule of its own for the first page.
  const ownRules = subject.contract.envelope.flatMap(({ id, counterExamples = [] }) =>
    counterExamples.some(({ at }) => at === place) ? [`envelope/${id}`] : [],
  )
  return [
    back('null', 'no page leads back', ({ index }) => (index === 0 ? undefined : null)),
    back(
      'on-first',
      'the first page leads back to somewhere',
      (page) => (page.index === 0 ? nextOf(page) : undefined),
      ownRules,
    ),
    back('is-next', 'the previous cursor is the next one', (page) => (page.index === 0 ? undefined : nextOf(page))),
    back('first', 'every page leads back to the first', ({ index, scratch }, was) => {
      if (index === 1) scratch.set('back', was)
      return index === undefined || index < 2 ? undefined : scratch.get('back')
    }),
    shown('reversed', 'a page that was reached backwards runs backwards', (reply, rows) =>
      pages.withRows(reply, [...rows].reverse()),
    ),
    shown('short', 'a page that was reached backwards lacks its first row', (reply, rows) =>
      pages.withRows(reply, rows.slice(1)),
    ),
    shown(
      'refused',
      'previous cursors are refused',
      () => jsonReply(400, { message: 'cursor is not valid' }),
      wholeReply,
    ),
    shown('empty', 'a page that was reached backwards is empty', (reply) => pages.withRows(reply, [])),
  ]
}
