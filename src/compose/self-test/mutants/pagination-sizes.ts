import { asking, notAsking, type Pages } from '../pages.ts'
import { jsonReply } from '../replies.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onBoth, onReply, onRequest } from './make.ts'
import { inOrder } from './walk-memory.ts'

/** Pages of another size than was asked for, and sizes that are wrongly taken or refused. */
export function sizeDefects({ contract: { pager } }: Subject, pages: Pages): readonly Defect[] {
  const { size } = pager
  if (size === undefined) return []
  const { parameter, minimum, maximum, fallback } = size
  const asked = (request: ProxiedRequest) => new URLSearchParams(request.query).get(parameter)
  function served(
    name: string,
    description: string,
    expects: readonly string[],
    change: (request: ProxiedRequest, value: string | null) => ProxiedRequest | undefined,
  ): Defect {
    return {
      name: `size-${name}`,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      mutation: onRequest((request) => (pages.isList(request) ? change(request, asked(request)) : undefined)),
    }
  }
  function taken(name: string, value: string, as: number): Defect {
    return served(
      `takes-${name}`,
      `a page size of ${value === '' ? 'no text' : value} is taken for ${as}`,
      ['size-refused'],
      (request, given) => (given === value ? asking(request, parameter, as) : undefined),
    )
  }
  const inBounds = (value: number) => value >= minimum && value <= maximum

  return [
    served('plus', 'pages have one row more than was asked for', ['page-size'], (request, given) =>
      inBounds(Number(given) + 1) && given !== null ? asking(request, parameter, Number(given) + 1) : undefined,
    ),
    served('minus', 'pages have one row less than was asked for', ['full-pages', 'page-size'], (request, given) =>
      given !== null && inBounds(Number(given) - 1) ? asking(request, parameter, Number(given) - 1) : undefined,
    ),
    served('ignored', 'the page size is ignored', ['page-size'], (request, given) =>
      given !== null && inBounds(Number(given)) && /^\d+$/.test(given) ? notAsking(request, parameter) : undefined,
    ),
    served(
      'ignored-later',
      'the page size counts for the first page only',
      ['page-size', 'full-pages', 'same-list'],
      (request, given) =>
        given === null || !inBounds(Number(given)) || isFirst(request, Number(given))
          ? undefined
          : notAsking(request, parameter),
    ),
    served('default-small', `without a size pages have ${fallback / 2} rows`, ['full-pages'], (request, given) =>
      given === null ? asking(request, parameter, fallback / 2) : undefined,
    ),
    served('default-large', `without a size pages have ${fallback + 5} rows`, ['page-size'], (request, given) =>
      given === null ? asking(request, parameter, fallback + 5) : undefined,
    ),
    served('capped', `pages never have more than ${fallback} rows`, ['page-size', 'full-pages'], (request, given) =>
      Number(given) > fallback && inBounds(Number(given)) ? asking(request, parameter, fallback) : undefined,
    ),
    taken('maximum-plus', String(maximum + 1), maximum),
    taken('minimum-minus', String(minimum - 1), minimum),
    taken('negative', '-1', minimum),
    taken('word', 'ten', 10),
    taken('fraction', '1.5', minimum),
    taken('nothing', '', fallback),
    ...[minimum, maximum].map((bound) =>
      served(
        `refuses-${bound}`,
        `the permitted page size ${bound} is refused`,
        ['sizes', 'same-list', 'past-end'],
        (request, given) => (given === String(bound) ? asking(request, parameter, maximum + 1) : undefined),
      ),
    ),
    {
      name: 'size-refused-empty',
      description: 'a page size that is too large gives an empty page instead of a refusal',
      expects: ['pagination/size-refused'],
      mutation: onBoth(
        (request) => (asked(request) === String(maximum + 1) ? asking(request, parameter, maximum) : undefined),
        (reply) => pages.withRows(reply, []),
      ),
    },
    ...[404, 422, 500].map(
      (status): Defect => ({
        name: `size-refused-${status}`,
        description: `a page size that is too large is refused with status ${status}`,
        expects: ['pagination/size-refused'],
        mutation: onReply((reply, request) =>
          asked(request) === String(maximum + 1) ? { ...jsonReply(status, {}), body: reply.body } : undefined,
        ),
      }),
    ),
  ]

  function isFirst({ query }: ProxiedRequest, given: number): boolean {
    return inOrder(query) === inOrder(pager.first(given))
  }
}
