import pico from 'picocolors'
import { type Scorecard, SetupError } from '../compose/index.ts'
import { formatScorecards } from '../scorecard/index.ts'
import { isObject } from '../spec/index.ts'
import { answerJson, isScorecards } from './scorecard-answer.ts'
import { type AdminAt, adminAt, type ServedFlags, servedAt } from './served-at.ts'
import { usesColor } from './uses-color.ts'

/** 0 every grade that was seen is passed, 1 a grade failed, 3 the server cannot be reached or has seen nothing to grade. */
export type ScorecardExitCode = 0 | 1 | 3

export interface ScorecardFlags extends ServedFlags {
  readonly provider?: string
  readonly tenant?: string
  readonly json?: boolean
}

/** Longest wait for the server's answer. */
const timeoutMs = 4_000

/** `orgmock scorecard`: how clients behaved toward a running server. Throws SetupError, SettingsError. */
export async function scorecard(flags: ScorecardFlags): Promise<ScorecardExitCode> {
  const { origin } = await servedAt(flags)
  const answer = await ask(origin, flags, await adminAt(flags, origin))
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

/**
 * The scorecards, or why the server gave no scorecards. Throws SetupError BAD_OPTION for a provider or tenant that the server does not
 * know.
 */
async function ask(
  origin: string,
  { provider, tenant }: ScorecardFlags,
  admin: AdminAt,
): Promise<readonly Scorecard[] | string> {
  const url = new URL('/__admin/scorecard', admin.origin)
  if (provider !== undefined) url.searchParams.set('provider', provider)
  if (tenant !== undefined) url.searchParams.set('tenant', tenant)
  let status: number
  let type: string
  let answer: unknown
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: admin.token === undefined ? {} : { authorization: `Bearer ${admin.token}` },
    })
    status = response.status
    type = response.headers.get('content-type')?.slice(0, 100) ?? 'no content type'
    answer = await answerJson(response)
  } catch (error) {
    const { name, code = (error as Error).message } = ((error as Error).cause ?? {}) as { name?: string; code?: string }
    if ((error as Error).name === 'TimeoutError')
      return `what listens at ${origin} does not answer within ${timeoutMs / 1_000} s; name a running orgmock with --url`
    // In Node 24 the parser's errors have a name and no code.
    if (name === 'HTTPParserError' || code === 'UND_ERR_SOCKET')
      return `what listens at ${origin} is no HTTP server; name a running orgmock with --url`
    return `${origin} cannot be reached (${code}); start one with orgmock serve, or name a running orgmock with --url`
  }
  if (status === 200 && isScorecards(answer)) return answer
  const told = isObject(answer) ? answer['message'] : undefined
  const message = typeof told === 'string' ? told : `what listens there answers ${status} (${type})`
  if (status === 400) throw new SetupError('BAD_OPTION', message)
  return `${origin} gives no scorecard: ${message}`
}
