import { mixWord } from './randomizer.ts'
import type { Fault, FaultRule } from './types.ts'

/** How often each rule was looked at, and how often it hit. */
export type Hits = WeakMap<FaultRule, { seen: number; hit: number }>

/**
 * What the rules do to one request. Those that ask for different things (an error, a fault of the wire, a delay) add up; of those that
 * ask for the same the first that hits counts, and the ones behind it do not look at this request.
 */
export function faultFor(rules: readonly FaultRule[], hits: Hits, draw: () => number): Fault | undefined {
  let found: Fault | undefined
  for (const rule of rules) {
    if (found !== undefined && asksForSame(found, rule)) continue
    let count = hits.get(rule)
    if (count === undefined) {
      count = { seen: 0, hit: 0 }
      hits.set(rule, count)
    }
    count.seen += 1
    const { after = 0, every = 1, times = Number.POSITIVE_INFINITY, probability = 1 } = rule
    if (count.seen <= after || (count.seen - after) % every !== 0 || count.hit >= times) continue
    if (probability < 1 && draw() >= probability) continue
    count.hit += 1
    found = found === undefined ? rule : { ...found, ...rule }
  }
  return found
}

export function asksForError({ error, code }: Fault): boolean {
  return error !== undefined || code !== undefined
}

function asksForSame(one: Fault, other: Fault): boolean {
  return (
    (asksForError(one) && asksForError(other)) ||
    (one.wire !== undefined && other.wire !== undefined) ||
    (one.delayMs !== undefined && other.delayMs !== undefined)
  )
}

/** Numbers from 0 to 1 (excluded), one after another, that follow from the request's identifier. */
export function drawsOf(requestId: string): () => number {
  let word: number | undefined
  return () => {
    // Most requests draw none. SplitMix: steps by the golden ratio, and each is mixed.
    word = ((word ?? Number.parseInt(requestId.slice(-8), 16)) + 0x9e3779b9) | 0
    return mixWord(word) / 0x1_0000_0000
  }
}

/** How long to wait, in milliseconds. */
export function delayOf(delayMs: Fault['delayMs'], draw: () => number): number {
  if (delayMs === undefined) return 0
  if (typeof delayMs === 'number') return delayMs
  const [least, most] = delayMs
  return Math.round(least + draw() * (most - least))
}
