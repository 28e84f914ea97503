import { type Json, resolvePointer } from '../spec/index.ts'

/** The value at a JSON pointer of a body, or undefined where there is none. */
export function valueAt(body: unknown, pointer: string): unknown {
  return resolvePointer(body as Json, pointer)
}

/** A pointer with `*` for every position in a list: `/result/17/name` and `/result/3/name` are the same place. */
export function withoutRows(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*')
}

/** The list of organizations in a body, or undefined when nothing like it stands there. */
export function itemsAt(body: unknown, pointer: string): readonly unknown[] | undefined {
  const value = valueAt(body, pointer)
  return Array.isArray(value) ? value : undefined
}
