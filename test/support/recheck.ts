import { createRequire } from 'node:module'

interface Verdict {
  readonly status: 'safe' | 'vulnerable' | 'unknown'
  readonly complexity?: { readonly summary: string }
}

type CheckSync = (source: string, flags: string, options: object) => Verdict

let check: CheckSync | undefined

/** What the ReDoS checker recheck says of a pattern, in JavaScript alone: its other engines are no faster for one pattern. */
export function recheck(pattern: string, flags: string): Verdict {
  if (check === undefined) {
    // Read once, when it is loaded.
    process.env['RECHECK_BACKEND'] = 'pure'
    check = (createRequire(import.meta.url)('recheck') as { checkSync: CheckSync }).checkSync
  }
  return check(pattern, flags, { checker: 'automaton', timeout: 1_000 })
}
