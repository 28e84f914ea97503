import { ownText, textBytes } from './own-text.ts'

/**
 * A cache bounded by weight (bytes, as the caller counts them), which drops what was not used for longest. An entry heavier than
 * `maxEntryWeight` is not kept, so that one huge reply does not empty the cache.
 */
export interface BoundedCache<V> {
  get(key: string): V | undefined
  /** `weight` is the value's; the key's is added, and the key is copied. A value must not hold on to the text that it was cut from. */
  set(key: string, value: V, weight: number): void
  readonly weight: number
}

interface Entry<V> {
  readonly key: string
  readonly value: V
  readonly weight: number
  isUsed: boolean
}

// What Map and string bookkeeping costs for each entry beside the value itself; measured, rounded up.
const entryOverhead = 200

/** What every cache that was made is called: a test fills each of them. */
export const cacheNames = new Set<string>()

/** Everything that is kept under a text from outside is kept here. `name` says what that is. */
export function boundedCache<V>(name: string, maxWeight: number, maxEntryWeight: number = maxWeight): BoundedCache<V> {
  cacheNames.add(name)
  // In the order in which they came or were last spared.
  const entries = new Map<string, Entry<V>>()
  let total = 0

  function remove({ key, weight }: Entry<V>): void {
    total -= weight
    entries.delete(key)
  }

  /** An entry that was used since its last turn is spared once: to move it at each use would cost a use twice as much again. */
  function makeRoom(weight: number): void {
    for (const entry of entries.values()) {
      if (total + weight <= maxWeight) return
      remove(entry)
      if (entry.isUsed) add(entry)
      entry.isUsed = false
    }
  }

  function add(entry: Entry<V>): void {
    entries.set(entry.key, entry)
    total += entry.weight
  }

  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entry.isUsed = true
      return entry.value
    },
    set(key, value, given) {
      const weight = given + textBytes(key) + entryOverhead
      const before = entries.get(key)
      if (before !== undefined) remove(before)
      if (weight > maxEntryWeight) return
      makeRoom(weight)
      add({ key: ownText(key), value, weight, isUsed: false })
    },
    get weight() {
      return total
    },
  }
}
