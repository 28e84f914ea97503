import { wholeReply } from '../changes.ts'
import { asking, type Pages } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { Subject } from '../types.ts'
import { type Defect, pageDefects, parameterDefects } from './make.ts'

/** What goes wrong where pages have numbers. */
export function numberDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { pager, refusals } = subject.contract
  if (pager.numbered === undefined) return []
  const { parameter } = pager.numbered
  const described = pageDefects(subject, pages, pages.pageParts)
  const served = parameterDefects(pages, parameter, 'page-', pages.numbered, pages.pageParts)
  const asked = parameterDefects(pages, parameter, 'page-takes-')
  const taken = (name: string, value: string) =>
    asked(name, `page ${value} is taken for page 1`, ['page-refused'], (given) => given === value && 1)
  return [
    served('ignored', 'the page is ignored: it is always the first', ['each-once'], (page) =>
      page === undefined || Number(page) < 1 ? undefined : null,
    ),
    served(
      'from-zero',
      'pages are counted from 0',
      ['complete'],
      (page = '1') => Number(page) >= 1 && Number(page) + 1,
    ),
    clamped('clamped', 'past the end the last page comes again and again', (number) => number - 1),
    clamped('round', 'past the end the first page comes again', () => 1),
    ...[404, 400].map((status) =>
      described(
        `past-end-${status}`,
        `a page past the end is refused with status ${status}`,
        ['past-end', 'walk'],
        ({ rows, index }) => rows.length === 0 && index !== 0 && jsonReply(status, { message: 'no such page' }),
        wholeReply,
      ),
    ),
    ...(refusals.invalidParameter === undefined
      ? []
      : [taken('zero', '0'), taken('negative', '-1'), taken('fraction', '1.5')]),
  ]

  /** Gives another page for one that would be empty: the nearest that is not, counting as `to` says. */
  function clamped(name: string, description: string, to: (number: number) => number): Defect {
    return described(`past-end-${name}`, description, ['ends', 'past-end'], async (page) => {
      const { request, rows, index, forward } = page
      if (rows.length > 0 || index === 0) return undefined
      for (let number = to(pages.pageNumber(request) ?? 1); number >= 1; number = to(number)) {
        const other = asking(request, parameter, Math.min(number, 100))
        const reply = await forward(other)
        if ((pages.rows(other, reply)?.length ?? 0) > 0) return pages.numbered(reply, request)
        if (number === 1) break
      }
      return undefined
    })
  }
}
