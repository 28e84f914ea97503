import type { Finding, ProviderReport } from '../contract/index.ts'
import { type Part, watched } from './changes.ts'
import { type Rig, unseenIn } from './rig.ts'
import type { Mutant } from './types.ts'

export interface MutantResult {
  readonly mutant: Mutant
  readonly isKilled: boolean
  /** The finding that named the defect; none for what is only listed as unseen. */
  readonly killer?: Finding
  /** Why it lives. */
  readonly reason?: string
  /** Checks with violations or drift of their own, beside those that were expected; up to the killer. */
  readonly others: readonly string[]
  readonly requests: number
  readonly durationMs: number
}

/**
 * Runs the whole contract against one broken server and stops at the finding that names its defect. Any other finding, the
 * very violation that makes the run fail included, is no kill.
 */
export async function runMutant(rig: Rig, mutant: Mutant): Promise<MutantResult> {
  const startedAt = performance.now()
  const stop = new AbortController()
  const others = new Set<string>()
  let killer: Finding | undefined

  const { mutation, changed, undeclared } = watched(mutant.mutation(), mutant)
  function see(finding: Finding): void {
    if (killer !== undefined || finding.severity === 'note') return
    if (names(finding)) {
      killer = finding
      // Whether other requests are left alone is known at the end.
      if (mutant.meets === undefined) stop.abort()
    } else others.add(finding.check)
  }
  function names({ check, at, clause }: Finding): boolean {
    if (!mutant.expects.includes(check)) return false
    if (mutant.isPlaced === true && (at === undefined || !isChanged(at, changed))) return false
    return mutant.clauses === undefined || (clause !== undefined && mutant.clauses.includes(clause))
  }

  let requests = 0
  let failure: string | undefined
  let hasCrashed = false
  let isListed = false
  try {
    const report = await rig.check(mutant.provider, mutation, { onFinding: see, signal: stop.signal })
    requests = report.requests
    if (report.verdict === 'not-checked') failure = `not checked: ${report.reason ?? 'no reason'}`
    isListed = mutant.class === 'seen' && (await isMissed(rig, mutant, report))
  } catch (error) {
    hasCrashed = true
    failure = `the run failed: ${(error as Error).stack}`
  }
  // A contract that falls over a bad server is no good, even if it has found the defect just before.
  const isHonest = changed.size > 0 && undeclared.size === 0
  const isKilled = !hasCrashed && isHonest && (killer !== undefined || isListed)
  const reason = isKilled ? undefined : whyAlive(failure, changed, undeclared, others)
  return {
    mutant,
    isKilled,
    ...(killer === undefined ? {} : { killer }),
    ...(reason === undefined ? {} : { reason }),
    others: [...others],
    requests,
    durationMs: performance.now() - startedAt,
  }
}

/** Whether the report lists what the mutant hides as unseen, and would not do so anyway. */
async function isMissed(rig: Rig, { provider, clauses = [] }: Mutant, report: ProviderReport): Promise<boolean> {
  const unseen = unseenIn(report)
  const always = await rig.unseen(provider)
  return clauses.some((pointer) => unseen.has(pointer) && !always.has(pointer))
}

/** Whether a place was changed: it, something in it that was taken away or replaced, or what it was put in together with. */
function isChanged(at: string, changed: ReadonlySet<Part>): boolean {
  return [...changed].some(
    (part) =>
      (part === 'body' ? '' : part) === at ||
      (part.startsWith('/') && part.slice(0, part.lastIndexOf('/')) === at) ||
      at.startsWith(`${part}/`),
  )
}

function whyAlive(
  failure: string | undefined,
  changed: ReadonlySet<Part>,
  undeclared: ReadonlySet<string>,
  others: ReadonlySet<string>,
): string {
  // Found or not: what it is about is another defect than the mutant tells of, or none.
  if (undeclared.size > 0) return `it changes what it does not declare: ${[...undeclared].join(', ')}`
  if (changed.size === 0) return `${failure === undefined ? '' : `${failure}; `}no reply was changed`
  if (failure !== undefined) return failure
  return others.size === 0 ? 'nothing was found' : `found by other checks only: ${[...others].join(', ')}`
}
