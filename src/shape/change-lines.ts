import { changeSeverities } from '../spec/index.ts'
import type { Change } from './types.ts'

/** Such as `2 breaking, 1 notable`; `no changes` when there are none. */
export function changeCounts(changes: readonly Change[]): string {
  const parts = changeSeverities.flatMap((severity) => {
    const count = changes.filter((change) => change.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}`]
  })
  return parts.length === 0 ? 'no changes' : parts.join(', ')
}

/** What was and what is, such as `string, in all 40; now integer, in all 40 (few samples)`. */
export function changeDetail({ before, now, isFew }: Change): string {
  return `was ${before}; is ${now}${isFew === true ? ' (few samples)' : ''}`
}

/** Changes as lines for people. */
export function changeLines(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => [
    `${change.severity.padEnd(9)} ${change.provider}: ${change.message}`,
    `    at   ${change.operation} ${change.at}`,
    `    ${changeDetail(change)}`,
  ])
}
