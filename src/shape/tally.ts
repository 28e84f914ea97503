import type { Counts } from './types.ts'

export function count(counts: Map<string, number>, name: string, more = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + more)
}

export function addCounts(counts: Map<string, number>, others: ReadonlyMap<string, number>): void {
  for (const [name, more] of others) count(counts, name, more)
}

export function totalOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, one) => sum + one, 0)
}

/** In the order of the names, so that the same counts give the same text. */
export function countsOf(counts: ReadonlyMap<string, number>): Counts {
  return sorted(Object.fromEntries(counts))
}

/** The same with its members in the order of their names. */
export function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)))
}
