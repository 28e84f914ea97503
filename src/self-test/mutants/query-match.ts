import { type Pages, parameterIn } from '../pages.ts'
import type { Subject } from '../types.ts'
import { type Defect, pageDefects } from './make.ts'
import type { Query, Semantics } from './query-semantics.ts'

/** Several filters that are joined in another way than was asked for. */
export function matchDefects(
  subject: Subject,
  pages: Pages,
  { rules: { match: rule, filters }, emulated, right }: Query,
): readonly Defect[] {
  if (rule === undefined || filters.length < 2) return []
  const match = rule
  /** Filters are joined in another way where the parameter has one of these values. */
  function joined(
    name: string,
    description: string,
    values: readonly (string | undefined)[],
    joins: Semantics['joins'],
  ): Defect {
    const check = (value: string | undefined) =>
      value === match.any ? 'match-any' : value === match.all ? 'match-all' : 'match-default'
    return emulated(
      `match-${name}`,
      description,
      values.map(check),
      { joins: (passed, asked) => (values.includes(asked) ? joins : right.joins)(passed, asked) },
      (request) => values.includes(parameterIn(request, match.parameter)),
    )
  }
  const every = (passed: readonly boolean[]) => passed.every(Boolean)
  const some = (passed: readonly boolean[]) => passed.some(Boolean)
  return [
    joined('any-as-all', 'match any is treated as all', [match.any], every),
    joined('all-as-any', 'match all is treated as any', [match.all], some),
    joined('default-any', 'without match one filter is enough', [undefined], some),
    joined('swapped', 'match any and all are swapped', [match.any, match.all], (passed, asked) =>
      asked === match.any ? every(passed) : some(passed),
    ),
    joined('first', 'only the first filter counts under match all', [match.all], (passed) => passed[0] === true),
    joined(
      'last',
      'only the last filter counts',
      [match.all, match.any, undefined],
      (passed) => passed.at(-1) === true,
    ),
    joined(
      'one',
      'match any wants exactly one filter to pass',
      [match.any],
      (passed) => passed.filter(Boolean).length === 1,
    ),
    pageDefects(subject, pages, 'query')(
      'match-twice',
      'match any gives a row once for every filter that it passes',
      ['match-any'],
      ({ request, reply, rows }) => {
        const wanted = filters.map(({ parameter }) => parameterIn(request, parameter))
        if (rows.length < 2 || parameterIn(request, match.parameter) !== match.any) return undefined
        const double = rows.find((row) =>
          filters.every((filter, i) => right.passes(row, filter, wanted[i] ?? '') && wanted[i] !== undefined),
        )
        if (double === undefined) return undefined
        return pages.withRows(reply, [...rows.slice(0, pages.size(request) - 1), double])
      },
    ),
  ]
}
