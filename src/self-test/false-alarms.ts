import type { Finding } from '../contract/index.ts'
import { watched, wholeReply } from './changes.ts'
import { type Rig, type RigOptions, startRig } from './rig.ts'
import type { Equivalent, Mutation } from './types.ts'

/** A run without a defect. */
export interface CleanRun {
  readonly count: number
  readonly seed: number
}

/** Which runs are made without a defect: none, every count with one seed and every seed with one count, all with all, or these. */
export type CleanPlan = 'none' | 'some' | 'full' | readonly CleanRun[]

/** A finding about a server that keeps its promises. */
export interface FalseAlarm {
  readonly provider: string
  /** What was checked: `count 57, seed 1`, or a difference that is no defect. */
  readonly where: string
  readonly finding: Finding
}

/** Sizes at which something begins or ends: nothing, one, a full page of the default size and its neighbours, the default, many. */
const cleanCounts = [0, 1, 5, 20, 21, 57, 100, 127, 1_000] as const
const cleanSeeds = [1, 2, 3, 7, 42, 99, 1_234, 65_537, 20_260_601, 4_294_967_290] as const
const ordinaryCount = 57

/** Checks the mocks through a proxy that changes nothing. */
export async function seekFalseAlarms(
  plan: CleanPlan,
  { signal, ...mocks }: Pick<RigOptions, 'providers' | 'start'> & { readonly signal?: AbortSignal | undefined },
  onRun: (id: string) => void = () => undefined,
): Promise<{ runs: number; alarms: readonly FalseAlarm[] }> {
  const alarms: FalseAlarm[] = []
  let runs = 0
  for (const { count, seed } of cleanRuns(plan)) {
    if (signal?.aborted === true) break
    const rig = await startRig({ count, seed, ...mocks })
    try {
      const where = `count ${count}, seed ${seed}`
      const found = rig.subjects.map(async ({ provider }) => {
        const own = await alarmsOf(rig, provider, where, (request, forward) => forward(request))
        onRun(`${provider}, ${where}`)
        return own
      })
      // One computes while the others wait.
      alarms.push(...(await Promise.all(found)).flat())
      runs += found.length
    } finally {
      await rig.close()
    }
  }
  return { runs, alarms }
}

/** Makes a harmless difference, where it can be made, and gives what is found about it. A difference that was not made proves nothing. */
export async function falseAlarmsOf(rig: Rig, { id, provider, mutation }: Equivalent): Promise<readonly FalseAlarm[]> {
  if (mutation === undefined) return []
  const watch = watched(mutation(), { changes: wholeReply })
  const alarms = await alarmsOf(rig, provider, id, watch.mutation)
  const idle = { provider, where: id, finding: unproven('the difference was never made', 'a difference') }
  return watch.changed.size === 0 ? [...alarms, idle] : alarms
}

async function alarmsOf(rig: Rig, provider: string, where: string, mutation: Mutation): Promise<readonly FalseAlarm[]> {
  const { scenarios, verdict, reason } = await rig.check(provider, mutation, {})
  const findings = scenarios.flatMap((scenario) => scenario.findings).filter(({ severity }) => severity !== 'note')
  // A run that checks nothing finds nothing: that is no clean bill either.
  const blind =
    verdict === 'not-checked'
      ? [unproven(`the contract could not be checked: ${reason ?? 'no reason given'}`, 'a verdict')]
      : []
  return [...findings, ...blind].map((finding) => ({ provider, where, finding }))
}

function unproven(message: string, promised: string): Finding {
  return { check: 'self-test', severity: 'violation', basis: 'documented', message, promised, came: 'none' }
}

/** The runs of a plan, each for every provider. */
export function cleanRuns(plan: CleanPlan): readonly CleanRun[] {
  if (typeof plan !== 'string') return plan
  if (plan === 'none') return []
  const all = cleanCounts.flatMap((count) => cleanSeeds.map((seed) => ({ count, seed })))
  return plan === 'full' ? all : all.filter(({ count, seed }) => seed === cleanSeeds[0] || count === ordinaryCount)
}
