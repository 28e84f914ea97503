import type { Scorecard } from '../compose/index.ts'
import { gradeVerdicts } from '../scorecard/index.ts'
import { isObject } from '../spec/index.ts'

/** In bytes: far more than the scorecards of all tenants that a server keeps. */
const mostBytes = 16 * 1024 * 1024

/** The JSON of an answer; undefined when it is not JSON, too long or nested too deep. Throws the errors of the connection. */
export async function answerJson({ body }: Response): Promise<unknown> {
  const { readJson } = await import('../contract/index.ts')
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body ?? []) {
    bytes += piece.length
    if (bytes > mostBytes) return undefined
    pieces.push(piece)
  }
  const json = readJson(Buffer.concat(pieces))
  return json.ok ? json.value : undefined
}

/** Whether these are scorecards: only the members that are shown are looked at. */
export function isScorecards(answer: unknown): answer is readonly Scorecard[] {
  return Array.isArray(answer) && answer.every(isCard)
}

function isCard(card: unknown): boolean {
  if (!isObject(card)) return false
  const { provider, title, tenant = '', requests, grades } = card
  return [provider, title, tenant].every(isText) && isNumber(requests) && Array.isArray(grades) && grades.every(isGrade)
}

function isGrade(grade: unknown): boolean {
  if (!isObject(grade)) return false
  const { title, verdict, why, basis, evidence, findings } = grade
  return (
    [title, why, basis].every(isText) &&
    gradeVerdicts.some((known) => known === verdict) &&
    isNumber(findings) &&
    Array.isArray(evidence) &&
    evidence.every(isEvidence)
  )
}

function isEvidence(evidence: unknown): boolean {
  if (!isObject(evidence)) return false
  const { requests, message } = evidence
  return isText(message) && Array.isArray(requests) && requests.every(isNumber)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number'
}
