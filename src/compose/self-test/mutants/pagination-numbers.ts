import { asking, notAsking, type Pages, setAt } from '../pages.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onBoth, onRequest } from './make.ts'
import { onPage } from './on-page.ts'

/** What goes wrong where pages have numbers. */
export function numberDefects(subject: Subject, pages: Pages): readonly Defect[] {
  const parameter = pages.pageParameter ?? ''
  const asked = (request: ProxiedRequest) => new URLSearchParams(request.query).get(parameter)
  /** The page that was asked for, echoed as it was asked for. */
  const echo = (reply: ProxiedReply, request: ProxiedRequest) =>
    reply.status === 200
      ? withJson(reply, setAt(jsonOf(reply), ['result_info', 'page'], Number(asked(request) ?? 1)))
      : reply
  function served(
    name: string,
    description: string,
    expects: readonly string[],
    change: (request: ProxiedRequest, page: string | null) => ProxiedRequest | undefined,
  ): Defect {
    return {
      name: `page-${name}`,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      mutation: onBoth((request) => (pages.isList(request) ? change(request, asked(request)) : undefined), echo),
    }
  }
  function pastEnd(name: string, description: string, change: (page: ProxiedReply) => ProxiedReply): Defect {
    return {
      name: `past-end-${name}`,
      description,
      expects: ['pagination/past-end', 'pagination/walk'],
      mutation: onPage(subject, pages, ({ reply, rows, index }) =>
        rows.length === 0 && index !== 0 ? change(reply) : undefined,
      ),
    }
  }
  function taken(name: string, value: string): Defect {
    return {
      name: `page-takes-${name}`,
      description: `page ${value} is taken for page 1`,
      expects: ['pagination/page-refused'],
      mutation: onRequest((request) => (asked(request) === value ? asking(request, parameter, 1) : undefined)),
    }
  }
  return [
    served('ignored', 'the page is ignored: it is always the first', ['each-once'], (request, page) =>
      page === null || Number(page) < 1 ? undefined : notAsking(request, parameter),
    ),
    served('from-zero', 'pages are counted from 0', ['complete'], (request, page) =>
      Number(page ?? 1) < 1 ? undefined : asking(request, parameter, Number(page ?? 1) + 1),
    ),
    {
      name: 'past-end-clamped',
      description: 'past the end the last page comes again and again',
      expects: ['pagination/ends', 'pagination/past-end'],
      mutation: clamping((number) => number - 1),
    },
    {
      name: 'past-end-round',
      description: 'past the end the first page comes again',
      expects: ['pagination/ends', 'pagination/past-end'],
      mutation: clamping(() => 1),
    },
    pastEnd('404', 'a page past the end is not found', () =>
      jsonReply(404, { success: false, errors: [{ code: 7003, message: 'no such page' }], messages: [], result: null }),
    ),
    pastEnd('400', 'a page past the end is refused', () =>
      jsonReply(400, { success: false, errors: [{ code: 6003, message: 'no such page' }], messages: [], result: null }),
    ),
    taken('zero', '0'),
    taken('negative', '-1'),
    taken('fraction', '1.5'),
  ]

  /** Gives another page for one that would be empty: the nearest that is not, counting as `to` says. */
  function clamping(to: (number: number) => number): Defect['mutation'] {
    return onPage(subject, pages, async ({ request, rows, index, forward }) => {
      if (rows.length > 0 || index === 0) return undefined
      for (let number = to(pages.pageNumber(request)); number >= 1; number = to(number)) {
        const other = asking(request, parameter, Math.min(number, 100))
        const reply = await forward(other)
        if ((pages.rows(other, reply)?.length ?? 0) > 0) return echo(reply, request)
        if (number === 1) break
      }
      return undefined
    })
  }
}
