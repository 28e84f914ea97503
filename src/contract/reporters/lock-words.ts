import { type Change, changeCounts, isAsBad, worstFirst } from '../../shape/index.ts'
import type { ChangeSeverity } from '../../spec/index.ts'
import type { LockReport, Report } from '../types.ts'

type Compared = Pick<Report, 'lock' | 'providers'>

/** All changes of a report, worst first, in the order of the providers. */
export function changesOf({ providers }: Pick<Report, 'providers'>): readonly Change[] {
  return worstFirst(providers.flatMap(({ sinceLock }) => sinceLock?.changes ?? []))
}

/** Whether a change makes the run fail. */
export function fails(change: Change, lock: LockReport): boolean {
  return lock.verdict === 'broken' && isAsBad(change, lock.failOnChange)
}

/** What a severity of a change means for the reader. */
export const changeMeanings: Readonly<Record<ChangeSeverity, string>> = {
  breaking: 'a client that kept to the document may fail',
  notable: 'clients may want to know',
  harmless: 'the document permits it, or nothing depends on it',
}

/** What became of the lock, in one sentence; undefined without one. */
export function lockPhrase(report: Compared): string | undefined {
  const { lock } = report
  if (lock === undefined) return undefined
  const { file, verdict, looked, isWritten } = lock
  if (verdict === 'not-checked') return `Nothing of the lock ${file} was looked at.`
  if (isWritten && looked === 0) return `The lock ${file} is written: later runs are compared with it.`
  const counts = changeCounts(changesOf(report))
  const found = `${counts.charAt(0).toUpperCase()}${counts.slice(1)} since the lock ${file}`
  return isWritten ? `${found}, which is written anew.` : `${found}.`
}

/** What the lock has and the run could not see, each with its provider. */
export function notLookedAt({ lock, providers }: Compared): readonly string[] {
  const own = providers.flatMap(({ provider, sinceLock }) =>
    (sinceLock?.notLookedAt ?? []).map((what) => `${provider}: ${what}`),
  )
  return [...(lock?.notLookedAt ?? []), ...own]
}
