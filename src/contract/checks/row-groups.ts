import { grouped } from '../grouped.ts'
import { withoutRows } from '../json-pointer.ts'
import { plain, type Words } from '../words.ts'

/** The same thing at one place of every row. */
export interface RowGroup<T> {
  readonly first: T
  readonly count: number
}

/** Groups what differs only in the positions of lists; in the order of the first of each. */
export function groupRows<T extends { readonly at: string }>(
  all: readonly T[],
  key: (one: T) => string,
): readonly RowGroup<T>[] {
  const groups = grouped(all, (one) => `${withoutRows(one.at)}\n${key(one)}`)
  return groups.map(([first, ...others]) => ({ first, count: 1 + others.length }))
}

/** What to add to a sentence about the first of several. */
export function alsoElsewhere(count: number): Words {
  return plain(count === 1 ? '' : ` (and so in ${count - 1} more ${count === 2 ? 'place' : 'places'} of this body)`)
}
