import { isWithin, joinPointer, splitPointer } from './pointer.ts'

/** One change that an overlay action made to one node; pointers into the document count as of that moment. */
export interface Edit {
  readonly kind: 'insert' | 'remove'
  readonly pointer: string
  /** Whether a removed node was an array's element, so that those after it moved up by one. */
  readonly isElement: boolean
  /** The overlay. */
  readonly file: string
  /** JSON pointer in the overlay of what was inserted (for a copy, steps beneath its JSONPath), or of the `remove`. */
  readonly source: string
}

/** Where a pointer's node stands after later edits; the array that held it, when it was removed from one. */
export function carryForward(pointer: string, edits: readonly Edit[]): string {
  return edits.reduce((current, edit) => {
    return moved(current, edit, (own, removed) => {
      if (own === removed) return undefined
      return own > removed ? own - 1 : own
    })
  }, pointer)
}

/** Where a node of the edited document was written: in the file of an overlay, or without one in the document. */
export function traceBack(pointer: string, edits: readonly Edit[]): { file?: string; pointer: string } {
  let current = pointer
  for (const edit of edits.toReversed()) {
    if (edit.kind === 'insert' && isWithin(current, edit.pointer)) {
      return { file: edit.file, pointer: edit.source + current.slice(edit.pointer.length) }
    }
    current = moved(current, edit, (own, removed) => (own >= removed ? own + 1 : own))
  }
  return { pointer: current }
}

/** Applies a change of index to a pointer that leads through the array from which the edit removed an element. */
function moved(pointer: string, edit: Edit, index: (own: number, removed: number) => number | undefined): string {
  if (edit.kind !== 'remove' || !edit.isElement) return pointer
  const array = edit.pointer.slice(0, edit.pointer.lastIndexOf('/'))
  if (pointer === array || !isWithin(pointer, array)) return pointer
  const removed = Number(edit.pointer.slice(array.length + 1))
  const [own, ...rest] = splitPointer(pointer.slice(array.length))
  const next = index(Number(own), removed)
  return next === undefined ? array : joinPointer(array, next, ...rest)
}
