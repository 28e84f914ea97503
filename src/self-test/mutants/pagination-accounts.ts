import { wholeReply } from '../changes.ts'
import type { Pages } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { Subject } from '../types.ts'
import { type Defect, pageDefects } from './make.ts'
import type { PassingPage } from './walk-memory.ts'

/** What goes wrong with no organization, with one, and with a last page that is exactly full. */
export function accountDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const described = pageDefects(subject, pages, 'pagination')
  const defect: typeof described = (name, description, expects, change, changes) =>
    described(
      name,
      description,
      expects,
      (page) => {
        if (page.rows.length > 0) page.scratch.set('row', page.rows[0])
        return change(page)
      },
      changes,
    )
  const isEmpty = ({ rows, index }: PassingPage) => rows.length === 0 && index === 0
  const isOne = ({ rows, index, isLast }: PassingPage) => rows.length === 1 && index === 0 && isLast
  const refused = (status: number) => (page: PassingPage) =>
    isEmpty(page) ? jsonReply(status, { message: 'none', detail: 'none' }) : undefined

  return [
    defect(
      'empty-shows-one',
      "an account without organizations shows somebody else's",
      ['complete', 'total-exact'],
      (page) => (isEmpty(page) ? pages.withRows(page.reply, [page.scratch.get('row')]) : undefined),
    ),
    defect('empty-404', 'an account without organizations is not found', ['account-empty'], refused(404), wholeReply),
    defect('empty-403', 'an account without organizations is refused', ['account-empty'], refused(403), wholeReply),
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
