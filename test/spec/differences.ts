import { isArray, isObject } from '../../src/spec/json.ts'
import { joinPointer } from '../../src/spec/pointer.ts'
import type { Json } from '../../src/spec/types.ts'

/** Pointers of the outermost nodes that differ; an array that lost elements differs as a whole. */
export function differences(before: Json | undefined, after: Json | undefined, at = ''): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => differences(own(before, key), own(after, key), joinPointer(at, key)))
  }
  if (isArray(before) && isArray(after) && before.length <= after.length) {
    return after.flatMap((item, index) => differences(before[index], item, joinPointer(at, index)))
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [at]
}

function own(value: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
