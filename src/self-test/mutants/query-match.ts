import { type Pages, parameterIn } from '../pages.ts'
import type { Subject } from '../types.ts'
import { type Defect, pageDefects } from './make.ts'
import type { Query, Semantics } from './query-semantics.ts'

/** Several filters that are joined in another way than was asked for. */
export function matchDefects(
  subject: Subject,
  pages: Pages,
  { rules: { match, filters }, emulated, right }: Query,
): readonly Defect[] {
  if (match === undefined || filters.length < 2) return []
  const { any, all, parameter } = match
  const checks = new Map<string | undefined, string>([
    [any, 'match-any'],
    [all, 'match-all'],
    [undefined, 'match-default'],
  ])
  /** Filters are joined in another way where the parameter has one of these values. */
  function joined(
    name: string,
    description: string,
    values: readonly (string | undefined)[],
    joins: Semantics['joins'],
  ): Defect {
    return emulated(
      `match-${name}`,
      description,
      values.map((value) => checks.get(value) ?? ''),
      { joins: (passed, asked) => (values.includes(asked) ? joins : right.joins)(passed, asked) },
      (request) => values.includes(parameterIn(request, parameter)),
    )
  }
  const every = (passed: readonly boolean[]) => passed.every(Boolean)
  const some = (passed: readonly boolean[]) => passed.some(Boolean)
  const one = (passed: readonly boolean[]) => passed.filter(Boolean).length === 1
  const twice = 'match any gives a row once for every filter that it passes'
  return [
    joined('any-as-all', 'match any is treated as all', [any], every),
    joined('all-as-any', 'match all is treated as any', [all], some),
    joined('default-any', 'without match one filter is enough', [undefined], some),
    joined('swapped', 'match any and all are swapped', [any, all], (passed, asked) =>
      asked === any ? every(passed) : some(passed),
    ),
    joined('first', 'only the first filter counts under match all', [all], ([first]) => first === true),
    joined('last', 'only the last filter counts', [all, any, undefined], (passed) => passed.at(-1) === true),
    joined('one', 'match any wants exactly one filter to pass', [any], one),
    pageDefects(subject, pages)('match-twice', twice, ['match-any'], ({ request, rows }) => {
      const wanted = filters.map((filter) => parameterIn(request, filter.parameter))
      if (rows.length < 2 || parameterIn(request, parameter) !== any) return undefined
      const double = rows.find((row) =>
        filters.every((filter, i) => right.passes(row, filter, wanted[i] ?? '') && wanted[i] !== undefined),
      )
      return double && [...rows.slice(0, pages.size(request) - 1), double]
    }),
  ]
}
