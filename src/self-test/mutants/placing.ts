import { valueAt } from '../../contract/index.ts'
import { type Json, joinPointer } from '../../spec/index.ts'
import type { Changeable } from '../pages.ts'
import { sampleOf } from './breaking.ts'
import { choose } from './choose.ts'
import { item, type Spot, type Way } from './clauses.ts'

/** Which of the places that a way leads to: any one, always the same for the same key, or the last one in the body. */
export type Pick = { readonly which: 'any'; readonly key: string } | { readonly which: 'last' }

/**
 * Finds a place that a way leads to, as the steps from the body's root. Where the body has none, an element or a member that fits is
 * put there. Undefined when the way is blocked, such as by a null.
 */
export function placeIn(body: unknown, way: Way, pick: Pick, spots: readonly Spot[]): readonly string[] | undefined {
  const there = placesOf(body, way)
  if (there.length > 0) return pick.which === 'last' ? there.at(-1) : choose(pick.key, there)
  const step = way.at(-1)
  if (step === undefined) return undefined
  const above = placeIn(body, way.slice(0, -1), pick, spots)
  const container = above === undefined ? undefined : valueAt(body, joinPointer('', ...above))
  if (above === undefined || typeof container !== 'object' || container === null) return undefined
  const name = step === item ? '0' : step
  ;(container as Changeable)[name] = filled(way, spots)
  return [...above, name]
}

/** Every place that a way leads to. */
function placesOf(body: unknown, way: Way): readonly (readonly string[])[] {
  let found: (readonly string[])[] = [[]]
  for (const step of way) {
    found = found.flatMap((place) => {
      const value = valueAt(body, joinPointer('', ...place))
      if (step === item) return Array.isArray(value) ? value.map((_element, i) => [...place, String(i)]) : []
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
      return isObject && Object.hasOwn(value, step) ? [[...place, step]] : []
    })
  }
  return found
}

/** A value that fits, with everything that is required in it. */
function filled(way: Way, spots: readonly Spot[]): Json {
  const spot = spots.find((candidate) => isSame(candidate.way, way))
  const value = sampleOf(spot?.parts ?? [])
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const members = spots.filter(
    (candidate) =>
      candidate.isRequired && candidate.way.length === way.length + 1 && isSame(candidate.way.slice(0, -1), way),
  )
  return Object.fromEntries(members.map((member) => [String(member.way.at(-1)), filled(member.way, spots)]))
}

function isSame(one: Way, other: Way): boolean {
  return one.length === other.length && one.every((step, i) => step === other[i])
}
