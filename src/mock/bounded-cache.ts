import { ownText, textBytes } from './own-text.ts'

/**
 * A least-recently-used cache bounded by weight (bytes, as the caller counts them). An entry heavier than
 * `maxEntryWeight` is not kept, so that one huge reply does not empty the cache.
 */
export interface BoundedCache<V> {
  get(key: string): V | undefined
  /** `weight` is the value's; the key's is added, and the key is copied. A value must not hold on to the text that it was cut from. */
  set(key: string, value: V, weight: number): void
  readonly weight: number
}

// What Map and string bookkeeping costs for each entry beside the value itself; measured, rounded up.
const entryOverhead = 200

/** What every cache that was made is called: a test fills each of them. */
export const cacheNames = new Set<string>()

/** Everything that is kept under a text from outside is kept here. `name` says what that is. */
export function boundedCache<V>(name: string, maxWeight: number, maxEntryWeight: number = maxWeight): BoundedCache<V> {
  cacheNames.add(name)
  const entries = new Map<string, { readonly key: string; readonly value: V; readonly weight: number }>()
  let total = 0
  let newest: unknown

  function remove(key: string): void {
    total -= entries.get(key)?.weight ?? 0
    entries.delete(key)
  }

  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      if (entry !== newest) {
        // Under the cache's own copy: the text that was asked for may be part of a longer one.
        entries.delete(entry.key)
        entries.set(entry.key, entry)
        newest = entry
      }
      return entry.value
    },
    set(key, value, weight) {
      const cost = weight + textBytes(key) + entryOverhead
      remove(key)
      if (cost > maxEntryWeight) return
      const entry = { key: ownText(key), value, weight: cost }
      entries.set(entry.key, entry)
      newest = entry
      total += cost
      for (const [oldest] of entries) {
        if (total <= maxWeight) break
        remove(oldest)
      }
    },
    get weight() {
      return total
    },
  }
}
