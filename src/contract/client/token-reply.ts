import { readJson } from '../json-reader.ts'
import { CouldNotCheck, type ResponseSeen } from '../types.ts'
import { joined, plain, shown, type Words, words } from '../words.ts'
import { credentialDefect } from './credential-value.ts'
import type { Redactor } from './secret-redactor.ts'

/** RFC 6749, 5.2: of the client itself. */
const clientErrors = ['invalid_client', 'unauthorized_client']
/** RFC 6749, 5.2. */
const errorCodes = [...clientErrors, ...['invalid_request', 'invalid_grant', 'unsupported_grant_type', 'invalid_scope']]

const tokenNames = ['access_token', 'refresh_token', 'id_token'] as const

/**
 * The JSON that a token endpoint answered; its tokens become secrets.
 * Errors: CouldNotCheck REFUSED when it does not know the client (RFC 6749, 5.2), NO_CREDENTIALS when it refuses otherwise or gives no
 * JSON object, REDIRECT when it sends elsewhere, SERVER_ERROR.
 */
export function readTokenReply(response: ResponseSeen, peer: string, secrets: Redactor): unknown {
  const { status } = response
  if (status >= 300 && status < 400) {
    throw new CouldNotCheck('REDIRECT', `the token endpoint at ${peer} redirects (${status}), which is not followed`)
  }
  if (status >= 500) throw new CouldNotCheck('SERVER_ERROR', `the token endpoint at ${peer} answered ${status}`)
  const json = parsed(response.body)
  for (const name of tokenNames) {
    const token = json?.[name]
    if (typeof token !== 'string') continue
    const defect = credentialDefect(token)
    // Nothing else of the reply is quoted then: it may repeat the token, which is too long or too odd to be found again.
    if (defect !== undefined) throw new CouldNotCheck('NO_CREDENTIALS', `the ${name} that ${peer} gave ${defect}`)
    secrets.add(token)
  }
  if (status >= 200 && status < 300 && response.complete && json !== undefined) return json

  const gave = words`the token endpoint at ${plain(peer)} gave no token: it answered ${status}`
  const isRefused = json !== undefined && (status === 401 || clientErrors.includes(String(json['error'])))
  const code = isRefused ? 'REFUSED' : 'NO_CREDENTIALS'
  throw new CouldNotCheck(code, words`${gave}${plain(defectOf(response, json))}${whyOf(json)}`)
}

/** What a reply holds of tokens becomes a secret, whether they are good or not. */
export function learnTokens(body: Buffer, secrets: Redactor): void {
  for (const token of tokensOf(parsed(body))) if (credentialDefect(token) === undefined) secrets.add(token)
}

function tokensOf(json: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  return tokenNames.map((name) => json?.[name]).filter((token) => typeof token === 'string')
}

function defectOf({ complete }: ResponseSeen, json: unknown): string {
  if (!complete) return ' with a body that is cut short'
  return json === undefined ? ' without a JSON object' : ''
}

function parsed(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  const json = readJson(body)
  const value = json.ok ? json.value : undefined
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function whyOf(json: Readonly<Record<string, unknown>> | undefined): Words {
  const { error, error_description: description } = json ?? {}
  const code = typeof error === 'string' && errorCodes.includes(error) ? plain(error) : shown(error)
  const parts = [...(error === undefined ? [] : [code]), ...(description === undefined ? [] : [shown(description)])]
  return parts.length === 0 ? words`` : words`, ${joined(parts, ': ')}`
}
