import type { Selection } from '../../../src/mock/index.ts'

/** A list of this many organizations, unfiltered. */
export function listOf(count: number): Selection {
  return { count, unfilteredCount: count, key: '', at: (position) => position }
}

/** The positions from the first, included, to the last, excluded. */
export function positions({ from, to }: { from: number; to: number }): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
