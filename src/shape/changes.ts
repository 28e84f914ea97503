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
    if (same === undefined) {
      mediaTypeChange(key, before, now, found)
      continue
    }
    headerChanges(key, reply, same, found)
    comparePlaces(key, reply, same, found)
  }
  return {
    changes: found.changes.map((change) => finished(provider, operation, change)),
    notLookedAt: found.notLookedAt,
    looked: found.looked,
  }
}

/** A status whose answers are of another media type now; otherwise it did not come. */
function mediaTypeChange(key: string, before: OperationShape, now: OperationShape, found: Found): void {
  const { status, type } = parted(key)
  const others = Object.keys(now.replies).filter(
    (other) => parted(other).status === status && before.replies[other] === undefined,
  )
  if (others.length === 0) {
    found.notLookedAt.push(key)
    return
  }
  const types = others.map((other) => parted(other).type).join(', ')
  found.changes.push({
    kind: 'media-type',
    severity: 'breaking',
    at: key,
    message: `the body of ${status} is ${types} now`,
    before: type,
    now: types,
  })
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
