import type { Tenant } from './tenants.ts'
import type { FaultRule, Trouble } from './types.ts'

/**
 * The first rule that hits a tenant's request. Each rule looks at every request until one before it has hit; `random` is the request's own
 * number from 0 to 1.
 */
export function troubleFor(rules: readonly FaultRule[], tenant: Tenant<unknown>, random: number): Trouble | undefined {
  for (const rule of rules) {
    let count = tenant.hits.get(rule)
    if (count === undefined) {
      count = { seen: 0, hit: 0 }
      tenant.hits.set(rule, count)
    }
    count.seen += 1
    const { after = 0, every = 1, times = Number.POSITIVE_INFINITY, probability = 1 } = rule
    const isDue = count.seen > after && (count.seen - after) % every === 0 && count.hit < times
    if (!isDue || random >= probability) continue
    count.hit += 1
    return rule
  }
  return undefined
}

/** A number from 0 to 1 (excluded) that follows from the request's identifier. */
export function randomOf(requestId: string): number {
  return Number.parseInt(requestId.slice(-8), 16) / 0x1_0000_0000
}

/** How long to wait. */
export function delayOf(delayMs: Trouble['delayMs'], random: number): number {
  if (delayMs === undefined) return 0
  if (typeof delayMs === 'number') return delayMs
  const [least, most] = delayMs
  return Math.round(least + random * (most - least))
}
