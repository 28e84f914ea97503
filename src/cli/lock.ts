import { compareLocks, readLock } from '../compose/index.ts'
import { lockOptions, parse } from '../config/index.ts'
import { changeCounts, changeLines, isAsBad, lockLines } from '../shape/index.ts'

export interface LockFlags {
  readonly failOnChange?: string
  readonly json?: boolean
}

/** `orgmock lock diff BEFORE NOW`: 0, or 1 where something changed that counts. Throws SettingsError, SetupError. */
export async function diffLocks(before: string, now: string, flags: LockFlags): Promise<0 | 1> {
  const mildest = parse({ shape: lockOptions.failOnChange }, '--fail-on-change', flags.failOnChange ?? 'breaking')
  const { changes, notLookedAt } = await compareLocks(before, now)
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ changes, notLookedAt }, undefined, 2)}\n`)
  else {
    print([
      `${changeCounts(changes)} from ${before} to ${now}`,
      ...changeLines(changes),
      ...notLookedAt.map((what) => `not looked at: ${what}`),
    ])
  }
  return changes.some((change) => isAsBad(change, mildest)) ? 1 : 0
}

/** `orgmock lock show FILE`. Throws SetupError. */
export async function showLock(file: string): Promise<void> {
  print(lockLines(await readLock(file)))
}

/** GitHub's runner obeys `##[command]` anywhere in a line. */
function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n').replaceAll('##[', '##\\[')}\n`)
}
