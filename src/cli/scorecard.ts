import pico from 'picocolors'
import { formatScorecards } from '../scorecard/index.ts'
import { answerJson, isScorecards } from './admin-answer.ts'
import { askAdmin } from './admin-request.ts'
import { adminAt, type ServedFlags, servedAt } from './served-at.ts'
import { usesColor } from './uses-color.ts'

/** 0 every grade that was seen is passed, 1 a grade failed, 3 the server cannot be reached or has seen nothing to grade. */
export type ScorecardExitCode = 0 | 1 | 3

export interface ScorecardFlags extends ServedFlags {
  readonly provider?: string
  readonly tenant?: string
  readonly json?: boolean
}

/** `orgmock scorecard`: how clients behaved toward a running server. Throws SetupError, SettingsError. */
export async function scorecard(flags: ScorecardFlags): Promise<ScorecardExitCode> {
  const { origin } = await servedAt(flags)
  const { provider, tenant } = flags
  const path = '/__admin/scorecard'
  const asked = { origin, admin: await adminAt(flags, origin), path, query: { provider, tenant }, what: 'scorecard' }
  const answer = await askAdmin(asked, async (response) => {
    const json = await answerJson(response)
    return isScorecards(json) ? json : undefined
  })
  if (typeof answer === 'string') {
    process.stderr.write(`orgmock: ${answer}\n`)
    return 3
  }
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(answer, undefined, 2)}\n`
      : formatScorecards(answer, usesColor() ? pico.createColors(true) : undefined),
  )
  const verdicts = answer.flatMap(({ grades }) => grades.map(({ verdict }) => verdict))
  if (verdicts.includes('failed')) return 1
  return verdicts.includes('passed') ? 0 : 3
}
