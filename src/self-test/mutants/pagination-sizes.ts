import { asking, notAsking, type Pages, parameterIn } from '../pages.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onReply, onRequest } from './make.ts'
import { inOrder } from './walk-memory.ts'

/** Pages of another size than was asked for, and sizes that are wrongly taken or refused. */
export function sizeDefects({ contract: { pager, refusals } }: Subject, pages: Pages): readonly Defect[] {
  const { size } = pager
  if (size === undefined) return []
  const { parameter, minimum, maximum, fallback } = size
  const asked = (request: ProxiedRequest) => parameterIn(request, parameter)
  function served(
    name: string,
    description: string,
    expects: readonly string[],
    change: (request: ProxiedRequest, value: string | undefined) => ProxiedRequest | undefined,
  ): Defect {
    return {
      name: `size-${name}`,
      description,
      expects: expects.map((id) => `pagination/${id}`),
      changes: [`?${parameter}`],
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
  const isPermitted = (text: string | undefined) =>
    text !== undefined && /^\d+$/.test(text) && Number(text) >= minimum && Number(text) <= maximum
  /** Another size for one that was asked for, where both are permitted. */
  const resized = (by: number) => (request: ProxiedRequest, given: string | undefined) => {
    const other = String(Number(given) + by)
    return isPermitted(given) && isPermitted(other) ? asking(request, parameter, other) : undefined
  }
  const [small, large] = [Math.max(minimum, fallback >> 1), Math.min(maximum, fallback + 5)]
  const isTooLarge = (request: ProxiedRequest) => asked(request) === String(maximum + 1)

  return [
    served('plus', 'pages have one row more than was asked for', ['page-size'], resized(1)),
    served('minus', 'pages have one row less than was asked for', ['full-pages', 'page-size'], resized(-1)),
    served('ignored', 'the page size is ignored', ['page-size'], (request, given) =>
      isPermitted(given) ? notAsking(request, parameter) : undefined,
    ),
    served(
      'ignored-later',
      'the page size counts for the first page only',
      ['page-size', 'full-pages', 'same-list'],
      (request, given) =>
        !isPermitted(given) || isFirst(request, Number(given)) ? undefined : notAsking(request, parameter),
    ),
    ...[
      { name: 'small', rows: small, expects: 'full-pages' },
      { name: 'large', rows: large, expects: 'page-size' },
    ]
      .filter(({ rows }) => rows !== fallback)
      .map(({ name, rows, expects }) =>
        served(`default-${name}`, `without a size pages have ${rows} rows`, [expects], (request, given) =>
          given === undefined ? asking(request, parameter, rows) : undefined,
        ),
      ),
    ...(fallback === maximum
      ? []
      : [
          served(
            'capped',
            `pages never have more than ${fallback} rows`,
            ['page-size', 'full-pages'],
            (request, given) =>
              isPermitted(given) && Number(given) > fallback ? asking(request, parameter, fallback) : undefined,
          ),
        ]),
    ...[...new Set([minimum, maximum])].map((bound) =>
      served(
        `refuses-${bound}`,
        `the permitted page size ${bound} is refused`,
        ['sizes', 'same-list', 'past-end'],
        (request, given) => (given === String(bound) ? asking(request, parameter, maximum + 1) : undefined),
      ),
    ),
    ...(refusals.invalidParameter === undefined ? [] : refused()),
  ]

  function refused(): readonly Defect[] {
    const expects = ['pagination/size-refused']
    return [
      taken('maximum-plus', String(maximum + 1), maximum),
      taken('minimum-minus', String(minimum - 1), minimum),
      taken('negative', '-1', minimum),
      taken('word', 'ten', small),
      taken('fraction', '1.5', minimum),
      taken('nothing', '', fallback),
      {
        name: 'size-refused-empty',
        description: 'a page size that is too large gives an empty page instead of a refusal',
        expects,
        changes: [`?${parameter}`, ...pages.rowParts],
        mutation: onRequest(
          (request) => (isTooLarge(request) ? asking(request, parameter, maximum) : undefined),
          (reply) => pages.withRows(reply, []),
        ),
      },
      ...[404, 422, 500].map(
        (status): Defect => ({
          name: `size-refused-${status}`,
          description: `a page size that is too large is refused with status ${status}`,
          expects,
          changes: ['status'],
          mutation: onReply((reply, request) => (isTooLarge(request) ? { ...reply, status } : undefined)),
        }),
      ),
    ]
  }

  function isFirst({ query }: ProxiedRequest, given: number): boolean {
    return inOrder(query) === inOrder(pager.first(given))
  }
}
