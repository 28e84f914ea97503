import type { Sent } from './sent.ts'
import { renewalMarginMs, renewalMarginShare } from './tolerance.ts'
import type { GradedProvider } from './types.ts'

/** A list request whose token was refused. */
export function isTokenRefusal({ kind, observation }: Sent, { listGuide }: GradedProvider): boolean {
  return listGuide.token !== undefined && kind !== 'token' && observation.answer.refusal === 'unauthenticated'
}

/** How long a token that was given out is good, in milliseconds; undefined when the answer does not tell. */
function lifetimeOf({ observation: { answer } }: Sent): number | undefined {
  try {
    const { body } = answer
    const reply: unknown = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body))
    const seconds =
      typeof reply === 'object' && reply !== null && 'expires_in' in reply ? Number(reply.expires_in) : Number.NaN
    return seconds > 0 ? seconds * 1_000 : undefined
  } catch {
    return undefined
  }
}

/** For how much longer a token was good when another one was asked for; undefined when it was time for that, or when that is not known. */
export function wastedMs(token: Sent, at: number): number | undefined {
  const lifetime = lifetimeOf(token)
  if (lifetime === undefined) return undefined
  const left = token.at + lifetime - at
  return left > Math.max(renewalMarginMs, lifetime * renewalMarginShare) ? left : undefined
}
