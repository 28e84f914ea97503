/**
 * A least-recently-used cache bounded by weight (bytes, as the caller counts them). An entry heavier than
 * `maxEntryWeight` is not kept, so that one huge reply does not empty the cache.
 */
export interface BoundedCache<V> {
  get(key: string): V | undefined
  set(key: string, value: V, weight: number): void
  readonly weight: number
}

// What Map and string bookkeeping costs for each entry beside the value itself; measured, rounded up.
const entryOverhead = 200

export function boundedCache<V>(maxWeight: number, maxEntryWeight: number = maxWeight): BoundedCache<V> {
  const entries = new Map<string, { value: V; weight: number }>()
  let total = 0

  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value, weight) {
      const cost = weight + key.length + entryOverhead
      const old = entries.get(key)
      if (old !== undefined) {
        total -= old.weight
        entries.delete(key)
      }
      if (cost > maxEntryWeight) return
      entries.set(key, { value, weight: cost })
      total += cost
      for (const [oldest, entry] of entries) {
        if (total <= maxWeight) break
        entries.delete(oldest)
        total -= entry.weight
      }
    },
    get weight() {
      return total
    },
  }
}
