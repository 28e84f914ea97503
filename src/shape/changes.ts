import { createHash } from 'node:crypto'
import { changeSeverities } from '../spec/index.ts'
import { comparePlaces } from './body-changes.ts'
import { headerChanges } from './header-changes.ts'
import { pageChanges, requestChanges } from './request-changes.ts'
import type { Change, Comparison, OperationShape, ProviderShape } from './types.ts'

/** A change before it is known of which provider it is. */
export type NewChange = Omit<Change, 'provider' | 'operation' | 'fingerprint'> & {
  /** What tells it from others of its kind at its place. */
  readonly detail?: string
}

/** What one part of a comparison found. */
export interface Found {
  readonly changes: NewChange[]
  readonly notLookedAt: string[]
  looked: number
}

/** Compares what was seen of a provider with what its lock has. */
export function compareShapes(provider: string, before: ProviderShape, now: ProviderShape): Comparison {
  const paths = new Set([...Object.keys(before), ...Object.keys(now)])
  const parts = [...paths].sort().map((path) => compareOperation(provider, path, before[path], now[path]))
  return {
    changes: worstFirst(parts.flatMap(({ changes }) => changes)),
    notLookedAt: parts.flatMap(({ notLookedAt }) => notLookedAt),
    looked: parts.reduce((sum, { looked }) => sum + looked, 0),
  }
}

function compareOperation(
  provider: string,
  operation: string,
  before: OperationShape | undefined,
  now: OperationShape | undefined,
): Comparison {
  // An operation that the lock lacks is no change of what it has.
  if (before === undefined) return { changes: [], notLookedAt: [], looked: 0 }
  if (now === undefined) return { changes: [], notLookedAt: [operation], looked: 0 }
  const found: Found = { changes: [], notLookedAt: [], looked: 0 }
  requestChanges(before, now, found)
  pageChanges(before, now, found)
  for (const [key, reply] of Object.entries(before.replies)) {
    const same = now.replies[key]
    if (same !== undefined) {
      headerChanges(key, reply, same, found)
      comparePlaces(key, reply, same, found)
    } else if (newTypes(key, before, now).length === 0) found.notLookedAt.push(key)
  }
  mediaTypeChanges(before, now, found)
  return {
    changes: found.changes.map((change) => finished(provider, operation, change)),
    notLookedAt: found.notLookedAt,
    looked: found.looked,
  }
}

/** Media types of a status that the lock does not have of it. */
function newTypes(key: string, before: OperationShape, now: OperationShape): readonly string[] {
  const { status } = parted(key)
  const keys = Object.keys(now.replies).filter((other) => parted(other).status === status)
  return keys.filter((other) => before.replies[other] === undefined).map((other) => parted(other).type)
}

/** Statuses whose answers have another media type now: instead of the old one, or beside it. */
function mediaTypeChanges(before: OperationShape, now: OperationShape, found: Found): void {
  const told = new Set<string>()
  for (const key of Object.keys(before.replies)) {
    const { status } = parted(key)
    const types = newTypes(key, before, now)
    if (types.length === 0 || told.has(status)) continue
    told.add(status)
    const old = Object.keys(before.replies).filter((other) => parted(other).status === status)
    const isReplaced = old.some((other) => now.replies[other] === undefined)
    found.changes.push({
      kind: 'media-type',
      severity: isReplaced ? 'breaking' : 'notable',
      at: status,
      message: `the body of ${status} is ${types.join(', ')} ${isReplaced ? 'now' : 'as well'}`,
      before: old.map((other) => parted(other).type).join(', '),
      now: types.join(', '),
      detail: types.join(),
    })
  }
}

function parted(key: string): { readonly status: string; readonly type: string } {
  const end = /\d{3}/.exec(key)?.index ?? 0
  return { status: key.slice(0, end + 3), type: key.slice(end + 4) }
}

function finished(provider: string, operation: string, { detail = '', ...change }: NewChange): Change {
  const identity = JSON.stringify([provider, operation, change.kind, change.at, detail])
  return {
    provider,
    operation,
    ...change,
    fingerprint: createHash('sha256').update(identity).digest('hex').slice(0, 32),
  }
}

/** Worst first, otherwise in their order. */
export function worstFirst(changes: readonly Change[]): readonly Change[] {
  return changeSeverities.flatMap((severity) => changes.filter((change) => change.severity === severity))
}

/** Whether a change is as bad as this or worse. */
export function isAsBad({ severity }: Pick<Change, 'severity'>, mildest: Change['severity']): boolean {
  return changeSeverities.indexOf(severity) <= changeSeverities.indexOf(mildest)
}
