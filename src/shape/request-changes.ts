import type { Found } from './changes.ts'
import { isFew } from './samples.ts'
import type { Counts, OperationShape } from './types.ts'

/** Compares the statuses that the same requests got. */
export function requestChanges(before: OperationShape, now: OperationShape, found: Found): void {
  for (const [law, byWhat] of Object.entries(before.requests)) {
    const same = now.requests[law]
    if (same === undefined) {
      found.notLookedAt.push(law)
      continue
    }
    for (const [what, old] of Object.entries(byWhat)) {
      const next = same[what]
      if (next === undefined) {
        found.notLookedAt.push(`${law}: ${what}`)
        continue
      }
      found.looked += 1
      const fresh = Object.keys(next).filter((status) => !Object.hasOwn(old, status))
      if (fresh.length === 0) continue
      // A server that is busy, or down for a moment, is still the same.
      const isPassing = fresh.every(isMomentary) && Object.keys(next).some((status) => Object.hasOwn(old, status))
      found.changes.push({
        kind: 'status',
        severity: isPassing ? 'harmless' : 'breaking',
        at: `${law}: ${what}`,
        message: `the request is answered with ${fresh.join(', ')}`,
        before: Object.keys(old).join(', '),
        now: Object.keys(next).join(', '),
        detail: fresh.join(),
        ...isFew(total(old), total(next)),
      })
    }
  }
}

function isMomentary(status: string): boolean {
  return status === '429' || status.startsWith('5')
}

/** Compares sizes of pages and lengths of cursors. */
export function pageChanges({ pages: before }: OperationShape, { pages: now }: OperationShape, found: Found): void {
  const parts = [
    ['sizes', 'page size', 'the provider’s page size is another one', 'breaking', 'page-size'],
    ['asked', 'asked page size', 'pages have another size than was asked for', 'breaking', 'page-size'],
    ['cursors', 'cursors', 'cursors have other lengths', 'harmless', 'length'],
  ] as const
  for (const [name, at, message, severity, kind] of parts) {
    const [old, next] = [before[name], now[name]]
    if (old === undefined) continue
    if (next === undefined) {
      found.notLookedAt.push(at)
      continue
    }
    found.looked += 1
    const fresh = Object.keys(next).filter((one) => !Object.hasOwn(old, one))
    if (fresh.length === 0) continue
    const [was, is] = [Object.keys(old).join(', '), Object.keys(next).join(', ')]
    found.changes.push({ kind, severity, at, message, before: was, now: is, detail: fresh.join() })
  }
}

function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0)
}
