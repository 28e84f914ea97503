import type { Found } from './changes.ts'
import { anyText } from './forms.ts'
import { isFew, mayBeChance, share } from './samples.ts'
import type { ReplyShape } from './types.ts'

/** Compares the headers of a status. */
export function headerChanges(key: string, before: ReplyShape, now: ReplyShape, found: Found): void {
  const names = [...new Set([...Object.keys(before.headers), ...Object.keys(now.headers)])].sort()
  for (const name of names) {
    const [old, next] = [before.headers[name], now.headers[name]]
    const here = { at: `${key} header ${name}`, ...isFew(before.seen, now.seen) }
    const shown = name === '*' ? 'a header whose name is not told' : `the header ${name}`
    if (old !== undefined) found.looked += 1
    if (old === undefined && next !== undefined) {
      found.changes.push({
        ...here,
        kind: 'header-added',
        severity: mayBeChance(next.seen, now.seen, before.seen) ? 'harmless' : 'notable',
        message: `${shown} is new`,
        before: 'not there',
        now: share(next.seen, now.seen),
      })
    } else if (old !== undefined && next === undefined) {
      found.changes.push({
        ...here,
        kind: 'header-removed',
        severity: old.seen < before.seen && mayBeChance(old.seen, before.seen, now.seen) ? 'harmless' : 'notable',
        message: `${shown} no longer comes`,
        before: share(old.seen, before.seen),
        now: share(0, now.seen),
      })
    } else if (old !== undefined && next !== undefined) {
      const forms = Object.keys(next.forms).filter((form) => !Object.hasOwn(old.forms, form))
      if (forms.length === 0) continue
      found.changes.push({
        ...here,
        kind: 'header-form',
        severity: Object.hasOwn(old.forms, anyText) ? 'harmless' : 'notable',
        message: `${shown} has another form`,
        before: Object.keys(old.forms).join(', '),
        now: Object.keys(next.forms).join(', '),
        detail: forms.join(),
      })
    }
  }
}
