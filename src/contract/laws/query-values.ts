import type { LawContext, QueryRules } from '../types.ts'
import type { Item } from './query-lists.ts'

export type Filter = QueryRules['filters'][number]

/** Values of a property, those of most items first. */
export function commonest(items: readonly Item[], property: string): readonly string[] {
  const counts = new Map<string, number>()
  for (const item of items) {
    const value = item[property]
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
}

/** Whether the document lets the filter be asked for a value. */
export function isPermitted({ operation }: LawContext, { parameter }: Filter, value: string): boolean {
  const members = operation.parameters.find(({ name }) => name === parameter)?.schema['enum']
  return !Array.isArray(members) || members.includes(value)
}
