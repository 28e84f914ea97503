import { valueAt } from '../../contract/index.ts'
import { isObject, type Json, joinPointer } from '../../spec/index.ts'
import { setAt } from '../pages.ts'
import { sampleOf } from './breaking.ts'
import { choose } from './choose.ts'
import { isBeneath, item, pointerOf, type Spot, type Way } from './clauses.ts'

/** Which of the places that a way leads to: any one, always the same for the same key, or the last one in the body. */
export type Pick = { readonly which: 'any'; readonly key: string } | { readonly which: 'last' }

/**
 * Finds a place that a way leads to, as a JSON pointer into the body. Where the body has none, an element or a member that fits is put
 * there. Undefined when the way is blocked, such as by a null.
 */
export function placeIn(body: unknown, way: Way, pick: Pick, spots: readonly Spot[]): string | undefined {
  const there = placesOf(body, way)
  if (there.length > 0) return pick.which === 'last' ? there.at(-1) : choose(pick.key, there)
  const step = way.at(-1)
  const above = step === undefined ? undefined : placeIn(body, way.slice(0, -1), pick, spots)
  const container = above === undefined ? undefined : valueAt(body, above)
  if (step === undefined || above === undefined || typeof container !== 'object' || container === null) return undefined
  const place = joinPointer(above, step === item ? 0 : step)
  setAt(body, place, filled(way, spots))
  return place
}

/** Every place that a way leads to, as JSON pointers into the body. */
export function placesOf(body: unknown, way: Way): readonly string[] {
  let found: readonly string[] = ['']
  for (const step of way) {
    found = found.flatMap((place) => {
      const value = valueAt(body, place)
      if (step === item) return Array.isArray(value) ? value.map((_element, i) => joinPointer(place, i)) : []
      return isObject(value) && Object.hasOwn(value, step) ? [joinPointer(place, step)] : []
    })
  }
  return found
}

/** A value that fits, with everything that is required in it. */
function filled(way: Way, spots: readonly Spot[]): Json {
  const spot = spots.find((candidate) => pointerOf(candidate.way) === pointerOf(way))
  const value = sampleOf(spot?.parts ?? [])
  if (!isObject(value)) return value
  const members = spots.filter((one) => one.isRequired && one.way.length === way.length + 1 && isBeneath(one.way, way))
  return Object.fromEntries(members.map((member) => [String(member.way.at(-1)), filled(member.way, spots)]))
}
