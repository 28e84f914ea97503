import type { Finding, ProviderReport } from '../../contract/index.ts'
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
  const places = new Set<string>()
  const others = new Set<string>()
  let applied = 0
  let killer: Finding | undefined

  const mutation = mutant.mutation((at) => {
    applied += 1
    if (at !== undefined) places.add(at)
  })
  function see(finding: Finding): void {
    if (killer !== undefined || finding.severity === 'note') return
    if (names(finding)) {
      killer = finding
      stop.abort()
    } else others.add(finding.check)
  }
  function names({ check, at, clause }: Finding): boolean {
    if (!mutant.expects.includes(check)) return false
    if (mutant.isPlaced === true && (at === undefined || !places.has(at))) return false
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
  const isKilled = !hasCrashed && (killer !== undefined || isListed)
  const reason = isKilled ? undefined : (failure ?? whyAlive(applied, others))
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

function whyAlive(applied: number, others: ReadonlySet<string>): string {
  if (applied === 0) return 'the defect was never put to use: no request met it'
  return others.size === 0 ? 'nothing was found' : `found by other checks only: ${[...others].join(', ')}`
}
