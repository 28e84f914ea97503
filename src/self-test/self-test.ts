import type { Family } from '../contract/index.ts'
import { type CleanPlan, cleanRuns, type FalseAlarm, falseAlarmsOf, seekFalseAlarms } from './false-alarms.ts'
import { mutantsOf } from './mutants/index.ts'
import { type Rig, startRig } from './rig.ts'
import { type MutantResult, runMutant } from './run-mutant.ts'
import type { Equivalent, Mutant, StartMocks, TestedProvider } from './types.ts'

export interface SelfTestOptions {
  readonly providers: readonly TestedProvider[]
  readonly start: StartMocks
  /** Families of laws; empty or absent means all. */
  readonly classes?: readonly Family[]
  /** Parts of mutants' ids; empty or absent means all. */
  readonly ids?: readonly string[]
  /** Runs without a defect. Default: `full`; `some` where classes are asked for, and `none` where ids are. */
  readonly falseAlarms?: CleanPlan
  /** Mutants that are run at a time, in this process. Default 2: one computes while the other one waits. */
  readonly concurrency?: number
  readonly onProgress?: (progress: SelfTestProgress) => void
  /** Ends the run early; the result then holds what was done. */
  readonly signal?: AbortSignal
}

export interface SelfTestProgress {
  /** Mutants and runs without a defect. */
  readonly done: number
  readonly total: number
  /** What was just finished. */
  readonly id: string
}

export interface SelfTestResult {
  /** In the order of the mutants. */
  readonly results: readonly MutantResult[]
  readonly equivalents: readonly Equivalent[]
  readonly cleanRuns: number
  readonly falseAlarms: readonly FalseAlarm[]
  readonly durationMs: number
  /** Every mutant was killed by a check that names its defect, there was at least one, and nothing cried wolf. */
  readonly isPassed: boolean
}

/** Organizations of the ordinary account: three pages of the default size, the last one not full. */
const count = 57

/** Lets the contract judge servers that are broken on purpose, one defect each, and servers that are well. */
export async function selfTest(options: SelfTestOptions): Promise<SelfTestResult> {
  const startedAt = performance.now()
  const { providers, start, classes = [], ids = [], signal } = options
  const plan = options.falseAlarms ?? (ids.length > 0 ? 'none' : classes.length > 0 ? 'some' : 'full')
  const rig = await startRig({ count, seed: 1, providers, start })
  try {
    const sets = rig.subjects.map(mutantsOf)
    const isWanted = ({ id, class: family }: Mutant | Equivalent) =>
      (classes.length === 0 || classes.includes(family)) && (ids.length === 0 || ids.some((part) => id.includes(part)))
    const mutants = sets.flatMap((set) => set.mutants).filter(isWanted)
    const equivalents = sets.flatMap((set) => set.equivalents).filter(isWanted)
    const total = mutants.length + cleanRuns(plan).length * rig.subjects.length
    let done = 0
    const onDone = (id: string) => {
      done += 1
      options.onProgress?.({ done, total, id })
    }
    const results = await runAll(rig, mutants, options, onDone)
    const harmless = await Promise.all(equivalents.map((equivalent) => falseAlarmsOf(rig, equivalent)))
    const clean = await seekFalseAlarms(plan, { providers, start, signal }, onDone)
    const falseAlarms = [...harmless.flat(), ...clean.alarms]
    return {
      results,
      equivalents,
      cleanRuns: clean.runs,
      falseAlarms,
      durationMs: performance.now() - startedAt,
      isPassed: results.length > 0 && results.every(({ isKilled }) => isKilled) && falseAlarms.length === 0,
    }
  } finally {
    await rig.close()
  }
}

async function runAll(
  rig: Rig,
  mutants: readonly Mutant[],
  { concurrency = 2, signal }: SelfTestOptions,
  onDone: (id: string) => void,
): Promise<readonly MutantResult[]> {
  const results: MutantResult[] = []
  const queue = mutants.entries()
  async function worker(): Promise<void> {
    for (const [index, mutant] of queue) {
      if (signal?.aborted === true) return
      results[index] = await runMutant(rig, mutant)
      onDone(mutant.id)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return results.filter((result) => result !== undefined)
}
