import type { Changes, LockReport } from '../contract/index.ts'
import { argument, asyncCall, someText } from '../options/index.ts'
import {
  type Comparison,
  compareShapes,
  isAsBad,
  type Lock,
  type OperationShape,
  updatedShape,
  worstFirst,
} from '../shape/index.ts'
import type { ChangeSeverity } from '../spec/index.ts'
import { SetupError } from './errors.ts'
import { mustBeWritable, readLockFile, writeLockFile } from './lock-file.ts'

const lockFile = someText('a lock file')

/** A lock file that is there. Throws OptionError, SetupError BAD_FILE. */
export const readLock = asyncCall('readLock', [argument('file', lockFile)], readNamed)

/** Compares two lock files. Throws OptionError, SetupError BAD_FILE. */
export const compareLocks = asyncCall(
  'compareLocks',
  [argument('before', lockFile), argument('now', lockFile)],
  compareNamed,
)

async function readNamed(file: string): Promise<Lock> {
  const lock = await readLockFile(file)
  if (lock === undefined) throw new SetupError('BAD_FILE', `${file} is not there`)
  return lock
}

async function compareNamed(before: string, now: string): Promise<Comparison> {
  const [old, next] = [await readNamed(before), await readNamed(now)]
  const both = Object.keys(old.providers).filter((id) => Object.hasOwn(next.providers, id))
  if (both.length === 0) {
    const [one, other] = [old, next].map(({ providers }) => Object.keys(providers).join(', ') || 'no provider')
    throw new SetupError('BAD_FILE', `${before} is a lock of ${one}, and ${now} of ${other}`)
  }
  const left = Object.keys(old.providers).filter((id) => !both.includes(id))
  const found = both.map((id) => ({ id, ...compareShapes(id, old.providers[id] ?? {}, next.providers[id] ?? {}) }))
  return {
    changes: worstFirst(found.flatMap(({ changes }) => changes)),
    notLookedAt: [...left, ...found.flatMap(({ id, notLookedAt }) => notLookedAt.map((what) => `${id}: ${what}`))],
    looked: found.reduce((sum, { looked }) => sum + looked, 0),
  }
}

export interface LockOptions {
  readonly file: string
  readonly isUpdate: boolean
  readonly failOnChange: ChangeSeverity
  /** Ids of the providers that are checked. */
  readonly providers: readonly string[]
}

/** A lock file while a run is compared with it. */
export interface OpenLock {
  /** Takes the shape of one operation; gives what has changed since the lock, where the lock has the operation. */
  add(provider: string, path: string, shape: OperationShape | undefined): Changes | undefined
  /** Writes the file where it is to be written, unless the run was cut short. */
  finish(isWhole: boolean): Promise<LockReport>
}

/** Reads the lock file, or makes sure that it can be written. Throws SetupError BAD_FILE. */
export async function openLock({ file, isUpdate, failOnChange, providers }: LockOptions): Promise<OpenLock> {
  const lock = await readLockFile(file)
  const isWriting = lock === undefined || isUpdate
  if (isWriting) await mustBeWritable(file)
  const known = Object.keys(lock?.providers ?? {})
  if (!isWriting && !providers.some((id) => known.includes(id))) {
    const which = known.length === 0 ? 'no provider' : known.join(', ')
    throw new SetupError(
      'BAD_FILE',
      `${file}: a lock of ${which}, and ${providers.join(', ')} ${providers.length === 1 ? 'is' : 'are'} checked; --update-lock adds to it`,
    )
  }
  const seen: Record<string, Record<string, OperationShape>> = {}
  let looked = 0
  let isChanged = false

  return {
    add(provider, path, shape) {
      const before = lock?.providers[provider]?.[path]
      if (shape === undefined) return before && { changes: [], notLookedAt: [path] }
      seen[provider] = { ...seen[provider], [path]: shape }
      if (before === undefined) return undefined
      const found = compareShapes(provider, { [path]: before }, { [path]: shape })
      looked += found.looked
      isChanged ||= found.changes.some((change) => isAsBad(change, failOnChange))
      return { changes: found.changes, notLookedAt: found.notLookedAt }
    },
    async finish(isWhole) {
      const isWritten = isWriting && isWhole && Object.keys(seen).length > 0
      if (isWritten) await writeLockFile(file, merged(lock, seen))
      const verdict = isWriting ? 'kept' : isChanged ? 'broken' : looked === 0 ? 'not-checked' : 'kept'
      return {
        file,
        verdict,
        failOnChange,
        isWritten,
        looked,
        notLookedAt: lock === undefined ? [] : missing(lock, providers, seen),
      }
    },
  }
}

function merged(lock: Lock | undefined, seen: Lock['providers']): Lock {
  const providers = { ...lock?.providers }
  for (const [id, shape] of Object.entries(seen)) providers[id] = updatedShape(providers[id] ?? {}, shape)
  return { providers }
}

/** What of the lock the run does not check, and what of the run the lock has not. */
function missing(lock: Lock, checked: readonly string[], seen: Lock['providers']): readonly string[] {
  const left = Object.keys(lock.providers).filter((id) => !checked.includes(id))
  const paths = Object.entries(seen).flatMap(([id, shape]) =>
    Object.keys(lock.providers[id] ?? {})
      .filter((path) => !Object.hasOwn(shape, path))
      .map((path) => `${id} ${path}`),
  )
  const fresh = Object.keys(seen).filter((id) => !Object.hasOwn(lock.providers, id))
  return [...left, ...paths, ...fresh.map((id) => `${id}, which the lock lacks: --update-lock adds it`)]
}
