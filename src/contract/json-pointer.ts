import { type Json, resolvePointer } from '../spec/index.ts'

/** The value at a JSON pointer of a body, or undefined where there is none. */
export function valueAt(body: unknown, pointer: string): unknown {
  return resolvePointer(body as Json, pointer)
}

/** The list of organizations in a body, or undefined when nothing like it stands there. */
export function itemsAt(body: unknown, pointer: string): readonly unknown[] | undefined {
  const value = valueAt(body, pointer)
  return Array.isArray(value) ? value : undefined
}
