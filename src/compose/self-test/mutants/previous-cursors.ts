import { type Pages, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { ProxiedReply, Subject } from '../types.ts'
import type { Defect } from './make.ts'
import { onPage } from './on-page.ts'
import { type PassingPage, walkMemory } from './walk-memory.ts'

/** Pages that do not lead back to where they came from. */
export function previousDefects(
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
