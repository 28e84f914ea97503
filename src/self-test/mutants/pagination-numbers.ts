import { wholeReply } from '../changes.ts'
import { asking, notAsking, type Pages, parameterIn } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onRequest, pageDefects } from './make.ts'

/** What goes wrong where pages have numbers. */
export function numberDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const { pager, refusals } = subject.contract
  if (pager.numbered === undefined) return []
  const { parameter } = pager.numbered
  const asked = (request: ProxiedRequest) => parameterIn(request, parameter)
  const described = pageDefects(subject, pages, 'pagination', pages.pageParts)
  function served(
    name: string,
    description: string,
    expects: readonly string[],
    change: (request: ProxiedRequest, page: string | undefined) => ProxiedRequest | undefined,
  ): Defect {
    return {
      name: `page-${name}`,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      changes: pages.pageParts,
      mutation: onRequest(
        (request) => (pages.isList(request) ? change(request, asked(request)) : undefined),
        pages.numbered,
      ),
    }
  }
  function pastEnd(name: string, description: string, change: () => ProxiedReply): Defect {
    return described(
      `past-end-${name}`,
      description,
      ['past-end', 'walk'],
      ({ rows, index }) => (rows.length === 0 && index !== 0 ? change() : undefined),
      wholeReply,
    )
  }
  function taken(name: string, value: string): Defect {
    return {
      name: `page-takes-${name}`,
      description: `page ${value} is taken for page 1`,
      expects: ['pagination/page-refused'],
      changes: [`?${parameter}`],
      mutation: onRequest((request) => (asked(request) === value ? asking(request, parameter, 1) : undefined)),
    }
  }
  return [
    served('ignored', 'the page is ignored: it is always the first', ['each-once'], (request, page) =>
      page === undefined || Number(page) < 1 ? undefined : notAsking(request, parameter),
    ),
    served('from-zero', 'pages are counted from 0', ['complete'], (request, page) =>
      Number(page ?? 1) < 1 ? undefined : asking(request, parameter, Number(page ?? 1) + 1),
    ),
    clamped('clamped', 'past the end the last page comes again and again', (number) => number - 1),
    clamped('round', 'past the end the first page comes again', () => 1),
    ...[404, 400].map((status) =>
      pastEnd(`${status}`, `a page past the end is refused with status ${status}`, () =>
        jsonReply(status, { message: 'no such page' }),
      ),
    ),
    ...(refusals.invalidParameter === undefined
      ? []
      : [taken('zero', '0'), taken('negative', '-1'), taken('fraction', '1.5')]),
  ]

  /** Gives another page for one that would be empty: the nearest that is not, counting as `to` says. */
  function clamped(name: string, description: string, to: (number: number) => number): Defect {
    return described(
      `past-end-${name}`,
      description,
      ['ends', 'past-end'],
      async ({ request, rows, index, forward }) => {
        if (rows.length > 0 || index === 0) return undefined
        for (let number = to(pages.pageNumber(request) ?? 1); number >= 1; number = to(number)) {
          const other = asking(request, parameter, Math.min(number, 100))
          const reply = await forward(other)
          if ((pages.rows(other, reply)?.length ?? 0) > 0) return pages.numbered(reply, request)
          if (number === 1) break
        }
        return undefined
      },
    )
  }
}
