import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  referredPointer,
  resolvePointer,
} from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'

export function asText(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function asNumber(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** Whether two values are the same JSON; members count in any order. */
export function isSame(one: Json, other: Json): boolean {
  if (isArray(one) && isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index] as Json))
  }
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one)
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && isSame(one[name] as Json, other[name] as Json))
    )
  }
  return one === other
}

/** A place in a document that a `$ref` led to. */
export interface Found {
  readonly pointer: string
  readonly value: Json
}

/** Where a `$ref` leads. Throws ScaffoldError REFERENCE. */
export function target(document: JsonObject, ref: string): Found {
  if (!ref.startsWith('#/')) {
    throw new ScaffoldError('REFERENCE', `$ref ${ref} is no pointer into the document`)
  }
  const pointer = referredPointer(ref)
  const value = pointer === undefined ? undefined : resolvePointer(document, pointer)
  if (pointer === undefined || value === undefined) throw new ScaffoldError('REFERENCE', `$ref ${ref} names nothing`)
  return { pointer, value }
}

/** The object behind any number of `$ref`s. Throws ScaffoldError REFERENCE. */
export function follow(document: JsonObject, value: Json | undefined): JsonObject {
  let current = value
  for (let steps = 0; steps < 50; steps += 1) {
    const ref: Json | undefined = isObject(current) ? current['$ref'] : undefined
    if (typeof ref !== 'string') return objectOf(current)
    current = target(document, ref).value
  }
  throw new ScaffoldError('REFERENCE', 'a $ref leads back to itself')
}
