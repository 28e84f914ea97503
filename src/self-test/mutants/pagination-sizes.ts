import { type Pages, parameterIn } from '../pages.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, parameterDefects, replyDefects } from './make.ts'
import { setStatus } from './reply-changes.ts'
import { inOrder } from './walk-memory.ts'

/** Pages of another size than was asked for, and sizes that are wrongly taken or refused. */
export function sizeDefects({ contract: { pager, refusals } }: Subject, pages: Pages): readonly Defect[] {
  if (pager.size === undefined) return []
  const { parameter, minimum, maximum, fallback } = pager.size
  const served = parameterDefects(pages, parameter, 'size-')
  const isPermitted = (text: string | undefined): text is string =>
    text !== undefined && /^\d+$/.test(text) && Number(text) >= minimum && Number(text) <= maximum
  /** Another size for one that was asked for, where both are permitted. */
  const resized = (by: number) => (given: string | undefined) => {
    const other = String(Number(given) + by)
    return isPermitted(given) && isPermitted(other) && other
  }
  const small = Math.max(minimum, fallback >> 1)
  const usual = (name: string, rows: number, expects: string) =>
    rows === fallback
      ? []
      : [
          served(
            `default-${name}`,
            `without a size pages have ${rows} rows`,
            [expects],
            (given) => given === undefined && rows,
          ),
        ]

  return [
    served('plus', 'pages have one row more than was asked for', ['page-size'], resized(1)),
    served('minus', 'pages have one row less than was asked for', ['full-pages', 'page-size'], resized(-1)),
    served('ignored', 'the page size is ignored', ['page-size'], (given) => (isPermitted(given) ? null : undefined)),
    served(
      'ignored-later',
      'the page size counts for the first page only',
      ['page-size', 'full-pages', 'same-list'],
      (given, request) => (isPermitted(given) && !isFirst(request, Number(given)) ? null : undefined),
    ),
    ...usual('small', small, 'full-pages'),
    ...usual('large', Math.min(maximum, fallback + 5), 'page-size'),
    ...(fallback === maximum
      ? []
      : [
          served(
            'capped',
            `pages never have more than ${fallback} rows`,
            ['page-size', 'full-pages'],
            (given) => isPermitted(given) && Number(given) > fallback && fallback,
          ),
        ]),
    ...(refusals.invalidParameter === undefined ? [] : [...boundsRefused(), ...refused()]),
  ]

  /** Refused as a size just outside is. */
  function boundsRefused(): readonly Defect[] {
    return [...new Set([minimum, maximum])].map((bound) =>
      served(
        `refuses-${bound}`,
        `the permitted page size ${bound} is refused`,
        ['sizes', 'same-list', 'past-end'],
        (given) => given === String(bound) && maximum + 1,
      ),
    )
  }

  function refused(): readonly Defect[] {
    const expects = ['size-refused']
    const taken = (name: string, value: string, as: number) =>
      served(
        `takes-${name}`,
        `a page size of ${value || 'no text'} is taken for ${as}`,
        expects,
        (given) => given === value && as,
      )
    const isTooLarge = (given: string | undefined) => given === String(maximum + 1)
    const tooLarge = 'a page size that is too large'
    const refusal = replyDefects((_reply, request) => isTooLarge(parameterIn(request, parameter)), 'size-refused-')
    const emptied = parameterDefects(pages, parameter, 'size-', (reply) => pages.withRows(reply, []), pages.rowParts)
    return [
      taken('maximum-plus', String(maximum + 1), maximum),
      taken('minimum-minus', String(minimum - 1), minimum),
      taken('negative', '-1', minimum),
      taken('word', 'ten', small),
      taken('fraction', '1.5', minimum),
      taken('nothing', '', fallback),
      emptied(
        'refused-empty',
        `${tooLarge} gives an empty page instead of a refusal`,
        expects,
        (given) => isTooLarge(given) && maximum,
      ),
      ...[404, 422, 500].map((status) =>
        refusal(`${status}`, `${tooLarge} is refused with status ${status}`, expects, setStatus(status)),
      ),
    ]
  }

  function isFirst({ query }: ProxiedRequest, given: number): boolean {
    return inOrder(query) === inOrder(pager.first(given))
  }
}
