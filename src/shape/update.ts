import { compareShapes } from './changes.ts'
import { sorted } from './tally.ts'
import type { OperationShape, ProviderShape, ReplyShape } from './types.ts'

/** The shape for the lock after a run: what the run saw, and of the old one what the run could not see. */
export function updatedShape(before: ProviderShape, now: ProviderShape): ProviderShape {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return Object.fromEntries(
    paths.map((path) => {
      const [old, next] = [before[path], now[path]]
      return [path, next === undefined ? (old as OperationShape) : old === undefined ? next : updated(old, next)]
    }),
  )
}

function updated(old: OperationShape, next: OperationShape): OperationShape {
  const unseen = new Set(compareShapes('', { '': old }, { '': next }).notLookedAt)
  const requests = mergedRecords(old.requests, next.requests, (one, other) => ({ ...one, ...other }))
  const kept = Object.entries(old.replies).filter(([key]) => unseen.has(key))
  const replies = { ...Object.fromEntries(kept), ...next.replies }
  return {
    requests,
    pages: { ...old.pages, ...next.pages },
    replies: sorted(
      Object.fromEntries(
        Object.entries(replies).map(([key, reply]) => [key, withUnseen(key, old.replies[key], reply, unseen)]),
      ),
    ),
  }
}

/** With the places of the old shape that were not looked at, and what is in them. */
function withUnseen(
  key: string,
  old: ReplyShape | undefined,
  next: ReplyShape,
  unseen: ReadonlySet<string>,
): ReplyShape {
  if (old === undefined || old === next) return next
  const roots = Object.keys(old.body).filter((pointer) => unseen.has(`${key} ${pointer}`))
  const kept = Object.entries(old.body).filter(([pointer]) =>
    roots.some((root) => pointer === root || pointer.startsWith(`${root}/`)),
  )
  return { ...next, body: sorted({ ...next.body, ...Object.fromEntries(kept) }) }
}

function mergedRecords<T>(
  old: Readonly<Record<string, T>>,
  next: Readonly<Record<string, T>>,
  merge: (one: T, other: T) => T,
): Readonly<Record<string, T>> {
  const names = [...Object.keys(old), ...Object.keys(next)]
  return sorted(
    Object.fromEntries(
      names.map((name) => {
        const [one, other] = [old[name], next[name]]
        return [name, one === undefined || other === undefined ? ((other ?? one) as T) : merge(one, other)]
      }),
    ),
  )
}
