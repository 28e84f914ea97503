import { CouldNotCheck, type ResponseSeen } from '../types.ts'
import type { Redactor } from './secret-redactor.ts'

/** Characters of an error description that a message quotes. */
const quotedCharacters = 200

/**
 * The JSON that a token endpoint answered; its tokens become secrets.
 * Errors: CouldNotCheck NO_CREDENTIALS when it refuses (RFC 6749, 5.2) or gives no JSON object, REDIRECT when it sends elsewhere,
 * SERVER_ERROR.
 */
export function readTokenReply(response: ResponseSeen, peer: string, secrets: Redactor): unknown {
  const { status } = response
  if (status >= 300 && status < 400) {
    throw new CouldNotCheck('REDIRECT', `the token endpoint at ${peer} redirects (${status}), which is not followed`)
  }
  if (status >= 500) throw new CouldNotCheck('SERVER_ERROR', `the token endpoint at ${peer} answered ${status}`)
  const json = parsed(response.body)
  for (const name of ['access_token', 'refresh_token', 'id_token']) {
    const token = json?.[name]
    if (typeof token === 'string') secrets.add(token)
  }
  if (status >= 200 && status < 300 && response.complete && json !== undefined) return json

  const why = [json?.['error'], json?.['error_description']].filter((part) => typeof part === 'string').join(': ')
  const answer = why === '' ? defectOf(response, json) : `, ${secrets.text(why).slice(0, quotedCharacters)}`
  throw new CouldNotCheck(
    'NO_CREDENTIALS',
    `the token endpoint at ${peer} gave no token: it answered ${status}${answer}`,
  )
}

function defectOf({ complete }: ResponseSeen, json: unknown): string {
  if (!complete) return ' with a body that is cut short'
  return json === undefined ? ' without a JSON object' : ''
}

function parsed(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
