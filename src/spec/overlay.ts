import { carryForward, type Edit } from './edits.ts'
import { isArray, kindOf } from './json.ts'
import { changeAt, Incompatible, merge, without } from './merge.ts'
import { type Action, type ActionGroup, actionError } from './overlay-actions.ts'
import { isWithin, joinPointer, resolvePointer } from './pointer.ts'
import { type Location, lastFirst, select } from './select.ts'
import type { Erratum, Json } from './types.ts'

/** A document after its errata. It shares with the document before, and with the overlay, whatever was not changed. */
export interface Repaired {
  readonly document: Json
  readonly errata: readonly Erratum[]
  /** In the order in which they were made. */
  readonly edits: readonly Edit[]
}

interface Step {
  readonly document: Json
  readonly edits: readonly Edit[]
  /** What the ledger names. */
  readonly touched: readonly string[]
}

/**
 * Applies errata to a document, in order, and tells what each touched. Mutates nothing.
 *
 * Stricter than Overlay 1.1.0: a target must match, an action must change something, and nothing is replaced (a value
 * is removed first, then its parent is updated).
 * Throws SpecError: OVERLAY_TARGET, OVERLAY_NO_MATCH, OVERLAY_INCOMPATIBLE or OVERLAY_NO_EFFECT.
 */
export function applyErrata(document: Json, groups: readonly ActionGroup[]): Repaired {
  const edits: Edit[] = []
  const touched: { id: string; pointer: string; after: number }[] = []
  let current = document
  for (const action of groups.flatMap(({ actions }) => actions)) {
    const step = applyAction(current, action)
    if (step.edits.length === 0) throw actionError(action, 'OVERLAY_NO_EFFECT', 'changes nothing')
    current = step.document
    edits.push(...step.edits)
    touched.push(...step.touched.map((pointer) => ({ id: action.erratum, pointer, after: edits.length })))
  }
  const errata = groups.map(({ id, reason, basis, source, since, actions }) => {
    const own = touched.filter((touch) => touch.id === id)
    const pointers = outermost(own.map(({ pointer, after }) => carryForward(pointer, edits.slice(after))))
    return { id, target: actions[0].target, reason, basis, source, ...(since && { since }), pointers }
  })
  return { document: current, errata, edits }
}

function applyAction(document: Json, action: Action): Step {
  const locations = selectOrFail(document, action, action.target)
  if (locations.length === 0) throw actionError(action, 'OVERLAY_NO_MATCH', 'matches nothing')
  const { change } = action
  if (change.kind === 'remove') return removeAll(document, action, locations)
  if (change.kind === 'update') return updateAll(document, action, locations, change.value)
  const [from, ...others] = selectOrFail(document, action, change.from)
  if (!from || others.length > 0) {
    throw actionError(action, 'OVERLAY_NO_MATCH', `copies ${change.from}, which must match exactly one node`)
  }
  return updateAll(document, action, locations, valueAt(document, from))
}

function updateAll(document: Json, action: Action, locations: readonly Location[], update: Json): Step {
  const kinds = new Set(locations.map((location) => kindOf(valueAt(document, location))))
  if (kinds.size > 1)
    throw actionError(action, 'OVERLAY_INCOMPATIBLE', `matches unlike nodes: ${[...kinds].join(', ')}`)
  const { kind } = action.change
  const edits: Edit[] = []
  const updated = locations.reduce((current, location) => {
    return changeAt(current, location, (node) => {
      const { value, insertions } = mergeOrFail(action, node, update, joinPointer('', ...location))
      for (const { pointer, source } of insertions) {
        edits.push({
          kind: 'insert',
          pointer,
          isElement: false,
          file: action.file,
          source: joinPointer(action.pointer, kind, ...source),
        })
      }
      return value
    })
  }, document)
  return { document: updated, edits, touched: edits.map(({ pointer }) => pointer) }
}

function removeAll(document: Json, action: Action, locations: readonly Location[]): Step {
  const edits: Edit[] = []
  const removed = lastFirst(locations).reduce((current, location) => {
    const token = location.at(-1)
    if (token === undefined) throw actionError(action, 'OVERLAY_INCOMPATIBLE', 'would remove the whole document')
    return changeAt(current, location.slice(0, -1), (container) => {
      const source = joinPointer(action.pointer, 'remove')
      const pointer = joinPointer('', ...location)
      edits.push({ kind: 'remove', pointer, isElement: isArray(container), file: action.file, source })
      return without(container, token)
    })
  }, document)
  // The elements after a removed one move: the whole array is touched.
  const touched = locations.map((location) => {
    const parent = location.slice(0, -1)
    return joinPointer('', ...(isArray(valueAt(document, parent)) ? parent : location))
  })
  return { document: removed, edits, touched }
}

function mergeOrFail(action: Action, node: Json, update: Json, pointer: string): ReturnType<typeof merge> {
  try {
    return merge(node, update, pointer)
  } catch (error) {
    if (error instanceof Incompatible) throw actionError(action, 'OVERLAY_INCOMPATIBLE', error.message)
    throw error
  }
}

function selectOrFail(document: Json, action: Action, path: string): readonly Location[] {
  try {
    return select(document, path)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const which = path === action.target ? '' : `copies ${path}, which `
    throw actionError(action, 'OVERLAY_TARGET', `${which}is no JSONPath of RFC 9535: ${detail}`)
  }
}

function valueAt(document: Json, location: Location): Json {
  return resolvePointer(document, joinPointer('', ...location)) ?? null
}

/** Pointers without those that another one covers. */
function outermost(all: readonly string[]): readonly string[] {
  const pointers = [...new Set(all)]
  return pointers.filter((pointer) => !pointers.some((other) => other !== pointer && isWithin(pointer, other)))
}
