import type { LawContext, QueryRules } from '../types.ts'
import type { Item } from './query-lists.ts'

export type Filter = QueryRules['filters'][number]

/** Characters of a value that is asked for: a longer one would make a URL that no server takes. */
const longestValue = 1_000

/** Values of a property that can be asked for, those of most items first. */
export function commonest(items: readonly Item[], property: string): readonly string[] {
  const counts = new Map<string, number>()
  for (const item of items) {
    const value = item[property]
    if (typeof value === 'string' && isAskable(value)) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
}

/** Whether a query can hold a value: half of a surrogate pair has no bytes. */
export function isAskable(value: string): boolean {
  return value.length <= longestValue && !/\p{Surrogate}/u.test(value)
}

/** Whether the document lets the filter be asked for a value. */
export function isPermitted({ operation }: LawContext, { parameter }: Filter, value: string): boolean {
  const members = operation.parameters.find(({ name }) => name === parameter)?.schema['enum']
  return !Array.isArray(members) || members.includes(value)
}
