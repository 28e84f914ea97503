import type { Scorecard } from './types.ts'

/** A bad grade that a request shows. */
export interface Flag {
  readonly grade: string
  readonly title: string
  readonly message: string
  readonly why: string
}

/** The failed grades by the numbers of the requests that show them. */
export function flagsOf(cards: readonly Scorecard[]): ReadonlyMap<number, readonly Flag[]> {
  const flags = new Map<number, Flag[]>()
  for (const { id, title, why, verdict, evidence } of cards.flatMap(({ grades }) => grades)) {
    if (verdict !== 'failed') continue
    for (const { requests, message } of evidence) {
      for (const seq of requests) {
        const before = flags.get(seq) ?? []
        if (!before.some(({ grade }) => grade === id)) flags.set(seq, [...before, { grade: id, title, message, why }])
      }
    }
  }
  return flags
}
