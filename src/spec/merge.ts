import { isArray, isObject, kindOf } from './json.ts'
import { joinPointer, type Token } from './pointer.ts'
import type { Location } from './select.ts'
import type { Json, JsonObject } from './types.ts'

/** One node that a merge put into the document. */
export interface Insertion {
  /** Where it is in the document. */
  readonly pointer: string
  /** The steps to it inside the merged value; none when it is the whole value. */
  readonly source: Location
}

/** Says which values cannot be merged; whoever called knows the file and the action. */
export class Incompatible extends Error {}

/**
 * Merges a value into a node as Overlay 1.1.0 describes, without touching either: objects recursively, arrays by
 * appending. Stricter: nothing is ever replaced. Throws Incompatible.
 */
export function merge(node: Json, update: Json, pointer: string): { value: Json; insertions: readonly Insertion[] } {
  const insertions: Insertion[] = []
  // Only the node itself takes a value that is no array as one more element; further down that would be a guess.
  if (isArray(node) && !isArray(update)) {
    insertions.push({ pointer: joinPointer(pointer, node.length), source: [] })
    return { value: [...node, update], insertions }
  }
  return { value: mergeInto(node, update, { pointer, source: [] }, insertions), insertions }
}

function mergeInto(node: Json, update: Json, at: Insertion, insertions: Insertion[]): Json {
  if (isObject(node) && isObject(update)) return mergeObjects(node, update, at, insertions)
  if (isArray(node) && isArray(update)) {
    insertions.push(...update.map((_, index) => beneath(at, node.length + index, index)))
    return [...node, ...update]
  }
  if (node === update) return node
  throw new Incompatible(
    `cannot merge ${shown(update)} into ${shown(node)} at ${at.pointer || 'the root'}; remove it first, then update its parent`,
  )
}

function mergeObjects(node: JsonObject, update: JsonObject, at: Insertion, insertions: Insertion[]): JsonObject {
  const merged = new Map(Object.entries(node))
  for (const [key, value] of Object.entries(update)) {
    const existing = merged.get(key)
    const here = beneath(at, key, key)
    if (existing === undefined) insertions.push(here)
    merged.set(key, existing === undefined ? value : mergeInto(existing, value, here, insertions))
  }
  return Object.fromEntries(merged)
}

/** A copy of the document in which `change` has been applied to one node; everything beside the way there is shared. */
export function changeAt(value: Json, [head, ...rest]: Location, change: (node: Json) => Json): Json {
  if (head === undefined) return change(value)
  if (isArray(value)) return value.map((item, index) => (index === head ? changeAt(item, rest, change) : item))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === head ? changeAt(member, rest, change) : member]),
  )
}

/** A copy of a container without one member or element. */
export function without(container: Json, token: Token): Json {
  if (isArray(container)) return container.filter((_, index) => index !== token)
  if (!isObject(container)) return container
  return Object.fromEntries(Object.entries(container).filter(([key]) => key !== token))
}

function beneath(at: Insertion, token: Token, sourceToken: Token): Insertion {
  return { pointer: joinPointer(at.pointer, token), source: [...at.source, sourceToken] }
}

function shown(value: Json): string {
  return typeof value === 'object' && value !== null ? kindOf(value) : JSON.stringify(value)
}
