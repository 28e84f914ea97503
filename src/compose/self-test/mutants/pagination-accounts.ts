import type { Pages } from '../pages.ts'
import { headerOf, jsonReply } from '../replies.ts'
import type { ProxiedReply, Subject } from '../types.ts'
import type { Defect } from './make.ts'
import { onPage } from './on-page.ts'
import type { PassingPage } from './walk-memory.ts'

/** What goes wrong with no organization, with one, and with a last page that is exactly full. */
export function accountDefects(subject: Subject, pages: Pages): readonly Defect[] {
  function defect(
    name: string,
    description: string,
    expects: readonly string[],
    change: (page: PassingPage) => ProxiedReply | undefined,
  ): Defect {
    return {
      name,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      mutation: onPage(subject, pages, (page) => {
        if (page.rows.length > 0) page.scratch.set('row', page.rows[0])
        return change(page)
      }),
    }
  }
  const isEmpty = ({ rows, index }: PassingPage) => rows.length === 0 && index === 0
  const isOne = ({ rows, index, isLast }: PassingPage) => rows.length === 1 && index === 0 && isLast
  const isJson = (reply: ProxiedReply) => headerOf(reply, 'content-type') !== undefined

  return [
    defect(
      'empty-shows-one',
      "an account without organizations shows somebody else's",
      ['complete', 'total-exact'],
      (page) => (isEmpty(page) ? pages.withRows(page.reply, [page.scratch.get('row')]) : undefined),
    ),
    defect('empty-404', 'an account without organizations is not found', ['account-empty'], (page) =>
      isEmpty(page) && isJson(page.reply) ? jsonReply(404, { message: 'none', detail: 'none' }) : undefined,
    ),
    defect('empty-403', 'an account without organizations is refused', ['account-empty'], (page) =>
      isEmpty(page) ? jsonReply(403, { message: 'none', detail: 'none' }) : undefined,
    ),
    defect('one-twice', 'the only organization comes twice', ['each-once'], (page) =>
      isOne(page) ? pages.withRows(page.reply, [page.rows[0], page.rows[0]]) : undefined,
    ),
    defect('one-lost', 'the only organization is not shown', ['complete'], (page) =>
      isOne(page) ? pages.withRows(page.reply, []) : undefined,
    ),
    defect('full-last-lost', 'a last page that is exactly full is empty', ['complete', 'full-pages'], (page) =>
      page.isLast && page.index !== 0 && page.rows.length === pages.size(page.request)
        ? pages.withRows(page.reply, [])
        : undefined,
    ),
  ].filter(({ name }) => subject.contract.pager.size !== undefined || name !== 'full-last-lost')
}
